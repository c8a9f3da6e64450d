import type { Selectable } from 'kysely';
import type { SourceName } from '../domain/task.ts';
import type { Database } from './database.ts';
import type { OAuthConsentTable } from './tables/connections.ts';

export type StoredConsent = Selectable<OAuthConsentTable>;

export interface NewConsent {
  readonly id: string;
  readonly stateHash: string;
  readonly holderHash: string;
  readonly tool: SourceName;
  readonly connectionId: string | null;
  readonly authOrigin: string;
  readonly redirectUri: string;
  readonly sealed: string;
  readonly at: Date;
  readonly expiresAt: Date;
}

/** Those that ran out are forgotten with it, and with them the secrets they hold. */
export async function insertConsent(db: Database, consent: NewConsent): Promise<void> {
  await db.deleteFrom('oauth_consents').where('expires_at', '<', consent.at).execute();
  await db
    .insertInto('oauth_consents')
    .values({
      id: consent.id,
      state_hash: consent.stateHash,
      holder_hash: consent.holderHash,
      tool: consent.tool,
      connection_id: consent.connectionId,
      state: 'waiting',
      auth_origin: consent.authOrigin,
      redirect_uri: consent.redirectUri,
      secret: consent.sealed,
      message: null,
      expires_at: consent.expiresAt,
    })
    .execute();
}

/** Who comes back from the consent page, once. null where it is unknown, used, too late or another's: all four read the same. */
export async function takeConsent(
  db: Database,
  { stateHash, holderHash, at }: { readonly stateHash: string; readonly holderHash: string; readonly at: Date },
): Promise<StoredConsent | null> {
  const row = await db
    .updateTable('oauth_consents')
    .set({ state: 'exchanging' })
    .where('state_hash', '=', stateHash)
    .where('holder_hash', '=', holderHash)
    .where('state', '=', 'waiting')
    .where('expires_at', '>', at)
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** null as for `takeConsent`. */
export async function findConsent(
  db: Database,
  { id, holderHash, at }: { readonly id: string; readonly holderHash: string; readonly at: Date },
): Promise<StoredConsent | null> {
  const row = await db
    .selectFrom('oauth_consents')
    .selectAll()
    .where('id', '=', id)
    .where('holder_hash', '=', holderHash)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return row ?? null;
}

/** One who chooses a site, once; the choice is given back where connecting fails. */
export async function takeChoice(db: Database, id: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('oauth_consents')
    .set({ state: 'exchanging' })
    .where('id', '=', id)
    .where('state', '=', 'choosing')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The tokens are there; a person says which site is meant. */
export async function letChoose(
  db: Database,
  id: string,
  { sealed, sites }: { readonly sealed: string; readonly sites: NonNullable<StoredConsent['sites']> },
): Promise<void> {
  await db
    .updateTable('oauth_consents')
    .set({ state: 'choosing', secret: sealed, sites: JSON.stringify(sites) })
    .where('id', '=', id)
    .execute();
}

/** It ends, well or not, and its secrets are forgotten. */
export async function endConsent(
  db: Database,
  id: string,
  end: { readonly connectionId: string } | { readonly message: string },
): Promise<void> {
  const values =
    'message' in end
      ? { state: 'failed' as const, message: end.message }
      : { state: 'done' as const, connection_id: end.connectionId };
  await db
    .updateTable('oauth_consents')
    .set({ ...values, secret: null, sites: null })
    .where('id', '=', id)
    .execute();
}
