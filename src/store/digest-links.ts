import type { LinkDeed } from '../domain/digest-state.ts';
import type { Database, Tx } from './database.ts';

export interface NewDigestLink {
  readonly tokenHash: string;
  readonly digestId: string;
  readonly does: LinkDeed;
  readonly expiresAt: Date;
}

export async function insertDigestLinks(db: Database | Tx, links: readonly NewDigestLink[]): Promise<void> {
  if (links.length === 0) return;
  await db
    .insertInto('digest_links')
    .values(
      links.map(({ tokenHash, digestId, does, expiresAt }) => ({
        token_hash: tokenHash,
        digest_id: digestId,
        does: JSON.stringify(does),
        expires_at: expiresAt,
      })),
    )
    .execute();
}

export interface OpenLink {
  readonly digestId: string;
  readonly personId: string;
  readonly does: LinkDeed;
  readonly usedAt: Date | null;
}

/** The link and whose digest it stands in; null where it is unknown or too old, which read the same. One that was used is found still. */
export async function findDigestLink(db: Database | Tx, tokenHash: string, at: Date): Promise<OpenLink | null> {
  const row = await db
    .selectFrom('digest_links as l')
    .innerJoin('digests as d', 'd.id', 'l.digest_id')
    .innerJoin('people as p', 'p.id', 'd.person_id')
    .select(['l.digest_id as digestId', 'd.person_id as personId', 'l.does', 'l.used_at as usedAt'])
    .where('l.token_hash', '=', tokenHash)
    .where('l.expires_at', '>', at)
    .where('p.left_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** Uses it up. @returns False where somebody was faster. */
export async function takeDigestLink(db: Database | Tx, tokenHash: string, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('digest_links')
    .set({ used_at: at })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** It can be used again: what it does could not be done. */
export async function releaseDigestLink(db: Database | Tx, tokenHash: string): Promise<void> {
  await db.updateTable('digest_links').set({ used_at: null }).where('token_hash', '=', tokenHash).execute();
}

export async function pruneDigestLinks(db: Database | Tx, at: Date): Promise<void> {
  await db.deleteFrom('digest_links').where('expires_at', '<', at).execute();
}
