import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Tried } from '../domain/evidence.ts';
import type { Flag } from '../domain/flag.ts';
import type { Link, LinkDecision } from '../domain/link.ts';
import type { StatusCategory } from '../domain/task.ts';
import type { Database, Tx } from './database.ts';
import type { FlagTable, LinkTable, TaskPeriodTable, TaskTable } from './schema.ts';

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
  'child_count',
  'transitions',
  'visibility',
  'gone_at',
  'read_at',
  'stale_at',
] as const satisfies readonly (keyof TaskTable)[];

export type DerivableRow = Pick<TaskRow, (typeof COLUMNS)[number]>;
/** `has_children`: a task we know is under it. `has_mirrored`: the task it mirrors is one we know. */
export type StaleRow = DerivableRow & { readonly has_children: boolean; readonly has_mirrored: boolean };

/** Takes stale tasks for this transaction; another worker's are skipped, so that many can derive at once. `only`: of these. */
export async function takeStale(tx: Tx, limit: number, only: readonly string[] | null = null): Promise<StaleRow[]> {
  return tx
    .selectFrom('tasks as t')
    .select(COLUMNS.map((column) => `t.${column}` as const))
    .select((eb) => [
      eb
        .exists(
          eb
            .selectFrom('tasks as c')
            .select(sql`1`.as('one'))
            .whereRef('c.parent_id', '=', 't.id')
            .where('c.gone_at', 'is', null),
        )
        .$castTo<boolean>()
        .as('has_children'),
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

/** Decisions other than links that are in force on this day. */
export async function loadTaskDecisions(db: Database | Tx, taskIds: readonly string[], today: string) {
  if (taskIds.length === 0) return [];
  return db
    .selectFrom('task_decisions')
    .select(['task_id', 'says', 'because', 'by_name', 'from_on', 'until_on'])
    .where('undone_at', 'is', null)
    .where('task_id', 'in', [...taskIds])
    .where('from_on', '<=', today)
    .where((eb) => eb.or([eb('until_on', 'is', null), eb('until_on', '>=', today)]))
    .orderBy('id')
    .execute();
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

/** What a derivation found of one task's own facts. */
export interface DerivedFacts {
  readonly taskId: string;
  readonly scopeId: string | null;
  readonly teamId: string | null;
  readonly assigneeId: string | null;
  readonly statusCategory: StatusCategory;
  readonly isContainer: boolean;
  readonly isCountable: boolean;
  readonly isLive: boolean;
  readonly finishedAt: Date | null;
  readonly estimate: number | null;
  readonly activeDays: number | null;
}

/** Writes the derived columns and takes the tasks off the stale list, in the transaction that stores what was found. */
export async function saveFacts(tx: Tx, facts: readonly DerivedFacts[]): Promise<void> {
  if (facts.length === 0) return;
  await sql`
    update tasks t
    set status_category = f.status_category, is_container = f.is_container, estimate = f.estimate, team_id = f.team_id,
        assignee_id = f.assignee_id, stale_at = null
    from jsonb_to_recordset(${JSON.stringify(
      facts.map((one) => ({
        id: one.taskId,
        status_category: one.statusCategory,
        is_container: one.isContainer,
        estimate: one.estimate,
        team_id: one.teamId,
        assignee_id: one.assigneeId,
      })),
    )}::jsonb) as f(id text, status_category text, is_container boolean, estimate double precision, team_id text, assignee_id text)
    where t.id = f.id`.execute(tx);
}

type Dated = 'links' | 'flags' | 'task_periods';

/**
 * Ends open rows at this moment. One that began at the same moment was never seen by anybody and goes; a clock that stepped back
 * ends a row where it began.
 */
async function endRows(tx: Tx, table: Dated, ids: readonly number[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  const name = sql.table(table);
  await sql`delete from ${name} where id = any(${[...ids]}::bigint[]) and valid_from = ${at}`.execute(tx);
  await sql`update ${name} set valid_to = greatest(valid_from, ${at}) where id = any(${[...ids]}::bigint[])`.execute(
    tx,
  );
}

export async function replacePeriods(
  tx: Tx,
  endedIds: readonly number[],
  begun: readonly DerivedFacts[],
  at: Date,
): Promise<void> {
  await endRows(tx, 'task_periods', endedIds, at);
  if (begun.length === 0) return;
  await sql`
    insert into task_periods (task_id, scope_id, team_id, assignee_id, status_category, is_countable, is_live, finished_at,
      estimate, active_days, valid_from)
    select *, ${at}::timestamptz from jsonb_to_recordset(${JSON.stringify(
      begun.map((one) => ({
        task_id: one.taskId,
        scope_id: one.scopeId,
        team_id: one.teamId,
        assignee_id: one.assigneeId,
        status_category: one.statusCategory,
        is_countable: one.isCountable,
        is_live: one.isLive,
        finished_at: one.finishedAt?.toISOString() ?? null,
        estimate: one.estimate,
        active_days: one.activeDays,
      })),
    )}::jsonb) as f(task_id text, scope_id text, team_id text, assignee_id text, status_category text, is_countable boolean,
      is_live boolean, finished_at timestamptz, estimate double precision, active_days double precision)`.execute(tx);
}

export async function replaceLinks(
  tx: Tx,
  endedIds: readonly number[],
  begun: readonly Link[],
  at: Date,
): Promise<void> {
  await endRows(tx, 'links', endedIds, at);
  if (begun.length === 0) return;
  await sql`
    insert into links (task_id, goal_id, verdict, likelihood, evidence, broken_hop, weight, valid_from)
    select task_id, goal_id, verdict, likelihood, evidence, nullif(broken_hop, 'null'::jsonb), weight, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(
      begun.map((link) => ({
        task_id: link.taskId,
        goal_id: link.goalId,
        verdict: link.verdict,
        likelihood: link.likelihood,
        evidence: link.evidence,
        broken_hop: link.brokenHop,
        weight: link.weight,
      })),
    )}::jsonb) as f(task_id text, goal_id text, verdict text, likelihood double precision, evidence jsonb, broken_hop jsonb,
      weight double precision)`.execute(tx);
}

export interface FlagWithTried {
  readonly flag: Flag;
  readonly tried: readonly Tried[];
}

export async function replaceFlags(
  tx: Tx,
  endedIds: readonly number[],
  begun: readonly FlagWithTried[],
  at: Date,
): Promise<void> {
  await endRows(tx, 'flags', endedIds, at);
  if (begun.length === 0) return;
  await sql`
    insert into flags (task_id, state, reason, next_action, goal_ids, tried, best_score, valid_from)
    select task_id, state, reason, next_action, array(select jsonb_array_elements_text(goal_ids)), tried, best_score,
      ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(
      begun.map(({ flag, tried }) => ({
        task_id: flag.taskId,
        state: flag.state,
        reason: flag.reason,
        next_action: flag.nextAction,
        goal_ids: flag.goalIds,
        tried,
        best_score: bestScore(tried),
      })),
    )}::jsonb) as f(task_id text, state text, reason text, next_action text, goal_ids jsonb, tried jsonb,
      best_score double precision)`.execute(tx);
}

function bestScore(tried: readonly Tried[]): number | null {
  const scores = tried.flatMap((one) => (one.bestScore === null ? [] : [one.bestScore]));
  return scores.length === 0 ? null : Math.max(...scores);
}

/** Everything is derived again: goals, rules, people or a mapping changed. Returns how many. */
export async function markAllStale(db: Database | Tx, at: Date, connectionId?: string): Promise<number> {
  let query = db.updateTable('tasks').set({ stale_at: at }).where('stale_at', 'is', null);
  if (connectionId) query = query.where('connection_id', '=', connectionId);
  const result = await query.executeTakeFirst();
  return Number(result.numUpdatedRows);
}

/** These tasks and everything below them: what they carry down has changed. */
export async function markTreesStale(db: Database | Tx, taskIds: readonly string[], at: Date): Promise<void> {
  if (taskIds.length === 0) return;
  await sql`
    with recursive below as (
      select id from tasks where id = any(${[...taskIds]})
      union
      select t.id from tasks t join below on t.parent_id = below.id
    )
    update tasks set stale_at = ${at} where id in (select id from below) and stale_at is null`.execute(db);
}

/** What changed pulls its relatives along: below it evidence comes down, above it a task may have become a container. */
export async function markRelativesStale(tx: Tx, changedIds: readonly string[], at: Date): Promise<void> {
  if (changedIds.length === 0) return;
  await sql`
    with recursive below as (
      select id from tasks where parent_id = any(${[...changedIds]}) or mirror_of_id = any(${[...changedIds]})
      union
      select t.id from tasks t join below on t.parent_id = below.id
    )
    update tasks set stale_at = ${at}
    where stale_at is null
      and (id in (select id from below) or id in (select parent_id from tasks where id = any(${[...changedIds]})))`.execute(
    tx,
  );
}

/** Tasks whose flag may read differently on another day: in progress (their active days grew), or with a decision that began or ended. */
export async function markDayStale(db: Database | Tx, after: string, today: string, at: Date): Promise<void> {
  await db
    .updateTable('tasks')
    .set({ stale_at: at })
    .where('stale_at', 'is', null)
    .where((eb) =>
      eb.or([
        eb('status_category', '=', 'in-progress'),
        eb(
          'id',
          'in',
          eb
            .selectFrom('task_decisions')
            .select('task_id')
            .where('undone_at', 'is', null)
            .where((d) =>
              d.or([
                d.and([d('from_on', '>', after), d('from_on', '<=', today)]),
                d.and([d('until_on', '>=', after), d('until_on', '<', today)]),
              ]),
            ),
        ),
      ]),
    )
    .execute();
}

/** Everything in a scope: its team, its openness or its goal changed. */
export async function markScopeStale(tx: Tx, scopeId: string, at: Date): Promise<void> {
  await tx
    .updateTable('tasks')
    .set({ stale_at: at })
    .where('scope_id', '=', scopeId)
    .where('stale_at', 'is', null)
    .execute();
}

export async function hasStaleTasks(db: Database): Promise<boolean> {
  const row = await db.selectFrom('tasks').select('id').where('stale_at', 'is not', null).limit(1).executeTakeFirst();
  return row !== undefined;
}
