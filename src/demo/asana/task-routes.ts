import type { FastifyRequest } from 'fastify';
import { updatedAt } from '../state.ts';
import type { SimTask } from '../world.ts';
import { type AsanaParts, fieldsOf, type Get, lister, pagingOf, type Query, single } from './answers.ts';
import { refuse, unknownObject } from './errors.ts';
import { storiesOf } from './history.ts';
import { timeOf } from './instants.ts';
import { page } from './paging.ts';
import { type AsanaRecord, render } from './render.ts';
import { scopeOf, seenScopes, taskOf } from './sight.ts';

export function addTaskRoutes(parts: AsanaParts, get: Get): void {
  const { core, directory, tasks } = parts;
  const listTasks = taskLister(parts);
  const list = lister(parts);
  get('/tasks', (_params, query, request) => {
    if (!query.project && !query.section) {
      refuse(
        400,
        'You should specify one of the following parameters: project, tag, section, user_task_list, or assignee and workspace',
      );
    }
    return listTasks(query.project ? inProject(query.project) : inSection(query.section ?? ''), query, request);
  });
  get('/projects/:gid/tasks', ({ gid }, query, request) => listTasks(inProject(gid ?? ''), query, request));
  get('/sections/:gid/tasks', ({ gid }, query, request) => listTasks(inSection(gid ?? ''), query, request));
  get('/tasks/:gid', ({ gid }, query, request) => {
    core.countTasks(request, 1);
    return single(tasks.recordAt(taskOf(gid, parts), core.clock.now), query);
  });
  get('/tasks/:gid/subtasks', ({ gid }, query, request) =>
    listTasks(tasks.childrenOf(taskOf(gid, parts).id, core.clock.now), query, request),
  );
  get('/tasks/:gid/stories', ({ gid }, query, request) =>
    list(storiesOf(taskOf(gid, parts), core.clock.now, directory), query, request),
  );

  function inProject(gid: string): readonly SimTask[] {
    return tasks.ofScope(scopeOf(gid, parts).id, core.clock.now);
  }
  function inSection(gid: string): readonly SimTask[] {
    const scope = seenScopes(parts).find((each) => each.groups.some((group) => group.vendorId === gid));
    if (!scope) return unknownObject('section', gid);
    return tasks.ofScope(scope.id, core.clock.now).filter((task) => {
      const memberships = tasks.recordAt(task, core.clock.now).memberships as { section: AsanaRecord | null }[];
      return memberships.some(({ section }) => section?.gid === gid);
    });
  }
}

function taskLister({ core, tasks, offsetLifeMs }: AsanaParts) {
  return (found: readonly SimTask[], query: Query, request: FastifyRequest) => {
    const now = core.clock.now;
    const kept = keepRecent(found, query, now);
    const { items, nextPage } = page(kept, (task) => task.vendorId, query, pagingOf(request, offsetLifeMs));
    core.countTasks(request, items.length);
    const fields = fieldsOf(query);
    const data = items.map((task) => render(tasks.recordAt(task, now), fields, 'list'));
    return nextPage === undefined ? { data } : { data, next_page: nextPage };
  };

  function keepRecent(found: readonly SimTask[], query: Query, now: number): readonly SimTask[] {
    const modifiedSince = timeOf(query.modified_since, 'modified_since');
    const completedSince = timeOf(query.completed_since, 'completed_since', now);
    return found
      .filter((task) => modifiedSince === null || updatedAt(task, now) >= modifiedSince)
      .filter((task) => {
        if (completedSince === null) return true;
        const at = tasks.recordAt(task, now).completed_at;
        return typeof at !== 'string' || Date.parse(at) >= completedSince;
      });
  }
}
