import { sql } from 'kysely';
import type { ProposalField } from '../domain/proposal-diff-fields.ts';
import type { Tx } from './database.ts';

/** @returns Whether the goal did not carry it before. */
export async function addGoalUrl(tx: Tx, goalId: string, url: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('goals')
    .set({ urls: sql`array_append(urls, ${url})` })
    .where('id', '=', goalId)
    .where(sql<boolean>`not (${url} = any(urls))`)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function removeGoalUrl(tx: Tx, goalId: string, url: string): Promise<void> {
  await tx
    .updateTable('goals')
    .set({ urls: sql`array_remove(urls, ${url})` })
    .where('id', '=', goalId)
    .execute();
}

const COLUMNS: Readonly<Record<ProposalField, string>> = {
  title: 'title',
  from: 'from_value',
  to: 'to_value',
  unit: 'unit',
  by: 'due_on',
  owner: 'owner_id',
  parent: 'parent_id',
};

/**
 * Gives a field the value it had before, unless it has another by now than the one it was given.
 *
 * @returns Whether it was given back.
 */
export async function revertGoalField(
  tx: Tx,
  goalId: string,
  field: { readonly name: ProposalField; readonly from: unknown; readonly to: unknown },
): Promise<boolean> {
  const column = sql.ref(COLUMNS[field.name]);
  const { rows } = await sql`
    update goals set ${column} = ${field.to}
    where id = ${goalId} and ${column}::text is not distinct from ${field.from === null ? null : String(field.from)}
    returning id`.execute(tx);
  return rows.length > 0;
}

/** What holds a goal in place. */
export interface Hangings {
  /** Other goals, rules, scopes, people's words on tasks, other pages. */
  readonly isUsed: boolean;
  /** Tasks were found to name it, now or once. */
  readonly isLinked: boolean;
}

export async function whatHangsOn(tx: Tx, goalId: string, proposalId: string): Promise<Hangings> {
  const { rows } = await sql<Hangings>`
    select
      exists (select from goals where parent_id = ${goalId})
        or exists (select from rules where goal_id = ${goalId})
        or exists (select from scopes where goal_id = ${goalId})
        or exists (select from link_decisions where goal_id = ${goalId})
        or exists (select from goal_sources where goal_id = ${goalId} and proposal_id <> ${proposalId}) as "isUsed",
      exists (select from links where goal_id = ${goalId}) as "isLinked"`.execute(tx);
  return rows[0] ?? { isUsed: true, isLinked: true };
}

export async function deleteGoal(tx: Tx, goalId: string): Promise<void> {
  await tx.deleteFrom('goals').where('id', '=', goalId).execute();
}

/** Addresses of documents, by id. */
export async function documentUrls(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('documents')
    .select(['id', 'url'])
    .where('id', '=', sql<string>`any(${[...ids]}::text[])`)
    .execute();
  return new Map(rows.flatMap((row) => (row.url === null ? [] : [[row.id, row.url]])));
}
