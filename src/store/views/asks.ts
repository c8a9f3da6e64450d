import { type RawBuilder, sql } from 'kysely';
import type { Evidence } from '../../domain/evidence.ts';
import type { Verdict } from '../../domain/link.ts';
import type { AskReason } from '../../domain/linking/asking.ts';
import type { Viewer } from '../../domain/person.ts';
import { nearestGoal } from '../asks.ts';
import type { Database } from '../database.ts';
import { fromJudged, inForce, type Moment, onlySeen } from './judged.ts';
import { BadCursorError, listTaskRows, type TaskListRow } from './tasks.ts';

/** As much of a task's text as is shown beside a question. */
const TEXT_CHARACTERS_MAX = 2_000;

interface Asked {
  readonly taskId: string;
  /** Among the questions that wait for this viewer, from 1. */
  readonly place: number;
  readonly settles: number;
  /** Does the task serve that goal? null: its sources contradict each other, which one is meant? */
  readonly about: { readonly goalId: string; readonly likelihood: number; readonly why: AskReason } | null;
}

export interface AskRow extends Asked {
  readonly task: TaskListRow;
  readonly text: string;
}

export interface AskPage {
  readonly rows: readonly AskRow[];
  /** How many questions wait for this viewer. */
  readonly total: number;
  readonly nextCursor: string | null;
}

export interface AskFilter {
  /** Goals that work counts for today. */
  readonly openGoalIds: readonly string[];
  /** Only those whose goal is at least so likely, 0 to 1; contradictions are none of them. null: all. */
  readonly minLikelihood: number | null;
}

interface Row {
  readonly taskId: string;
  readonly place: number;
  readonly goalId: string | null;
  readonly likelihood: number | null;
  readonly why: AskReason | null;
  readonly settles: number;
}

/**
 * One page of the questions that wait for this viewer: first what their sources contradict each other about, then the others in their
 * order. What was decided since they were put in order is asked no more, and asked again once it is taken back: a question stands while
 * its task hangs on nothing and comes nearest to the same goal.
 */
export async function listAsks(
  db: Database,
  viewer: Viewer,
  moment: Moment,
  page: AskFilter & { readonly cursor: string | null; readonly limit: number },
): Promise<AskPage> {
  const after = page.cursor === null ? null : decodeCursor(page.cursor);
  const past = after
    ? sql`where (part, at, "taskId") > (${after.part}::int, ${after.at}::float8, ${after.taskId}::text)`
    : sql``;
  const { rows } = await sql<{ total: number; part: number | null; at: number } & Row>`
    with waiting as materialized (${waitingFor(viewer, moment, page)})
    select c.total, w.* from (select count(*) as total from waiting) c
    left join lateral (select * from waiting ${past} order by place limit ${page.limit + 1}) w on true
    order by w.place`.execute(db);
  const asked = rows.filter(({ part }) => part !== null).slice(0, page.limit);
  const last = asked.at(-1);
  return {
    rows: await withTasks(db, viewer, moment, asked),
    total: rows[0]?.total ?? 0,
    nextCursor: rows.length > page.limit && last?.part != null ? encodeCursor(last.part, last.at, last.taskId) : null,
  };
}

export interface LikelyAsk {
  readonly id: string;
  readonly key: string | null;
  readonly title: string;
  readonly goalId: string;
}

/** The first of the questions whose goal is likely enough, for one yes to all of them. */
export async function listLikelyAsks(
  db: Database,
  viewer: Viewer,
  moment: Moment,
  filter: AskFilter & { readonly minLikelihood: number; readonly countMax: number },
): Promise<LikelyAsk[]> {
  const { rows } = await sql<LikelyAsk>`
    with waiting as materialized (${waitingFor(viewer, moment, filter)})
    select t.id, t.key, t.title, w."goalId" from waiting w join tasks t on t.id = w."taskId"
    order by w.place limit ${filter.countMax}`.execute(db);
  return rows;
}

async function withTasks(db: Database, viewer: Viewer, moment: Moment, asked: readonly Row[]): Promise<AskRow[]> {
  const ids = asked.map(({ taskId }) => taskId);
  const tasks = await listTaskRows(db, viewer, ids, moment);
  const texts = await readTexts(db, [...tasks.keys()]);
  return asked.flatMap(({ taskId, place, settles, goalId, likelihood, why }) => {
    const task = tasks.get(taskId);
    const about = goalId !== null && likelihood !== null && why !== null ? { goalId, likelihood, why } : null;
    return task ? [{ taskId, place, settles, about, task, text: texts.get(taskId) ?? '' }] : [];
  });
}

async function readTexts(db: Database, taskIds: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; text: string }>`
    select id, left(body, ${TEXT_CHARACTERS_MAX}) as text from tasks where id = any(${[...taskIds]})`.execute(db);
  return new Map(rows.map(({ id, text }) => [id, text]));
}

/** `part` and `at` give the order: those that count as unaligned meanwhile come before those that hang on one of their goals. */
function waitingFor(viewer: Viewer, moment: Moment, filter: AskFilter): RawBuilder<unknown> {
  const { openGoalIds, minLikelihood } = filter;
  const isLikely = minLikelihood === null ? sql`true` : sql`near.likelihood >= ${minLikelihood}`;
  const contradictions = sql`
    select p.task_id as "taskId", case when f.state = 'aligned' then 1 else 0 end as part,
      extract(epoch from f.valid_from)::float8 as at, null::text as "goalId", null::float8 as likelihood,
      null::text as why, 0 as settles
    ${fromJudged(moment, false)} and f.next_action = 'choose-goal' and ${onlySeen(viewer)}
    union all`;
  return sql`
    select w.*, row_number() over (order by part, at, "taskId") as place from (
      ${minLikelihood === null ? contradictions : sql``}
      select a.task_id as "taskId", 2 as part, a.rank::float8 as at, a.goal_id as "goalId", near.likelihood, a.why, a.settles
      from review_asks a
      join (
        select p.task_id ${fromJudged(moment, false)} and f.state in ('no-why', 'suggested')
          and f.next_action <> 'choose-goal' and p.is_live and ${onlySeen(viewer)}
          and p.task_id in (select task_id from review_asks)
      ) j on j.task_id = a.task_id
      join flags f on f.task_id = a.task_id and ${inForce('f', moment)}
      join lateral ${nearestGoal(openGoalIds)} near on near.goal_id = a.goal_id and ${isLikely}
    ) w`;
}

export interface AskedLink {
  readonly taskId: string;
  readonly goalId: string;
  readonly verdict: Verdict;
  readonly likelihood: number;
  readonly evidence: readonly Evidence[];
}

/** The links of these tasks as they stand, by task; whoever asks has looked whether the viewer may see the tasks. */
export async function listAskedLinks(db: Database, taskIds: readonly string[]): Promise<Map<string, AskedLink[]>> {
  if (taskIds.length === 0) return new Map();
  const { rows } = await sql<AskedLink>`
    select l.task_id as "taskId", l.goal_id as "goalId", l.verdict, l.likelihood, l.evidence
    from links l where l.task_id = any(${[...taskIds]}) and l.valid_to is null
    order by l.task_id, l.likelihood desc, l.goal_id`.execute(db);
  return Map.groupBy(rows, ({ taskId }) => taskId);
}

function encodeCursor(part: number, at: number, taskId: string): string {
  return Buffer.from(JSON.stringify([part, at, taskId])).toString('base64url');
}

function decodeCursor(cursor: string): { part: number; at: number; taskId: string } {
  try {
    const [part, at, taskId] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const isPart = part === 0 || part === 1 || part === 2;
    if (isPart && Number.isFinite(at) && typeof taskId === 'string' && !taskId.includes('\0'))
      return { part, at: at as number, taskId };
  } catch {
    // Whatever it was, it was not made here.
  }
  throw new BadCursorError();
}
