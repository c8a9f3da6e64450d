import { randomBytes } from 'node:crypto';
import { OLD_SECRET_MS } from '../domain/outgoing.ts';
import type { Binding, SecretBox } from '../store/secrets.ts';

interface Kept {
  readonly secret: string;
  /** Signs until then, ms since 1970; null: as long as nothing replaces it. */
  readonly until: number | null;
}

type Sealable = { readonly id: string; readonly url: string };

/** A secret as Standard Webhooks writes it: 256 bits. */
export function mintSigningSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`;
}

export function sealSigning(secrets: SecretBox, webhook: Sealable, kept: readonly Kept[]): string {
  return secrets.seal(JSON.stringify(kept), signingBinding(webhook));
}

/** Those that sign at this moment, the newest first. @throws StoreError `secret-unreadable` */
export function openSigning(
  secrets: SecretBox,
  webhook: Sealable & { readonly sealedSecrets: string | null },
  now: number,
): Kept[] {
  if (webhook.sealedSecrets === null) return [];
  const kept = JSON.parse(secrets.open(webhook.sealedSecrets, signingBinding(webhook))) as Kept[];
  return kept.filter(({ until }) => until === null || until > now);
}

/** The new one before those that sign still; the one in force until now signs a day longer, so that receivers can be told. */
export function withNewSecret(kept: readonly Kept[], secret: string, now: number): Kept[] {
  return [{ secret, until: null }, ...kept.map((one) => ({ ...one, until: one.until ?? now + OLD_SECRET_MS }))].slice(
    0,
    2,
  );
}

function signingBinding({ id, url }: Sealable): Binding {
  return { connectionId: id, baseUrl: url, field: 'outgoing' };
}
