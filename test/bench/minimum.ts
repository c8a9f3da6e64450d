/** The fewest requests that can read a simulated organisation in full, counted from the world itself and not from what we asked. */
import type { SimScope, SimTask, SimTool, World } from '../../src/demo/world.ts';

export interface Minimum {
  readonly tool: SimTool;
  readonly requests: number;
  /** How the figure comes about. */
  readonly because: string;
}

/**
 * By the vendors' published page sizes: Jira ceil(N/100) searched + ceil(N/1000) histories + fields + ceil(P/100) projects; Asana
 * ceil(n/100) a project + one for each task with subtasks + its goals' pages + one for each goal; Trello one a board +
 * ceil(cards/1000), and nothing for its history. Only scopes that are not archived are read.
 *
 * @param asanaGoals How many goals Asana itself holds: a part of the organisation's.
 */
export function minimumRequests(world: World, asanaGoals: number): Minimum[] {
  const tasks = world.tasks.filter((task) => task.createdAt <= world.endsAt);
  const scopes = world.scopes.filter((scope) => scope.archivedAt === null || scope.archivedAt > world.endsAt);
  return [
    jira(of('jira', scopes, tasks)),
    asana(of('asana', scopes, tasks), asanaGoals),
    trello(of('trello', scopes, tasks)),
  ];
}

interface Share {
  readonly scopes: readonly SimScope[];
  readonly tasks: readonly SimTask[];
}

function of(tool: SimTool, scopes: readonly SimScope[], tasks: readonly SimTask[]): Share {
  const own = scopes.filter((scope) => scope.tool === tool);
  const ids = new Set(own.map((scope) => scope.id));
  return { scopes: own, tasks: tasks.filter((task) => ids.has(task.scopeId)) };
}

function jira({ scopes, tasks }: Share): Minimum {
  const [pages, histories, projects] = [
    pagesOf(tasks.length, 100),
    pagesOf(tasks.length, 1000),
    pagesOf(scopes.length, 100),
  ];
  return {
    tool: 'jira',
    requests: pages + histories + 1 + projects,
    because: `${pages} pages of 100 + ${histories} of 1,000 histories + 1 of fields + ${projects} of projects`,
  };
}

function asana({ scopes, tasks }: Share, goals: number): Minimum {
  const listed = (scope: SimScope) =>
    tasks.filter(
      (task) =>
        task.parentId === null && (task.scopeId === scope.id || task.alsoIn.some((also) => also.scopeId === scope.id)),
    );
  const pages = sum(scopes.map((scope) => Math.max(1, pagesOf(listed(scope).length, 100))));
  const parents = new Set(tasks.flatMap((task) => (task.parentId === null ? [] : [task.parentId]))).size;
  return {
    tool: 'asana',
    requests: pages + parents + pagesOf(goals, 100) + goals,
    because: `${pages} pages of 100 + ${parents} tasks with subtasks + ${pagesOf(goals, 100)} of goals + ${goals} goals`,
  };
}

function trello({ scopes, tasks }: Share): Minimum {
  const cards = sum(
    scopes.map((scope) => Math.max(1, pagesOf(tasks.filter((task) => task.scopeId === scope.id).length, 1000))),
  );
  return {
    tool: 'trello',
    requests: cards + scopes.length,
    because: `${cards} pages of 1,000 cards + ${scopes.length} boards`,
  };
}

function pagesOf(records: number, size: number): number {
  return Math.ceil(records / size);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
