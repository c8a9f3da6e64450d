import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { LinkDecision } from '../domain/link.ts';
import type { Database, Tx } from './database.ts';
import type { FlagTable, LinkTable, TaskPeriodTable, TaskTable } from './tables/work.ts';

export type TaskRow = Selectable<TaskTable>;

/** Everything of a task but the tool's own answer, which no derivation reads. */
const COLUMNS = [
  'id',
  'connection_id',
  'tool',
  'external_id',
  'key',
  'url',
  'kind',
  'level',
  'title',
  'body',
  'labels',
  'fields',
  'links_found',
  'remote_links',
  'placements',
  'scope_id',
  'group_name',
  'parent_id',
  'mirror_of_id',
  'status_id',
  'status_name',
  'status_tool_category',
  'assignee_external_id',
  'tool_created_at',
  'tool_updated_at',
  'tool_finished_at',
  'is_archived',
  'transitions',
  'visibility',
  'gone_at',
  'read_at',
  'stale_at',
] as const satisfies readonly (keyof TaskTable)[];

export type DerivableRow = Pick<TaskRow, (typeof COLUMNS)[number]>;
/** `has_children`: a task is under it, or the tool counts more than we ever saw. `has_mirrored`: the task it mirrors is one we know. */
export type StaleRow = DerivableRow & { readonly has_children: boolean; readonly has_mirrored: boolean };

/** Takes stale tasks for this transaction; another worker's are skipped, so that many can derive at once. `only`: of these. */
export async function takeStale(tx: Tx, limit: number, only: readonly string[] | null = null): Promise<StaleRow[]> {
  return tx
    .selectFrom('tasks as t')
    .select(COLUMNS.map((column) => `t.${column}` as const))
    .select((eb) => [
      // More than we hold are under it: some of them where we do not read. A tool may say the old number after the last one is gone.
      sql<boolean>`exists (select from tasks c where c.parent_id = t.id and c.gone_at is null)
        or coalesce(t.child_count, 0) > (select count(*) from tasks c where c.parent_id = t.id)`.as('has_children'),
      eb
        .exists(eb.selectFrom('tasks as m').select(sql`1`.as('one')).whereRef('m.id', '=', 't.mirror_of_id'))
        .$castTo<boolean>()
        .as('has_mirrored'),
    ])
    .where('t.stale_at', 'is not', null)
    .$if(only !== null, (query) => query.where('t.id', 'in', [...(only ?? [])]))
    .orderBy('t.stale_at')
    .orderBy('t.id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute();
}

/** The tasks above these, at any height. A ring among parents ends the walk. */
export async function loadAncestors(tx: Tx, parentIds: readonly string[]): Promise<DerivableRow[]> {
  if (parentIds.length === 0) return [];
  const ids = await sql<{ id: string }>`
    with recursive above as (
      select id, parent_id from tasks where id = any(${[...parentIds]})
      union
      select t.id, t.parent_id from tasks t join above on above.parent_id = t.id
    )
    select id from above`.execute(tx);
  if (ids.rows.length === 0) return [];
  return tx
    .selectFrom('tasks')
    .select([...COLUMNS])
    .where(
      'id',
      'in',
      ids.rows.map((row) => row.id),
    )
    .execute();
}

export async function loadLinkDecisions(db: Database | Tx, taskIds: readonly string[]): Promise<LinkDecision[]> {
  if (taskIds.length === 0) return [];
  const rows = await db
    .selectFrom('link_decisions')
    .select(['task_id', 'goal_id', 'says', 'seen_fingerprints', 'by_name', 'at'])
    .where('undone_at', 'is', null)
    .where('task_id', 'in', [...taskIds])
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    taskId: row.task_id,
    goalId: row.goal_id,
    says: row.says,
    seenFingerprints: row.seen_fingerprints,
    by: row.by_name,
    at: row.at.getTime(),
  }));
}

export type OpenLink = Pick<
  Selectable<LinkTable>,
  'id' | 'task_id' | 'goal_id' | 'verdict' | 'likelihood' | 'evidence' | 'broken_hop' | 'weight' | 'valid_from'
>;
export type OpenFlag = Pick<
  Selectable<FlagTable>,
  'id' | 'task_id' | 'state' | 'reason' | 'next_action' | 'goal_ids' | 'tried' | 'best_score' | 'valid_from'
>;
export type OpenPeriod = Omit<Selectable<TaskPeriodTable>, 'valid_to'>;

export async function loadOpen(tx: Tx, taskIds: readonly string[]) {
  const ids = [...taskIds];
  const links: OpenLink[] = await tx
    .selectFrom('links')
    .select(['id', 'task_id', 'goal_id', 'verdict', 'likelihood', 'evidence', 'broken_hop', 'weight', 'valid_from'])
    .where('valid_to', 'is', null)
    .where('task_id', 'in', ids)
    .orderBy('id')
    .execute();
  const flags: OpenFlag[] = await tx
    .selectFrom('flags')
    .select(['id', 'task_id', 'state', 'reason', 'next_action', 'goal_ids', 'tried', 'best_score', 'valid_from'])
    .where('valid_to', 'is', null)
    .where('task_id', 'in', ids)
    .execute();
  const periods: OpenPeriod[] = await tx
    .selectFrom('task_periods')
    .selectAll()
    .where('valid_to', 'is', null)
    .where('task_id', 'in', ids)
    .execute();
  return { links, flags, periods };
}
