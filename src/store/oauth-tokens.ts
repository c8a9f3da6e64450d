import type { Selectable } from 'kysely';
import type { Database, Tx } from './database.ts';
import type { OAuthTokenTable } from './tables/connections.ts';

/** The tokens of one connection's consent. */
export interface StoredTokens {
  readonly connectionId: string;
  /** For a `SecretBox`. */
  readonly sealed: string;
  /** Counts up with each renewal and each consent. */
  readonly generation: number;
  /** Of the access token. */
  readonly expiresAt: Date;
  readonly scopes: readonly string[];
  readonly consentedAt: Date;
  readonly refreshedAt: Date | null;
  readonly retryAt: Date | null;
  /** Why only a new consent helps; null while the refresh token was not refused. */
  readonly refusal: string | null;
}

export interface NewTokens {
  readonly sealed: string;
  readonly expiresAt: Date;
  readonly scopes: readonly string[];
  readonly at: Date;
}

/** null for a connection that is read otherwise. */
export async function findTokens(db: Database | Tx, connectionId: string): Promise<StoredTokens | null> {
  const row = await db
    .selectFrom('oauth_tokens')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .executeTakeFirst();
  return row ? toStored(row) : null;
}

/** Nobody else, in whatever process, renews them until this transaction ends. */
export async function lockTokens(tx: Tx, connectionId: string): Promise<StoredTokens | null> {
  const row = await tx
    .selectFrom('oauth_tokens')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .forUpdate()
    .executeTakeFirst();
  return row ? toStored(row) : null;
}

function toStored(row: Selectable<OAuthTokenTable>): StoredTokens {
  return {
    connectionId: row.connection_id,
    sealed: row.tokens,
    generation: row.generation,
    expiresAt: row.expires_at,
    scopes: row.scopes,
    consentedAt: row.consented_at,
    refreshedAt: row.refreshed_at,
    retryAt: row.retry_at,
    refusal: row.refusal,
  };
}

/** After a renewal. Changes nothing where others, or a new consent, were faster. */
export async function replaceTokens(
  db: Database | Tx,
  { connectionId, generation }: Pick<StoredTokens, 'connectionId' | 'generation'>,
  { sealed, expiresAt, scopes, at }: NewTokens,
): Promise<void> {
  await db
    .updateTable('oauth_tokens')
    .set({
      tokens: sealed,
      expires_at: expiresAt,
      scopes: [...scopes],
      refreshed_at: at,
      retry_at: null,
      generation: generation + 1,
    })
    .where('connection_id', '=', connectionId)
    .where('generation', '=', generation)
    .execute();
}

/** After a consent, whatever was there before. */
export async function putTokens(
  tx: Tx,
  connectionId: string,
  { sealed, expiresAt, scopes, at }: NewTokens,
): Promise<void> {
  const values = { tokens: sealed, expires_at: expiresAt, scopes: [...scopes], consented_at: at };
  await tx
    .insertInto('oauth_tokens')
    .values({ connection_id: connectionId, generation: 1, refusal: null, ...values })
    .onConflict((conflict) =>
      conflict.column('connection_id').doUpdateSet((eb) => ({
        ...values,
        // Whoever still holds a token of before finds that it was replaced.
        generation: eb('oauth_tokens.generation', '+', 1),
        refreshed_at: null,
        retry_at: null,
        refused_at: null,
        refusal: null,
      })),
    )
    .execute();
}

/** The connection is read otherwise from now on, or not at all. */
export async function dropTokens(tx: Tx, connectionId: string): Promise<void> {
  await tx.deleteFrom('oauth_tokens').where('connection_id', '=', connectionId).execute();
}

/** The refresh token is good no more: nobody tries it again. */
export async function noteRefusal(tx: Tx, connectionId: string, refusal: string, at: Date): Promise<void> {
  await tx
    .updateTable('oauth_tokens')
    .set({ refused_at: at, refusal })
    .where('connection_id', '=', connectionId)
    .execute();
}

/** The vendor was not to be had, or wants quiet: nobody asks it before this. */
export async function noteRetry(tx: Tx, connectionId: string, retryAt: Date): Promise<void> {
  await tx.updateTable('oauth_tokens').set({ retry_at: retryAt }).where('connection_id', '=', connectionId).execute();
}
