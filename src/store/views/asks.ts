import { type RawBuilder, sql } from 'kysely';
import type { AskReason } from '../../domain/linking/asking.ts';
import type { Viewer } from '../../domain/person.ts';
import { nearestGoal } from '../asks.ts';
import type { Database } from '../database.ts';
import { fromJudged, type Moment, maySee } from './judged.ts';
import { BadCursorError, listTaskRows, type TaskListRow } from './tasks.ts';

interface Waiting {
  readonly taskId: string;
  readonly goalId: string;
  /** As it stands now, 0 to 1. */
  readonly likelihood: number;
  readonly why: AskReason;
  readonly settles: number;
  /** Among the questions that wait for this viewer, from 1. */
  readonly place: number;
}

export interface AskRow extends Waiting {
  readonly task: TaskListRow;
}

export interface AskPage {
  readonly rows: readonly AskRow[];
  /** How many questions wait for this viewer. */
  readonly total: number;
  readonly nextCursor: string | null;
}

/**
 * One page of the questions that wait for this viewer, in their order. What was decided since they were put in order is asked no more, and
 * asked again once it is taken back: a question stands while its task hangs on nothing and comes nearest to the same goal.
 */
export async function listAsks(
  db: Database,
  viewer: Viewer,
  moment: Moment,
  page: { readonly cursor: string | null; readonly limit: number; readonly openGoalIds: readonly string[] },
): Promise<AskPage> {
  const after = page.cursor === null ? 0 : decodeCursor(page.cursor);
  const { rows } = await sql<{ total: number; rank: number | null } & Waiting>`
    with waiting as materialized (${waitingFor(viewer, moment, page.openGoalIds)})
    select c.total, w.* from (select count(*) as total from waiting) c
    left join lateral (select * from waiting where rank > ${after} order by rank limit ${page.limit + 1}) w on true
    order by w.rank`.execute(db);
  const asked = rows.filter(({ rank }) => rank !== null).slice(0, page.limit);
  const tasks = await listTaskRows(
    db,
    viewer,
    asked.map(({ taskId }) => taskId),
    moment,
  );
  return {
    rows: asked.flatMap(({ total: _total, rank: _rank, ...one }) => {
      const task = tasks.get(one.taskId);
      return task ? [{ ...one, task }] : [];
    }),
    total: rows[0]?.total ?? 0,
    nextCursor: rows.length > page.limit ? encodeCursor(asked.at(-1)?.rank ?? 0) : null,
  };
}

function waitingFor(viewer: Viewer, moment: Moment, openGoalIds: readonly string[]): RawBuilder<unknown> {
  return sql`
    select a.task_id as "taskId", a.goal_id as "goalId", a.rank, a.why, a.settles, near.likelihood,
      row_number() over (order by a.rank) as place
    from review_asks a
    join (
      select f.task_id, f.tried ${fromJudged(moment, false)} and f.state in ('no-why', 'suggested') and p.is_live
        and ${maySee(viewer)} and p.task_id in (select task_id from review_asks)
    ) f on f.task_id = a.task_id
    join lateral ${nearestGoal(openGoalIds)} near on near.goal_id = a.goal_id`;
}

function encodeCursor(rank: number): string {
  return Buffer.from(String(rank)).toString('base64url');
}

function decodeCursor(cursor: string): number {
  const rank = Number(Buffer.from(cursor, 'base64url').toString() || Number.NaN);
  // The rank is an integer of the database.
  if (!Number.isInteger(rank) || rank < 0 || rank > 2_147_483_647) throw new BadCursorError();
  return rank;
}
