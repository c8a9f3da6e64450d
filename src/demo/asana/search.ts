/** `GET /workspaces/{gid}/tasks/search`: only for paid plans, no pages, and behind by as long as its index takes. */
import { updatedAt } from '../state.ts';
import type { SimTask } from '../world.ts';
import { type AsanaParts, checkWorkspace, fieldsOf, type Get, type Query } from './answers.ts';
import { refuse } from './errors.ts';
import { timeOf } from './instants.ts';
import { render } from './render.ts';

const foundMax = 100;

export interface SearchOptions {
  readonly isPremium: boolean;
  /** How long a change stays unseen by the search (Asana: "may take 10 to 60 seconds"). */
  readonly searchLagMs: number;
}

export function addSearchRoute(parts: AsanaParts, get: Get, options: SearchOptions): void {
  const { core, directory, tasks } = parts;
  get('/workspaces/:gid/tasks/search', ({ gid }, query, request) => {
    checkWorkspace(gid, directory);
    if (!options.isPremium) refuse(402, 'Search is only available to premium users.');
    const limit = query.limit === undefined ? 20 : Number(query.limit);
    if (!Number.isInteger(limit) || limit < 1 || limit > foundMax) {
      refuse(400, 'limit: Must be between 1 and 100 (inclusive)');
    }
    const now = core.clock.now;
    const indexedAt = now - options.searchLagMs;
    const scopes = directory.scopes.filter(({ vendorId }) => isAmong(vendorId, query['projects.any']));
    const found = [...new Set(scopes.flatMap((scope) => tasks.ofScope(scope.id, now)))]
      .filter((task) => task.createdAt <= indexedAt)
      .filter(isWanted(query, indexedAt))
      .sort(orderOf(query, indexedAt))
      .slice(0, limit);
    core.countTasks(request, found.length);
    return { data: found.map((task) => render(tasks.recordAt(task, now), fieldsOf(query), 'list')) };
  });
}

function isAmong(gid: string, list: string | undefined): boolean {
  return list === undefined || list.split(',').includes(gid);
}

function isWanted(query: Query, indexedAt: number): (task: SimTask) => boolean {
  const createdAfter = timeOf(query['created_at.after'], 'created_at.after') ?? Number.NEGATIVE_INFINITY;
  const createdBefore = timeOf(query['created_at.before'], 'created_at.before') ?? Number.POSITIVE_INFINITY;
  const modifiedAfter = timeOf(query['modified_at.after'], 'modified_at.after') ?? Number.NEGATIVE_INFINITY;
  return (task) =>
    task.createdAt > createdAfter && task.createdAt < createdBefore && updatedAt(task, indexedAt) > modifiedAfter;
}

function orderOf(query: Query, indexedAt: number): (one: SimTask, other: SimTask) => number {
  const at =
    query.sort_by === 'created_at' ? (task: SimTask) => task.createdAt : (task: SimTask) => updatedAt(task, indexedAt);
  const direction = query.sort_ascending === 'true' ? 1 : -1;
  return (one, other) => direction * (at(one) - at(other)) || (one.vendorId < other.vendorId ? -1 : 1);
}
