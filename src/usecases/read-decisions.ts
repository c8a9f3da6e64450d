import type { Viewer } from '../domain/person.ts';
import { type DecisionRow, listDecisions, listRevisitsDue, listWaitingFor } from '../store/views/task-decisions.ts';
import { safeUrl } from './list-tasks.ts';
import type { ViewDeps } from './read-alignment.ts';
import { momentOf } from './view-query.ts';

export interface DecisionsQuery {
  /** Of this task alone. */
  readonly taskId?: string | undefined;
  /** `due`: promised revisits whose day has come. `waiting`: what waits for the viewer. */
  readonly which: 'all' | 'due' | 'waiting';
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** What people said of tasks, newest first; or what is due, the longest first. */
export async function readDecisions(deps: ViewDeps, viewer: Viewer, query: DecisionsQuery) {
  const { today } = await momentOf(deps.db, deps.now());
  if (query.which === 'due') {
    const { items, hidden } = await listRevisitsDue(deps.db, viewer, today);
    return { items: items.slice(0, query.limit).map(toView), nextCursor: null, total: items.length, hidden };
  }
  if (query.which === 'waiting') {
    const items = await listWaitingFor(deps.db, viewer, today);
    return { items: items.slice(0, query.limit).map(toView), nextCursor: null, total: items.length, hidden: 0 };
  }
  const page = { taskId: query.taskId ?? null, cursor: query.cursor ?? null, limit: query.limit };
  const { rows, nextCursor } = await listDecisions(deps.db, viewer, today, page);
  return { items: rows.map(toView), nextCursor, total: null, hidden: 0 };
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
