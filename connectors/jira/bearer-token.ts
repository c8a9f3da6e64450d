import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { isSame } from './is-same.ts';

// Only what is signed with a shared secret: "none" is no signature, and RS256 would make a public key into a secret.
const DIGESTS: Readonly<Record<string, string>> = { HS256: 'sha256', HS384: 'sha384', HS512: 'sha512' };
const TOKEN = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/;
// Clocks differ, and a retried delivery may be half an hour old.
const EXPIRED_FOR_MAX_MS = 3_600_000;

const headerSchema = z.object({ alg: z.string(), crit: z.undefined().optional() });
// Jira's documents name no claim; only an end that is told is looked at.
const claimsSchema = z.object({ exp: z.number().optional() });

/** Whether an `Authorization` header carries a JWT signed with one of these keys, and not long expired. Never throws. */
export function holdsToken(given: string | null, keys: readonly string[], now: number): boolean {
  const [, head = '', claims = '', signature = ''] = TOKEN.exec(given ?? '') ?? [];
  const parsed = headerSchema.safeParse(decode(head));
  const digest = parsed.success && Object.hasOwn(DIGESTS, parsed.data.alg) ? DIGESTS[parsed.data.alg] : undefined;
  if (digest === undefined) return false;
  // Compared as text: base64url has several spellings of the same bytes.
  const isOf = (key: string) =>
    isSame(signature, createHmac(digest, key).update(`${head}.${claims}`).digest('base64url'));
  return keys.map(isOf).includes(true) && isInTime(decode(claims), now);
}

function isInTime(claims: unknown, now: number): boolean {
  const parsed = claimsSchema.safeParse(claims);
  if (!parsed.success) return false;
  const { exp } = parsed.data;
  return exp === undefined || now - exp * 1000 <= EXPIRED_FOR_MAX_MS;
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
