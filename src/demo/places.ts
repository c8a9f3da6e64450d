/** Where a task may stand: the statuses of a project, the sections or lists of a board; and the names new tasks get. */
import { jiraStatuses } from './organisation/flows.ts';
import { hasHappened } from './state.ts';
import { idOf, shortLinkOf } from './trello/ids.ts';
import type { SimScope, SimTask, SimTaskState, SimTool, World } from './world.ts';

/** Names of Jira's statuses, vendor ids of sections and lists: in the tool's order. */
export function statusesOf(scope: SimScope): readonly { readonly status: string; readonly name: string }[] {
  if (scope.tool === 'jira') {
    return jiraStatuses[scope.style ?? 'company-managed'].map(({ name }) => ({ status: name, name }));
  }
  return scope.groups.map(({ vendorId, name }) => ({ status: vendorId, name }));
}

export function hasStatus(scope: SimScope, status: string): boolean {
  return statusesOf(scope).some((each) => each.status === status);
}

export function checkStatus(scope: SimScope, status: string): void {
  if (!hasStatus(scope, status)) throw new Error(`${scope.name} has no status “${status}”`);
}

export function firstStatus(scope: SimScope, now: number): string {
  const closed = new Set(
    scope.groups.flatMap(({ vendorId, archivedAt }) => (hasHappened(archivedAt, now) ? [vendorId] : [])),
  );
  return statusesOf(scope).find(({ status }) => !closed.has(status))?.status ?? '';
}

/** In Jira the status says whether an issue is done; elsewhere that is a thing of its own. */
export function withCompletion(scope: SimScope, set: Partial<SimTaskState>): Partial<SimTaskState> {
  if (scope.tool !== 'jira' || set.status === undefined || set.completed !== undefined) return set;
  const status = jiraStatuses[scope.style ?? 'company-managed'].find(({ name }) => name === set.status);
  return { ...set, completed: status?.is === 'done' };
}

export function newNames(
  world: World,
  tool: SimTool,
  scope: SimScope,
  at: number,
): Pick<SimTask, 'id' | 'vendorId' | 'key'> {
  const id = `${tool}-${world.tasks.length + 1}-live`;
  if (tool === 'trello') {
    const vendorId = idOf(at, `card ${id}`);
    return { id, vendorId, key: shortLinkOf(vendorId) };
  }
  const numbers = world.tasks.filter((task) => task.tool === tool).map((task) => Number(task.vendorId));
  const last = numbers.reduce((most, number) => Math.max(most, number), 10_000);
  return { id, vendorId: String(last + 1), key: tool === 'jira' ? nextKey(world, scope) : null };
}

/** One more than any issue of the project ever had, moved ones too. */
export function nextKey(world: World, scope: SimScope): string {
  const prefix = `${scope.key}-`;
  let last = 0;
  const read = (key: string | null) => {
    if (key?.startsWith(prefix)) last = Math.max(last, Number(key.slice(prefix.length)));
  };
  for (const task of world.tasks) {
    if (task.tool !== scope.tool) continue;
    read(task.key);
    for (const { deed } of task.events) if (deed?.type === 'moved') read(deed.from.key);
  }
  return `${prefix}${last + 1}`;
}
