import { type RawBuilder, sql } from 'kysely';
import type { Database, Tx } from './database.ts';
import { areManyTasks, hasSweeps, isUnlinked, type SweepOf, startSweep } from './sweeps.ts';

/** Any number that nothing else locks. */
const CONTEXT_LOCK = 7_405_201;

/**
 * Held by every batch of a derivation, before it reads goals, rules, people and mappings. Whoever changes those waits for it before
 * marking tasks, and no batch begins until the change is stored: else a batch that read the old goals would take its tasks off the
 * stale list after they were put there.
 */
export async function holdContext(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${CONTEXT_LOCK})`.execute(tx);
}

/** Held by whoever changes what every batch reads, before it marks the tasks that this concerns. */
export async function holdContextAlone(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${CONTEXT_LOCK})`.execute(tx);
}

/** Marks many at once after what all tasks are read by has changed; those stale already are left alone. */
async function markStale(tx: Tx, which: RawBuilder<unknown>, at: Date): Promise<number> {
  await holdContextAlone(tx);
  const { numAffectedRows } =
    await sql`update tasks t set stale_at = ${at} where stale_at is null and ${which}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

/** Where tasks are many, they are swept by and by. @returns false where they are few, and nothing was done. */
async function isSwept(tx: Tx, of: SweepOf, at: Date): Promise<boolean> {
  await holdContextAlone(tx);
  if (!(await areManyTasks(tx))) return false;
  await startSweep(tx, of, at);
  return true;
}

/** Everything is derived again: goals, rules, people or a mapping changed. */
export async function markAllStale(tx: Tx, at: Date, connectionId?: string): Promise<void> {
  if (await isSwept(tx, { connectionId: connectionId ?? null, which: 'all' }, at)) return;
  await markStale(tx, connectionId ? sql`t.connection_id = ${connectionId}` : sql`true`, at);
}

/** Everything in a scope, wherever its home is: the scope's team, its openness, its goal or its selection changed. */
export async function markScopeStale(tx: Tx, scopeId: string, at: Date): Promise<void> {
  const isPlaced = sql`exists (
    select from scopes s where s.id = ${scopeId} and s.connection_id = t.connection_id
      and t.placements @> jsonb_build_array(jsonb_build_object('scopeExternalId', s.external_id)))`;
  await markStale(tx, sql`(t.scope_id = ${scopeId} or ${isPlaced})`, at);
}

/** Tasks that hang on no goal: what texts are read against changed, and nothing surer speaks for these. @returns How many. */
export async function markUnlinkedStale(tx: Tx, at: Date): Promise<number> {
  if (!(await isSwept(tx, { connectionId: null, which: 'unlinked' }, at))) return markStale(tx, isUnlinked(), at);
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from tasks t where ${isUnlinked()}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Tasks whose flag may read differently on another day: in progress (their active days grew), or with a decision that began or ended. */
export async function markDayStale(tx: Tx, after: string, today: string, at: Date): Promise<void> {
  const isDecided = sql`t.id in (
    select task_id from task_decisions
    where undone_at is null
      and ((from_on > ${after} and from_on <= ${today}) or (until_on >= ${after} and until_on < ${today})))`;
  await markStale(tx, sql`(t.status_category = 'in-progress' or ${isDecided})`, at);
}

/** These tasks and everything below them: what they carry down has changed. */
export async function markTreesStale(db: Database | Tx, taskIds: readonly string[], at: Date): Promise<void> {
  if (taskIds.length === 0) return;
  // Those stale already too, here and below: one that is being derived right now would come off the list without this change.
  await sql`
    with recursive below as (
      select id from tasks where id = any(${[...taskIds]})
      union
      select t.id from tasks t join below on t.parent_id = below.id
    )
    update tasks set stale_at = ${at} where id in (select id from below)`.execute(db);
}

/**
 * What changed pulls its relatives along: below it evidence comes down, and a mirror looks at what it mirrors; above it a task may
 * have become a container, or ceased to be one.
 */
export async function markRelativesStale(
  tx: Tx,
  changedIds: readonly string[],
  formerParentIds: readonly string[],
  at: Date,
): Promise<void> {
  if (changedIds.length === 0) return;
  // Task by task and by index (`offset 0` keeps the planner from turning that round): before the table's first analysis it would
  // read all of it for each page. What the caller wrote itself is stale already, and locked.
  await sql`
    with recursive changed as (select unnest(${[...changedIds]}::text[]) as id),
    below as (
      select child.id from changed cross join lateral (
        select id from tasks where parent_id = changed.id
        union all select id from tasks where mirror_of_id = changed.id
        offset 0
      ) child
      union
      select child.id from below cross join lateral (select id from tasks where parent_id = below.id offset 0) child
    ),
    above as (
      select parent_id as id from tasks where id = any(${[...changedIds]}::text[]) and parent_id is not null
      union all select unnest(${[...formerParentIds]}::text[])
    ),
    wanted as (select id from below union select id from above except select id from changed),
    -- Stale already, and in nobody's hands: held until this page is stored, they need not be written again.
    waiting as (
      select id from tasks where id = any(array(select id from wanted)) and stale_at is not null for key share skip locked
    )
    update tasks set stale_at = ${at}
    where id = any(array(select id from wanted except select id from waiting))`.execute(tx);
}

export async function hasStaleTasks(db: Database): Promise<boolean> {
  const row = await db.selectFrom('tasks').select('id').where('stale_at', 'is not', null).limit(1).executeTakeFirst();
  return row !== undefined || hasSweeps(db);
}
