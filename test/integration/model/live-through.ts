import { isDeepStrictEqual } from 'node:util';
import type { SimFault } from '../../../src/demo/faults.ts';
import { statusesOf } from '../../../src/demo/live.ts';
import { isSeen, isThere, stateAt } from '../../../src/demo/state.ts';
import type { Edit, SimScope, SimTask, SimTaskState, SimTool } from '../../../src/demo/world.ts';
import type { Install } from './install.ts';
import type { Edited, Fault, Step } from './steps.ts';
import type { Tools } from './tools.ts';

/** Makes a history happen: to the tools, and to the install that follows them. */
export async function liveThrough(steps: readonly Step[], tools: Tools, install: Install): Promise<void> {
  for (const [at, step] of steps.entries()) {
    // Nothing happens at the very same moment as what was before it, but some of it within the same second.
    tools.pass(at % 3 === 0 ? 40_000 : 300);
    const edit = editOf(step, tools);
    if (edit) change(edit, tools);
    else await happen(step, tools, install);
  }
}

async function happen(step: Step, tools: Tools, install: Install): Promise<void> {
  switch (step.type) {
    case 'pull':
      return install.sync(step.tool, 'incremental');
    case 'census':
    case 'full':
      return install.sync(step.tool, step.type);
    case 'deliveries':
      return install.workOnDeliveries(step.tool);
    case 'stopped-pull':
      return stopAfter(step.requests, step.tool, tools, install);
    case 'fault':
      return failAfter(step.after, step, tools, install);
    case 'post':
      tools.post.verdict = step.verdict;
      return;
    case 'release':
      for (const server of tools.servers.values()) server.release();
      return;
    case 'derive':
      return install.derive();
    case 'forge':
      return forge(step, tools, install);
    case 'pass':
      tools.pass(step.minutes * 60_000);
      return;
    default:
  }
}

function change(edit: Edit, tools: Tools): void {
  const id = 'task' in edit ? edit.task : edit.scope;
  const { tool } = [...tools.world.tasks, ...tools.world.scopes].find((each) => each.id === id) as SimTask | SimScope;
  tools.servers.get(tool)?.change(edit);
}

const pick = <T>(items: readonly T[], number: number): T | undefined => items[number % items.length];

/** Null where it is nothing that people do in a tool, or where there is nothing to do it to. */
function editOf(step: Step, { world, now }: Tools): Edit | null {
  const tasks = world.tasks.filter((task) => isThere(task, now()) && isOpen(task.scopeId, world.scopes, now()));
  switch (step.type) {
    case 'edit': {
      const task = pick(tasks, step.task);
      const set = task && setOf(step.what, step.value, task, world);
      return set && isChange(set, task, now()) ? { type: 'edit', task: task.id, set } : null;
    }
    case 'create':
      return created(step, tasks, world.scopes, now());
    case 'delete': {
      const task = pick(tasks, step.task);
      return task ? { type: 'delete', task: task.id } : null;
    }
    case 'restore': {
      // Jira has no bin.
      const gone = world.tasks.filter((task) => task.deletedAt && task.tool === 'asana' && task.parentId === null);
      const task = pick(gone, step.task);
      return task && isOpen(task.scopeId, world.scopes, now()) ? { type: 'restore', task: task.id } : null;
    }
    case 'move':
      return moved(step, tasks, world.scopes, now());
    case 'join':
    case 'leave':
      return placed(step, tasks, world.scopes, now());
    case 'lose-access':
    case 'regain-access':
    case 'archive':
    case 'unarchive':
      return scopeChange(step, world.scopes, now());
    default:
      return null;
  }
}

/** Saving what stands there already is no change, in no tool. */
function isChange(set: Partial<SimTaskState>, task: SimTask, now: number): boolean {
  const before = stateAt(task, now);
  return Object.entries(set).some(([name, value]) => !isDeepStrictEqual(value, before?.[name as keyof SimTaskState]));
}

function isOpen(scopeId: string, scopes: readonly SimScope[], now: number): boolean {
  const scope = scopes.find((each) => each.id === scopeId);
  return scope !== undefined && isSeen(scope, now) && scope.archivedAt === null;
}

function created(
  step: Step & { type: 'create' },
  tasks: readonly SimTask[],
  scopes: readonly SimScope[],
  now: number,
): Edit | null {
  const scope = pick(
    scopes.filter((each) => isOpen(each.id, scopes, now)),
    step.scope,
  );
  if (!scope) return null;
  const own = tasks.filter((task) => task.scopeId === scope.id);
  const like = pick(own, step.like);
  const parent = own.find((task) => task.kind !== 'subtask' && task.parentId === null);
  const isSubtask = step.isSubtask && scope.tool !== 'trello' && parent !== undefined;
  const { title, text, labels } = like?.initial ?? { title: 'Something new', text: '', labels: [] };
  return {
    type: 'create',
    scope: scope.id,
    kind: scope.tool === 'trello' ? 'card' : isSubtask ? 'subtask' : 'task',
    parent: isSubtask ? parent.id : null,
    set: { title: `${title} again`, text, labels },
  };
}

function moved(
  step: Step & { type: 'move' },
  tasks: readonly SimTask[],
  scopes: readonly SimScope[],
  now: number,
): Edit | null {
  const task = pick(
    tasks.filter(({ parentId }) => parentId === null),
    step.task,
  );
  const others = scopes.filter(
    (each) => each.tool === task?.tool && each.id !== task.scopeId && isOpen(each.id, scopes, now),
  );
  const scope = pick(others, step.scope);
  const isThereToo = task?.alsoIn.some((also) => also.scopeId === scope?.id);
  return task && scope && !isThereToo ? { type: 'move', task: task.id, scope: scope.id } : null;
}

function placed(
  step: Step & { type: 'join' | 'leave' },
  tasks: readonly SimTask[],
  scopes: readonly SimScope[],
  now: number,
): Edit | null {
  const own = tasks.filter(({ tool, parentId }) => tool === 'asana' && parentId === null);
  if (step.type === 'leave') {
    const task = pick(
      own.filter(({ alsoIn }) => alsoIn.length > 0),
      step.task,
    );
    const scope = task && pick([task.scopeId, ...task.alsoIn.map((also) => also.scopeId)], step.scope);
    return task && scope ? { type: 'leave', task: task.id, scope } : null;
  }
  const task = pick(own, step.task);
  const places = new Set([task?.scopeId, ...(task?.alsoIn ?? []).map((also) => also.scopeId)]);
  const others = scopes.filter((each) => each.tool === 'asana' && !places.has(each.id) && isOpen(each.id, scopes, now));
  const scope = pick(others, step.scope);
  return task && scope ? { type: 'join', task: task.id, scope: scope.id } : null;
}

function scopeChange(
  { type, scope: number }: Step & { type: 'lose-access' | 'regain-access' | 'archive' | 'unarchive' },
  scopes: readonly SimScope[],
  now: number,
): Edit | null {
  const fits = {
    'lose-access': (scope: SimScope) => isSeen(scope, now),
    'regain-access': (scope: SimScope) => !isSeen(scope, now),
    archive: (scope: SimScope) => isOpen(scope.id, scopes, now),
    unarchive: (scope: SimScope) => scope.archivedAt !== null && isSeen(scope, now),
  }[type];
  const scope = pick(scopes.filter(fits), number);
  return scope ? { type, scope: scope.id } : null;
}

function setOf(what: Edited, value: number, task: SimTask, world: Tools['world']): Partial<SimTaskState> {
  const goal = pick(world.goals, value)?.key ?? 'O1';
  const person = pick(world.people, value)?.id ?? null;
  const scope = world.scopes.find((each) => each.id === task.scopeId) as SimScope;
  const sets: Record<Edited, () => Partial<SimTaskState>> = {
    title: () => ({ title: `Something else altogether ${value}` }),
    'goal-in-title': () => ({ title: `${goal} as it was agreed` }),
    status: () => ({ status: pick(statusesOf(scope), value)?.status ?? task.initial.status }),
    labels: () => ({ labels: value % 3 === 0 ? [] : value % 3 === 1 ? [goal] : ['later'] }),
    field: () => ({ fields: value % 2 === 0 ? ({} as Record<string, string>) : { OKR: goal } }),
    text: () => ({ text: value % 2 === 0 ? '' : `It is for ${goal}.` }),
    completed: () => (task.tool === 'jira' ? { title: `Done with it ${value}` } : { completed: value % 2 === 0 }),
    assignee: () => ({ assigneeId: value % 4 === 0 ? null : person }),
    due: () => ({ dueOn: value % 2 === 0 ? null : '2026-12-01' }),
  };
  return sets[what]();
}

/** How each looks on the wire. */
export const FAULTS: Readonly<Record<Fault, SimFault>> = {
  // Long enough that nobody sits it out.
  'rate-limited': { type: 'status', status: 429, headers: { 'retry-after': '120' } },
  unavailable: { type: 'status', status: 503 },
  html: { type: 'html' },
  truncated: { type: 'truncated' },
  reset: { type: 'reset' },
};

/** A pull that meets a fault: one of those that are tried again in place goes by unseen. */
async function failAfter(
  after: number,
  { tool, fault }: Step & { type: 'fault' },
  tools: Tools,
  install: Install,
): Promise<void> {
  const server = tools.servers.get(tool);
  let answered = 0;
  server?.fault(() => (answered++ === after ? FAULTS[fault] : null));
  await install.sync(tool, 'incremental');
  server?.fault(null);
}

/** A service that is told to stop in the middle of a pull. */
async function stopAfter(requests: number, tool: SimTool, tools: Tools, install: Install): Promise<void> {
  const server = tools.servers.get(tool);
  const stop = new AbortController();
  let answered = 0;
  server?.fault(() => {
    answered += 1;
    if (answered === requests) stop.abort(new Error('The service is stopping.'));
    return null;
  });
  await install.sync(tool, 'incremental', stop.signal);
  server?.fault(null);
}

/** Somebody who knows the address of a webhook and not its secret. */
async function forge({ tool, task }: Step & { type: 'forge' }, tools: Tools, install: Install): Promise<void> {
  const target = pick(
    tools.world.tasks.filter((each) => each.tool === tool),
    task,
  );
  const delivery = tools.servers.get(tool)?.deliveries.at(-1);
  if (!install.intake || !delivery || !target) return;
  const body = JSON.stringify({
    events: [{ action: 'deleted', resource: { gid: target.vendorId, resource_type: 'task' } }],
  });
  const answer = await fetch(delivery.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...delivery.headers },
    body,
  });
  if (answer.status !== 401) throw new Error(`A forged delivery was answered ${answer.status}`);
}
