import { type RawBuilder, sql } from 'kysely';
import type { Weight } from '../../domain/alignment.ts';
import type { FlagState, NextAction } from '../../domain/flag.ts';
import type { Viewer } from '../../domain/person.ts';
import type { ToolName } from '../../domain/task.ts';

/** The moment a view speaks of, and the Monday its week began. */
export interface Moment {
  readonly at: Date;
  readonly weekStart: Date;
  /** True for now: only open periods are read, by their indexes. */
  readonly isNow: boolean;
}

export interface TaskFilter {
  readonly states?: readonly FlagState[];
  readonly nextAction?: NextAction;
  /** A team's id; null: tasks without a team. */
  readonly teamId?: string | null;
  /** The teams under a manager. */
  readonly teamIds?: readonly string[];
  readonly tool?: ToolName;
  readonly scopeId?: string;
  /** A goal and its key results. */
  readonly goalIds?: readonly string[];
  readonly minAgeDays?: number;
  readonly maxAgeDays?: number;
  readonly minEstimate?: number;
  readonly maxEstimate?: number;
  readonly themeId?: string;
  /** Only with `states`: tasks that were in none of these at that moment. */
  readonly changedSince?: Date;
  /** A key, words of the title, or a pasted URL. */
  readonly search?: string;
}

type Fragment = RawBuilder<unknown>;
const TRUE = sql`true`;

/**
 * Whether the viewer may see the task of period `p` in scope `s`. Private scopes are for the people named for them, whatever their
 * role; of no team and nobody, only the owner sees a task. The same rule as `maySeeTask` of the domain, held together by a test.
 *
 * @param isOwn Whether it is the viewer's own work, where `p` is no single task.
 */
export function maySee(viewer: Viewer, isOwn = isAssigned(viewer)): RawBuilder<boolean> {
  // The command line (no person) runs on the machine that holds the database: nothing is hidden from it.
  if (viewer.personId === null && viewer.role === 'owner') return sql<boolean>`true`;
  const isNamed = sql`exists (select from scope_people sp where sp.scope_id = s.id and sp.person_id = ${viewer.personId})`;
  const isTheirs = viewer.role === 'owner' ? TRUE : isOwnOrOfTeams(viewer, isOwn);
  return sql<boolean>`(case when s.is_private then ${isNamed} else ${isTheirs} end)`;
}

function isAssigned({ personId }: Viewer): Fragment {
  return sql`coalesce(p.assignee_id = ${personId}, false)`;
}

function isOwnOrOfTeams(viewer: Viewer, isOwn: Fragment): Fragment {
  if (viewer.role === 'member') return isOwn;
  return sql`coalesce(p.team_id = any(${[...viewer.teamIds]}), false) or ${isOwn}`;
}

/**
 * The same as `maySee`, for rows that are asked for and not only told apart: said so that they are found by an index, by team, assignee or
 * scope, and the others are never read. Not beside ids: those find their rows by themselves.
 */
export function onlySeen(viewer: Viewer): RawBuilder<boolean> {
  return viewer.role === 'owner' ? maySee(viewer) : sql<boolean>`${mayBeSeen(viewer)} and ${maySee(viewer)}`;
}

/** What an index finds of it, by the period alone: everything they may see, and what turns out to be private. */
export function mayBeSeen(viewer: Viewer): RawBuilder<boolean> {
  const isNamed = sql`p.scope_id = any(array(select sp.scope_id from scope_people sp where sp.person_id = ${viewer.personId}))`;
  const isOwn = sql`p.assignee_id = ${viewer.personId}`;
  const isOfTeams = viewer.role === 'member' ? sql`` : sql`p.team_id = any(${[...viewer.teamIds]}) or`;
  return sql<boolean>`(${isOfTeams} ${isOwn} or ${isNamed})`;
}

/** Rows of `alias` in force at the moment. */
export function inForce(alias: string, moment: Moment): Fragment {
  const row = (column: string) => sql.ref(`${alias}.${column}`);
  if (moment.isNow) return sql`${row('valid_to')} is null`;
  return sql`(${row('valid_from')} <= ${moment.at} and (${row('valid_to')} is null or ${row('valid_to')} > ${moment.at}))`;
}

/** A week counts each countable task that is live, or was finished in it. */
function isCounted(moment: Moment): Fragment {
  return sql`(p.is_countable and (p.is_live or p.finished_at >= ${moment.weekStart}))`;
}

/**
 * Everything judged at the moment: period `p`, flag `f`, scope `s`, and of the task `t` its id, tool and age. Now is read from one narrow
 * table that the database keeps for it; the past from the periods themselves.
 *
 * @param withTask Also the task as a whole, wide with its text and what the tool said, and as `w` the words of its flag: whoever only
 *   counts leaves them out, see `readsTask`.
 */
export function fromJudged(moment: Moment, withTask = true): Fragment {
  return moment.isNow ? fromJudgedNow(moment, withTask) : fromJudgedThen(moment, withTask);
}

function fromJudgedNow(moment: Moment, withTask: boolean): Fragment {
  return sql`
    from judged_tasks p
    cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f
    ${
      withTask
        ? sql`join tasks t on t.id = p.task_id left join flags w on w.task_id = p.task_id and w.valid_to is null`
        : sql`cross join lateral (select p.task_id as id, p.tool, p.tool_created_at) t`
    }
    left join scopes s on s.id = p.scope_id
    where (p.is_live or p.finished_at >= ${moment.weekStart})`;
}

function fromJudgedThen(moment: Moment, withTask: boolean): Fragment {
  return sql`
    from task_periods p
    join flags f on f.task_id = p.task_id and ${inForce('f', moment)}
    ${withTask ? sql`join tasks t on t.id = p.task_id cross join lateral (select f.reason, f.tried) w` : sql``}
    left join scopes s on s.id = p.scope_id
    where ${inForce('p', moment)} and ${isCounted(moment)}`;
}

/** Every known task, judged or not: containers and finished ones too. */
export function fromKnown(moment: Moment): Fragment {
  return sql`
    from tasks t
    left join task_periods p on p.task_id = t.id and ${inForce('p', moment)}
    left join flags f on f.task_id = t.id and ${inForce('f', moment)}
    cross join lateral (select f.reason, f.tried) w
    left join scopes s on s.id = t.scope_id
    where true`;
}

/** Whether `matches` looks at more of the task than `fromJudged` gives without it. */
export function readsTask(filter: TaskFilter, moment: Moment): boolean {
  if (moment.isNow) return filter.search !== undefined;
  return [filter.tool, filter.minAgeDays, filter.maxAgeDays, filter.search].some((part) => part !== undefined);
}

export function matches(filter: TaskFilter, moment: Moment): Fragment {
  const parts: Fragment[] = [
    filter.states ? sql`f.state = any(${[...filter.states]})` : TRUE,
    ...(filter.nextAction ? [sql`f.next_action = ${filter.nextAction}`] : []),
    filter.teamId === undefined
      ? TRUE
      : filter.teamId === null
        ? sql`p.team_id is null`
        : sql`p.team_id = ${filter.teamId}`,
    filter.teamIds ? sql`p.team_id = any(${[...filter.teamIds]})` : TRUE,
    filter.tool ? sql`t.tool = ${filter.tool}` : TRUE,
    filter.scopeId ? sql`p.scope_id = ${filter.scopeId}` : TRUE,
    filter.goalIds ? sql`f.goal_ids && ${[...filter.goalIds]}::text[]` : TRUE,
    ...(filter.states && filter.changedSince ? [wasInNoneOf(filter.states, filter.changedSince)] : []),
    ...(filter.themeId
      ? [sql`p.task_id in (select x.task_id from theme_tasks x where x.theme_id = ${filter.themeId})`]
      : []),
    filter.minAgeDays === undefined ? TRUE : sql`t.tool_created_at <= ${daysBefore(moment, filter.minAgeDays)}`,
    filter.maxAgeDays === undefined ? TRUE : sql`t.tool_created_at > ${daysBefore(moment, filter.maxAgeDays + 1)}`,
    filter.minEstimate === undefined ? TRUE : sql`p.estimate >= ${filter.minEstimate}`,
    filter.maxEstimate === undefined ? TRUE : sql`p.estimate <= ${filter.maxEstimate}`,
    filter.search ? matchesSearch(filter.search) : TRUE,
  ];
  return sql.join(parts, sql` and `);
}

/** A flag that has stood since before then was the same then: only the younger ones are looked up. */
function wasInNoneOf(states: readonly FlagState[], at: Date): Fragment {
  return sql`(f.valid_from > ${at} and not exists (
    select from flags was where was.task_id = f.task_id and was.state = any(${[...states]})
      and was.valid_from <= ${at} and (was.valid_to is null or was.valid_to > ${at})))`;
}

/** A key, a tool's own id, a pasted URL (with or without what follows the task in it), or words of the title in any order. */
function matchesSearch(search: string): Fragment {
  const text = search.trim();
  const inUrl = keyInUrl(text);
  const words = text.split(/\s+/).filter(Boolean);
  const title = sql.join(
    words.map((word) => sql`t.title ilike ${`%${escapeLike(word)}%`}`),
    sql` and `,
  );
  if (inUrl) return sql`(t.url = ${text} or lower(t.key) = any(${inUrl}) or t.external_id = any(${inUrl}))`;
  return sql`(lower(t.key) = ${text.toLowerCase()} or t.external_id = ${text} or t.id = ${text} or (${title}))`;
}

/** What in a pasted URL may be a key or an id: its last path parts, and the task Jira's boards name in the query. */
function keyInUrl(text: string): string[] | null {
  if (!/^https?:\/\//i.test(text)) return null;
  try {
    const url = new URL(text);
    const parts = url.pathname.split('/').filter((part) => part.length > 2);
    return [url.searchParams.get('selectedIssue') ?? '', ...parts].filter(Boolean).map((part) => part.toLowerCase());
  } catch {
    return null;
  }
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, (char) => `\\${char}`);
}

function daysBefore(moment: Moment, days: number): Date {
  return new Date(moment.at.getTime() - days * 86_400_000);
}

/**
 * What a row of `j` weighs: 1; its estimate ÷ the median of its scope (`m.median`), 1 where it has none; its active days.
 */
export function weightOf(weight: Weight): RawBuilder<number> {
  if (weight === 'count') return sql<number>`1::double precision`;
  if (weight === 'active-days') return sql<number>`coalesce(j.active_days, 0)`;
  return sql<number>`(case when j.estimate >= 0 and m.median > 0 then j.estimate / m.median else 1 end)`;
}

/** The weights of all rows of `j`. Fractions are summed as decimals: sums of floats depend on the order rows come in, and a past week's do not. */
export function sumOfWeights(weight: Weight): RawBuilder<number> {
  if (weight === 'estimate') return sql<number>`sum(${weightOf(weight)}::numeric)::double precision`;
  return sql<number>`sum(${weightOf(weight)})`;
}

/** Whether the weight rests on something the tool said. */
export function isWeighed(weight: Weight): RawBuilder<boolean> {
  if (weight === 'count') return sql<boolean>`true`;
  if (weight === 'active-days') return sql<boolean>`(j.active_days is not null)`;
  return sql<boolean>`(coalesce(j.estimate >= 0, false) and coalesce(m.median > 0, false))`;
}
