import { sql } from 'kysely';
import type { Viewer } from '../../domain/person.ts';
import type { Database } from '../database.ts';
import { fromJudged, type Moment, onlySeen } from './judged.ts';

export interface FinishedRow {
  readonly key: string | null;
  readonly title: string;
  readonly team: string | null;
  readonly by: string | null;
  readonly goalIds: readonly string[];
}

/** A stretch of time, its end not in it. */
export interface Span {
  readonly from: Date;
  readonly until: Date;
}

function finishedIn({ from, until }: Span, viewer: Viewer) {
  return sql`f.state = 'aligned' and not p.is_live and p.finished_at >= ${from} and p.finished_at < ${until} and ${onlySeen(viewer)}`;
}

/** Tasks that serve a goal and were finished in this time, as is known at the moment; largest first, of those the viewer may see. */
export async function listFinished(
  db: Database,
  viewer: Viewer,
  moment: Moment,
  span: Span,
  limit: number,
): Promise<FinishedRow[]> {
  const { rows } = await sql<FinishedRow>`
    select t.key, t.title, (select name from teams where id = p.team_id) as team,
      (select name from people where id = p.assignee_id) as by, f.goal_ids as "goalIds"
    ${fromJudged({ ...moment, weekStart: span.from })} and ${finishedIn(span, viewer)}
    order by coalesce(p.estimate, 0) desc, t.id limit ${limit}`.execute(db);
  return rows;
}

/** How many of them there are, by team. */
export async function countFinished(
  db: Database,
  viewer: Viewer,
  moment: Moment,
  span: Span,
): Promise<Map<string | null, number>> {
  const { rows } = await sql<{ team: string | null; count: number }>`
    select (select name from teams where id = j.team_id) as team, count(*) as count
    from (select p.team_id ${fromJudged({ ...moment, weekStart: span.from }, false)} and ${finishedIn(span, viewer)}) j
    group by j.team_id order by 1`.execute(db);
  return new Map(rows.map(({ team, count }) => [team, count]));
}
