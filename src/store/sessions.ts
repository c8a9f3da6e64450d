import type { Database, Tx } from './database.ts';

/** A new one-time link for this person; the token itself is not kept. */
export async function insertSignInLink(
  db: Database | Tx,
  link: { tokenHash: string; personId: string; expiresAt: Date },
) {
  await db
    .insertInto('sign_in_links')
    .values({ token_hash: link.tokenHash, person_id: link.personId, expires_at: link.expiresAt })
    .execute();
}

/** Uses a link up. null where it is unknown, used or expired: all three read the same. */
export async function takeSignInLink(tx: Tx, tokenHash: string, at: Date): Promise<string | null> {
  const row = await tx
    .updateTable('sign_in_links')
    .set({ used_at: at })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .returning('person_id')
    .executeTakeFirst();
  return row?.person_id ?? null;
}

export async function insertSession(tx: Tx, session: { idHash: string; personId: string; at: Date; expiresAt: Date }) {
  await tx
    .insertInto('sessions')
    .values({
      id_hash: session.idHash,
      person_id: session.personId,
      created_at: session.at,
      seen_at: session.at,
      expires_at: session.expiresAt,
    })
    .execute();
}

/** Whose session this is; null where it ended, was idle since `idleSince`, or never was. */
export async function findSession(db: Database, idHash: string, at: Date, idleSince: Date): Promise<string | null> {
  const row = await db
    .selectFrom('sessions')
    .select(['person_id', 'seen_at'])
    .where('id_hash', '=', idHash)
    .where('expires_at', '>', at)
    .where('seen_at', '>', idleSince)
    .executeTakeFirst();
  return row?.person_id ?? null;
}

/** Notes that it is in use, at most once a minute. */
export async function touchSession(db: Database, idHash: string, at: Date): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ seen_at: at })
    .where('id_hash', '=', idHash)
    .where('seen_at', '<', new Date(at.getTime() - 60_000))
    .execute();
}

export async function deleteSession(db: Database, idHash: string): Promise<void> {
  await db.deleteFrom('sessions').where('id_hash', '=', idHash).execute();
}

/** How many links of this person wait to be used, of those that end no later than `until`. */
export async function countOpenLinks(db: Database, personId: string, at: Date, until: Date): Promise<number> {
  const row = await db
    .selectFrom('sign_in_links')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('person_id', '=', personId)
    .where('used_at', 'is', null)
    .where('expires_at', '>', at)
    .where('expires_at', '<=', until)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Ends every session and link of a person who left. */
export async function endSessions(tx: Tx, personId: string): Promise<void> {
  await tx.deleteFrom('sessions').where('person_id', '=', personId).execute();
  await tx.deleteFrom('sign_in_links').where('person_id', '=', personId).execute();
}

export async function deleteExpired(db: Database, at: Date): Promise<void> {
  await db.deleteFrom('sessions').where('expires_at', '<', at).execute();
  await db
    .deleteFrom('sign_in_links')
    .where('expires_at', '<', new Date(at.getTime() - 86_400_000))
    .execute();
}

export async function hasSession(db: Database, personId: string, at: Date): Promise<boolean> {
  const row = await db
    .selectFrom('sessions')
    .select('id_hash')
    .where('person_id', '=', personId)
    .where('expires_at', '>', at)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
