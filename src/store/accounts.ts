import { sql } from 'kysely';
import type { AccountMatch } from '../domain/people.ts';
import type { ToolName } from '../domain/task.ts';
import type { Database, Tx } from './database.ts';
import type { AccountTable } from './tables/organisation.ts';

/** People as a tool names them. Known ones are updated; whom they were matched to stays. Equal ones touch nothing. */
export async function upsertAccounts(
  tx: Tx,
  accounts: readonly Pick<AccountTable, 'connection_id' | 'external_id' | 'name' | 'email'>[],
): Promise<void> {
  // In an order: two pages that name the same people wait for one another, and not each for the other.
  const once = [...new Map(accounts.map((account) => [account.external_id, account])).values()].sort((a, b) =>
    a.external_id < b.external_id ? -1 : 1,
  );
  if (once.length === 0) return;
  await sql`
    insert into accounts (connection_id, external_id, name, email)
    select * from unnest(
      ${once.map((one) => one.connection_id)}::text[], ${once.map((one) => one.external_id)}::text[],
      ${once.map((one) => one.name)}::text[], ${once.map((one) => one.email)}::text[])
    on conflict (connection_id, external_id) do update set name = excluded.name, email = excluded.email
    where (accounts.name, accounts.email) is distinct from (excluded.name, excluded.email)`.execute(tx);
}

export async function listAccounts(db: Database | Tx, connectionId: string) {
  const rows = await db
    .selectFrom('accounts as a')
    .innerJoin('connections as c', 'c.id', 'a.connection_id')
    .select(['c.tool', 'a.external_id', 'a.name', 'a.email', 'a.person_id', 'a.matched_by'])
    .where('a.connection_id', '=', connectionId)
    .orderBy('a.external_id')
    .execute();
  return rows.map((row) => ({
    connectionId,
    // Accounts are those of tasks' people: a wiki has none.
    tool: row.tool as ToolName,
    externalId: row.external_id,
    name: row.name,
    email: row.email,
    personId: row.person_id,
    matchedBy: row.matched_by,
  }));
}

/**
 * Whom accounts belong to, as found now; one that is no longer found is matched to nobody. A match by hand stays.
 *
 * @returns How many changed.
 */
export async function saveAccountMatches(
  tx: Tx,
  connectionId: string,
  matches: readonly AccountMatch[],
): Promise<number> {
  const result = await sql`
    with found as (
      select * from unnest(${matches.map((one) => one.externalId)}::text[], ${matches.map((one) => one.personId)}::text[],
        ${matches.map((one) => (one.by === 'email' ? 'email' : 'file'))}::text[]) as f(external_id, person_id, matched_by)
    )
    update accounts a
    set person_id = f.person_id, matched_by = f.matched_by
    from accounts b left join found f using (external_id)
    where a.connection_id = ${connectionId} and b.connection_id = a.connection_id and b.external_id = a.external_id
      and a.matched_by is distinct from 'hand'
      and (a.person_id, a.matched_by) is distinct from (f.person_id, f.matched_by)`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

/** @returns Whether there is such an account. */
export async function setAccountByHand(
  tx: Tx,
  match: { readonly connectionId: string; readonly externalId: string; readonly personId: string | null },
): Promise<boolean> {
  const row = await tx
    .updateTable('accounts')
    .set({ person_id: match.personId, matched_by: 'hand' })
    .where('connection_id', '=', match.connectionId)
    .where('external_id', '=', match.externalId)
    .returning('external_id')
    .executeTakeFirst();
  return row !== undefined;
}
