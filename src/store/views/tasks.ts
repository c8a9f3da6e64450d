import { type RawBuilder, sql } from 'kysely';
import type { Evidence, Hop, Tried } from '../../domain/evidence.ts';
import type { FlagState, NextAction } from '../../domain/flag.ts';
import type { Verdict } from '../../domain/link.ts';
import type { Viewer } from '../../domain/person.ts';
import type { FieldValue, StatusCategory, ToolName } from '../../domain/task.ts';
import type { Database } from '../database.ts';
import { countSeen, fromMatching } from './alignment.ts';
import {
  fromJudged,
  fromKnown,
  inForce,
  type Moment,
  matches,
  maySee,
  onlySeen,
  readsTask,
  type TaskFilter,
} from './judged.ts';

export type TaskSort = 'age' | '-age' | 'estimate' | '-estimate' | 'title' | 'score' | '-score';

export interface TaskListRow {
  readonly id: string;
  readonly tool: ToolName;
  readonly key: string | null;
  readonly title: string;
  readonly url: string | null;
  readonly kind: string;
  readonly scopeId: string | null;
  readonly scopeName: string | null;
  readonly teamId: string | null;
  readonly teamName: string | null;
  readonly assignee: string | null;
  readonly statusName: string;
  readonly statusCategory: StatusCategory;
  readonly createdAt: Date | null;
  readonly estimate: number | null;
  readonly state: FlagState | null;
  readonly reason: string | null;
  readonly nextAction: NextAction | null;
  readonly since: Date | null;
  readonly goalIds: readonly string[] | null;
  readonly tried: readonly Tried[] | null;
  readonly suggestion: {
    readonly goalId: string;
    readonly likelihood: number;
    readonly evidence: readonly Evidence[];
  } | null;
}

export interface TaskPage {
  readonly rows: readonly TaskListRow[];
  readonly total: number;
  readonly hidden: number;
  readonly nextCursor: string | null;
}

export interface TaskListOptions {
  readonly filter: TaskFilter;
  readonly moment: Moment;
  readonly sort: TaskSort;
  readonly cursor: string | null;
  readonly limit: number;
  /** Also what is judged by nobody: containers and work finished long ago. For search. */
  readonly includesUnjudged?: boolean;
}

/** What a list is ordered by; the id settles ties, so that a cursor names one place. Ages and estimates unknown come last. */
export const SORTS: Record<
  TaskSort,
  { readonly by: RawBuilder<unknown>; readonly isText: boolean; readonly isDown: boolean }
> = {
  '-age': { by: sql`coalesce(extract(epoch from t.tool_created_at)::float8, 1e12)`, isText: false, isDown: false },
  age: { by: sql`coalesce(extract(epoch from t.tool_created_at)::float8, 0)`, isText: false, isDown: true },
  '-estimate': { by: sql`coalesce(p.estimate, -1e12)`, isText: false, isDown: true },
  estimate: { by: sql`coalesce(p.estimate, 1e12)`, isText: false, isDown: false },
  '-score': { by: sql`coalesce(f.best_score, -1)`, isText: false, isDown: true },
  score: { by: sql`coalesce(f.best_score, 2)`, isText: false, isDown: false },
  title: { by: sql`lower(t.title)`, isText: true, isDown: false },
};

/** One page of tasks the viewer may see, with how many there are and how many more they may not see. */
export async function listTasks(db: Database, viewer: Viewer, options: TaskListOptions): Promise<TaskPage> {
  const { filter, moment, limit } = options;
  const sort = SORTS[options.sort];
  const isMatching = matches(filter, moment);
  const needsTask = sort.isText || readsTask(filter, moment) || !moment.isNow;
  const from = options.includesUnjudged ? fromKnown(moment) : fromJudged(moment, needsTask);
  const after = options.cursor ? decodeCursor(options.cursor, sort.isText) : null;
  const direction = sql.raw(sort.isDown ? 'desc' : 'asc');
  const past = after
    ? sql`and (${sort.by}, t.id) ${sql.raw(sort.isDown ? '<' : '>')} (${after.value}, ${after.id})`
    : sql``;
  // First which ones, by what is narrow; then these alone as a whole.
  const [{ rows: places }, counts] = await Promise.all([
    sql<{ id: string; sortValue: string | number }>`
      select t.id, ${sort.by} as "sortValue"
      ${from} and ${isMatching} and ${onlySeen(viewer)} ${past}
      order by ${sort.by} ${direction}, t.id ${direction}
      limit ${limit + 1}`.execute(db),
    countMatching(db, viewer, options),
  ]);
  const page = places.slice(0, limit);
  const ids = page.map(({ id }) => id);
  const rows = options.includesUnjudged
    ? await listRowsById(db, viewer, ids, moment)
    : inOrder(ids, await listTaskRows(db, viewer, ids, moment));
  const last = page.at(-1);
  return {
    rows,
    ...counts,
    nextCursor: places.length > limit && last ? encodeCursor(String(last.sortValue), last.id) : null,
  };
}

/** How many of these tasks the viewer may see, and how many they may not: of a search none, since how many it hits would tell what their titles say. */
export async function countMatching(
  db: Database,
  viewer: Viewer,
  { filter, moment, includesUnjudged }: Pick<TaskListOptions, 'filter' | 'moment' | 'includesUnjudged'>,
): Promise<{ readonly total: number; readonly hidden: number }> {
  const from = includesUnjudged
    ? sql`${fromKnown(moment)} and ${matches(filter, moment)}`
    : fromMatching(filter, moment);
  if (!filter.search) return countSeen(db, viewer, from);
  const { rows } = await sql<{ total: number }>`select count(*) as total ${from} and ${onlySeen(viewer)}`.execute(db);
  return { total: rows[0]?.total ?? 0, hidden: 0 };
}

/** These tasks as a list shows them, judged or not, in the order asked for; those the viewer may not see are left out. */
export async function listRowsById(
  db: Database,
  viewer: Viewer,
  ids: readonly string[],
  moment: Moment,
): Promise<TaskListRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<TaskListRow>`
    select ${taskColumns(moment)} ${fromKnown(moment)} and t.id = any(${[...ids]}) and ${maySee(viewer)}`.execute(db);
  return inOrder(ids, new Map(rows.map((row) => [row.id, row])));
}

function inOrder(ids: readonly string[], rows: ReadonlyMap<string, TaskListRow>): TaskListRow[] {
  return ids.flatMap((id) => rows.get(id) ?? []);
}

/** The judged ones among these tasks that the viewer may see, by id. */
export async function listTaskRows(
  db: Database,
  viewer: Viewer,
  ids: readonly string[],
  moment: Moment,
): Promise<Map<string, TaskListRow>> {
  const { rows } = await sql<TaskListRow>`
    select ${taskColumns(moment)} ${fromJudged(moment)} and t.id = any(${[...ids]}) and ${maySee(viewer)}`.execute(db);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What a list shows of the task `t`, its period `p`, flag `f` and scope `s`. */
function taskColumns(moment: Moment) {
  return sql`
    t.id, t.tool, t.key, t.title, t.url, t.kind, t.scope_id as "scopeId", s.name as "scopeName",
    p.team_id as "teamId", (select name from teams where id = p.team_id) as "teamName",
    coalesce(
      (select name from people where id = p.assignee_id),
      (select name from accounts a where a.connection_id = t.connection_id and a.external_id = t.assignee_external_id)
    ) as assignee,
    t.status_name as "statusName", coalesce(p.status_category, t.status_category) as "statusCategory",
    t.tool_created_at as "createdAt", p.estimate, f.state, w.reason, f.next_action as "nextAction", f.valid_from as since,
    f.goal_ids as "goalIds", w.tried,
    (select jsonb_build_object('goalId', l.goal_id, 'likelihood', l.likelihood, 'evidence', l.evidence)
     from links l where l.task_id = t.id and l.verdict = 'suggested' and ${inForce('l', moment)}
     order by l.likelihood desc, l.goal_id limit 1) as suggestion`;
}

export class BadCursorError extends Error {
  constructor() {
    super('The cursor is not one of ours; leave it out to begin at the first page.');
    this.name = 'BadCursorError';
  }
}

function encodeCursor(value: string, id: string): string {
  return Buffer.from(JSON.stringify([value, id])).toString('base64url');
}

function decodeCursor(cursor: string, isText: boolean): { value: string | number; id: string } {
  try {
    const [value, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [unknown, unknown];
    const isOurs = typeof value === 'string' && typeof id === 'string' && (isText || Number.isFinite(Number(value)));
    if (isOurs) return { value: isText ? value : Number(value), id };
  } catch {
    // Whatever it was, it was not made here.
  }
  throw new BadCursorError();
}

export interface Facets {
  readonly states: readonly { readonly state: FlagState; readonly count: number }[];
  readonly teams: readonly { readonly teamId: string | null; readonly name: string | null; readonly count: number }[];
  readonly tools: readonly { readonly tool: ToolName; readonly count: number }[];
  readonly scopes: readonly {
    readonly scopeId: string;
    readonly name: string;
    readonly tool: ToolName;
    readonly count: number;
  }[];
}

/** How many judged tasks each value of one filter would give, the others held. */
export async function countFacets(db: Database, viewer: Viewer, filter: TaskFilter, moment: Moment): Promise<Facets> {
  // Of which tool a task is, is known of the past by the task alone.
  const withTool = (without: TaskFilter) => !moment.isNow || readsTask(without, moment);
  const from = (without: TaskFilter, withTask = readsTask(without, moment)) =>
    sql`${fromJudged(moment, withTask)} and ${onlySeen(viewer)} and ${matches(without, moment)}`;
  const { states, ...noStates } = filter;
  const { teamId, ...noTeam } = filter;
  const { tool, ...noTool } = filter;
  const { scopeId, ...noScope } = filter;
  const [byState, byTeam, byTool, byScope] = await Promise.all([
    sql<
      Facets['states'][number]
    >`select f.state, count(*) as count ${from(noStates)} group by f.state order by f.state`.execute(db),
    sql<Facets['teams'][number]>`
      select p.team_id as "teamId", (select name from teams where id = p.team_id) as name, count(*) as count
      ${from(noTeam)} group by p.team_id order by count desc, name`.execute(db),
    sql<
      Facets['tools'][number]
    >`select t.tool, count(*) as count ${from(noTool, withTool(noTool))} group by t.tool order by t.tool`.execute(db),
    sql<Facets['scopes'][number]>`
      select p.scope_id as "scopeId", coalesce(s.name, p.scope_id) as name, t.tool, count(*) as count
      ${from(noScope, withTool(noScope))} and p.scope_id is not null group by p.scope_id, s.name, t.tool order by count desc, name`.execute(
      db,
    ),
  ]);
  return { states: byState.rows, teams: byTeam.rows, tools: byTool.rows, scopes: byScope.rows };
}

/** When it was last seen in its tool: a whole walk of its scope sees every task, and writes only those that changed. */
const readAt = sql`greatest(t.read_at, case when s.is_walk_complete then s.walked_at end)`;

export interface TaskDetailRow extends TaskListRow {
  readonly body: string;
  readonly labels: readonly string[];
  readonly fields: readonly FieldValue[];
  readonly parentId: string | null;
  readonly isContainer: boolean;
  readonly childCount: number;
  readonly groupName: string | null;
  readonly updatedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly dueOn: string | null;
  readonly readAt: Date;
  readonly goneHow: 'deleted' | 'moved' | null;
  readonly goneAt: Date | null;
  readonly visibility: 'visible' | 'access-lost';
  /** It, or its scope. */
  readonly isArchived: boolean;
}

/** One task; null where it is unknown or the viewer may not see it, which read the same from outside. */
export async function findTask(
  db: Database,
  viewer: Viewer,
  id: string,
  moment: Moment,
): Promise<TaskDetailRow | null> {
  const { rows } = await sql<TaskDetailRow>`
    select ${taskColumns(moment)}, t.body, t.labels, t.fields, t.parent_id as "parentId", t.is_container as "isContainer",
      (select count(*) from tasks c where c.parent_id = t.id and c.gone_at is null) as "childCount",
      t.gone_how as "goneHow", t.gone_at as "goneAt", t.visibility,
      t.is_archived or coalesce(s.is_archived, false) as "isArchived",
      t.group_name as "groupName", t.tool_updated_at as "updatedAt", p.finished_at as "finishedAt", t.due_on as "dueOn",
      ${readAt} as "readAt"
    ${fromKnown(moment)} and t.id = ${id} and ${maySee(viewer)}`.execute(db);
  return rows[0] ?? null;
}

export interface TaskLinkRow {
  readonly goalId: string;
  readonly verdict: Verdict;
  readonly likelihood: number;
  readonly weight: number;
  readonly evidence: readonly Evidence[];
  readonly brokenHop: Hop | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

/** The links of one task the caller may see, likeliest first. */
export async function listTaskLinks(db: Database, taskId: string, moment: Moment): Promise<TaskLinkRow[]> {
  const { rows } = await sql<TaskLinkRow>`
    select l.goal_id as "goalId", l.verdict, l.likelihood, l.weight, l.evidence, l.broken_hop as "brokenHop",
      d.by_name as "decidedBy", d.at as "decidedAt"
    from links l
    left join link_decisions d on d.task_id = l.task_id and d.goal_id = l.goal_id and d.undone_at is null
    where l.task_id = ${taskId} and ${inForce('l', moment)}
    order by l.likelihood desc, l.goal_id`.execute(db);
  return rows;
}

export interface NamedTask {
  readonly id: string;
  readonly key: string | null;
  readonly title: string;
  readonly url: string | null;
  readonly readAt: Date;
}

/** Those of these tasks the viewer may see, for naming the hops of a path. */
export async function nameTasks(
  db: Database,
  viewer: Viewer,
  ids: readonly string[],
  moment: Moment,
): Promise<Map<string, NamedTask>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<NamedTask>`
    select t.id, t.key, t.title, t.url, ${readAt} as "readAt" ${fromKnown(moment)} and t.id = any(${[...ids]}) and ${maySee(viewer)}`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** What its flag was, newest first. */
export async function listFlagHistory(db: Database, taskId: string) {
  return db
    .selectFrom('flags')
    .select(['state', 'reason', 'valid_from', 'valid_to'])
    .where('task_id', '=', taskId)
    .orderBy('valid_from', 'desc')
    .limit(50)
    .execute();
}

/** How many tasks of each tool are known and not gone, containers included: what was read. */
export async function countTasksByTool(db: Database, viewer: Viewer, moment: Moment): Promise<Map<ToolName, number>> {
  const { rows } = await sql<{ tool: ToolName; count: number }>`
    select t.tool, count(*) as count ${fromKnown(moment)} and t.gone_at is null and ${onlySeen(viewer)} group by t.tool`.execute(
    db,
  );
  return new Map(rows.map((row) => [row.tool, row.count]));
}
