import type { Viewer } from '../domain/person.ts';
import { teamsUnder } from '../store/people.ts';
import {
  type DecisionRow,
  listDecisions,
  listPending,
  listRevisitsDue,
  listWaitingFor,
} from '../store/views/task-decisions.ts';
import { safeUrl } from './list-tasks.ts';
import type { ViewDeps } from './read-alignment.ts';
import { momentOf } from './view-query.ts';

export interface DecisionsQuery {
  /** Of this task alone. */
  readonly taskId?: string | undefined;
  /** `due`: promised revisits whose day has come. `waiting`: what waits for the viewer. `pending`: what waits for anybody. */
  readonly which: 'all' | 'due' | 'waiting' | 'pending';
  /** A team's id: of what is due or waits, what is about its tasks. */
  readonly team?: string | undefined;
  /** A person's id: everything in their part of the organisation. */
  readonly manager?: string | undefined;
  /** Of what is pending: what waits for this person. */
  readonly asked?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** What people said of tasks, newest first; or what is due, the longest first. */
export async function readDecisions(deps: ViewDeps, viewer: Viewer, query: DecisionsQuery) {
  const { today } = await momentOf(deps.db, deps.now());
  if (query.which !== 'all') {
    const { items, hidden } = await listOpen(deps, viewer, today, query);
    return { items: items.slice(0, query.limit).map(toView), nextCursor: null, total: items.length, hidden };
  }
  const page = { taskId: query.taskId ?? null, cursor: query.cursor ?? null, limit: query.limit };
  const { rows, nextCursor } = await listDecisions(deps.db, viewer, today, page);
  return { items: rows.map(toView), nextCursor, total: null, hidden: 0 };
}

async function listOpen({ db }: ViewDeps, viewer: Viewer, today: string, query: DecisionsQuery) {
  const teamIds = await teamsOf(db, query);
  const of = teamIds ? { teamIds } : {};
  if (query.which === 'due') return listRevisitsDue(db, viewer, today, of);
  if (query.which === 'waiting') return { items: await listWaitingFor(db, viewer, today, of), hidden: 0 };
  return listPending(db, viewer, today, { ...of, ...(query.asked ? { askedIds: [query.asked] } : {}) });
}

async function teamsOf(db: ViewDeps['db'], { team, manager }: DecisionsQuery): Promise<string[] | null> {
  if (team) return [team];
  return manager ? teamsUnder(db, manager) : null;
}

function toView(row: DecisionRow) {
  return {
    id: row.id,
    task: { id: row.taskId, tool: row.tool, key: row.key, title: row.title, url: safeUrl(row.url) },
    says: row.says,
    because: row.because,
    by: row.byName,
    at: row.at.toISOString(),
    yieldsTo: row.yieldsTo,
    revisitOn: row.revisitOn,
    untilOn: row.untilOn,
    asked: row.askedName,
    times: row.times,
    standing: row.standing,
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
