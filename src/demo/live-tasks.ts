/** What can be done to a task, as the tools do it. */

import { befall, childrenOf, findScope, type Ground, type LiveTask, tick } from './live-ground.ts';
import { checkStatus, firstStatus, hasStatus, newNames, nextKey, withCompletion } from './places.ts';
import { stateAt } from './state.ts';
import type { Changed, Edit, SimTask, SimTaskState } from './world.ts';

type Asked<Type extends Edit['type']> = Edit & { readonly type: Type };

const blank: SimTaskState = {
  title: 'Untitled',
  text: '',
  status: '',
  labels: [],
  fields: {},
  estimate: null,
  assigneeId: null,
  dueOn: null,
  attachments: [],
  archived: false,
  completed: false,
};

export function editTask(ground: Ground, task: LiveTask, asked: Asked<'edit'>): Changed {
  const scope = findScope(ground, task.scopeId);
  if (asked.set.status !== undefined) checkStatus(scope, asked.set.status);
  return befall(ground, task, asked, withCompletion(scope, asked.set));
}

export function createTask(ground: Ground, asked: Asked<'create'>): Changed {
  const { world, tool, tasks } = ground;
  const { by = null, parent = null, kind = tool === 'trello' ? 'card' : 'task' } = asked;
  const scope = findScope(ground, asked.scope);
  const at = tick(ground, null);
  const initial = { ...blank, ...withCompletion(scope, { status: firstStatus(scope, at), ...asked.set }) };
  checkStatus(scope, initial.status);
  const task: LiveTask = {
    ...newNames(world, tool, scope, at),
    tool,
    scopeId: scope.id,
    alsoIn: [],
    kind,
    parentId: parent,
    mirrorOf: null,
    authorId: by,
    createdAt: at,
    initial,
    events: [],
  };
  (world.tasks as SimTask[]).push(task);
  tasks.set(task.id, task);
  return { type: 'create', at, by, task, scope, index: null, isStructural: true };
}

/** Sub-tasks go with their parent; other children stay without one. */
export function deleteTask(ground: Ground, task: LiveTask, asked: Pick<Edit, 'by'>): Changed[] {
  const children = childrenOf(ground, task);
  const changed = befall(ground, task, { ...asked, type: 'delete' }, {}, { type: 'deleted' });
  task.deletedAt = changed.at;
  const followed = children.flatMap((child) =>
    child.kind === 'subtask' ? deleteTask(ground, child, asked) : [reparentTask(ground, child, asked, null)],
  );
  return [changed, ...followed];
}

export function restoreTask(ground: Ground, task: LiveTask, asked: Asked<'restore'>): Changed {
  if (ground.tool !== 'asana') throw new Error(`What is deleted in ${ground.tool} stays deleted`);
  task.deletedAt = null;
  return befall(ground, task, asked, {}, { type: 'restored' });
}

export function reparentTask(ground: Ground, task: LiveTask, { by }: Pick<Edit, 'by'>, to: string | null): Changed {
  const from = task.parentId;
  task.parentId = to;
  return befall(ground, task, { type: 'reparent', by: by ?? null }, {}, { type: 'reparented', from, to });
}

export function moveTask(ground: Ground, task: LiveTask, asked: Omit<Asked<'move'>, 'task'>): Changed[] {
  const to = findScope(ground, asked.scope);
  if (to.id === task.scopeId) throw new Error(`${task.id} is in ${to.name} already`);
  const from = { scopeId: task.scopeId, key: task.key };
  const former = stateAt(task, ground.clock.now)?.status ?? '';
  const status = asked.status ?? (hasStatus(to, former) ? former : firstStatus(to, ground.clock.now));
  checkStatus(to, status);
  task.scopeId = to.id;
  task.key = ground.tool === 'jira' ? nextKey(ground.world, to) : task.key;
  const set = status === former ? {} : withCompletion(to, { status });
  const changed = befall(ground, task, asked, set, { type: 'moved', from, to: { scopeId: to.id, key: task.key } });
  const followers = childrenOf(ground, task).filter((child) => child.kind === 'subtask' && child.scopeId !== to.id);
  const { status: _, ...onward } = asked;
  return [changed, ...followers.flatMap((child) => moveTask(ground, child, onward))];
}

export function joinScope(ground: Ground, task: LiveTask, asked: Asked<'join'>): Changed {
  const scope = findScope(ground, asked.scope);
  const groupId = asked.group ?? scope.groups[0]?.vendorId ?? null;
  task.alsoIn = [...task.alsoIn, { scopeId: scope.id, groupId }];
  return { ...befall(ground, task, asked, {}, { type: 'joined', scopeId: scope.id }), scope };
}

/** Out of its first project, the next one takes its place. */
export function leaveScope(ground: Ground, task: LiveTask, asked: Asked<'leave'>): Changed {
  const scope = findScope(ground, asked.scope);
  const deed = { type: 'left', scopeId: scope.id } as const;
  if (task.scopeId !== scope.id) {
    task.alsoIn = task.alsoIn.filter((also) => also.scopeId !== scope.id);
    return { ...befall(ground, task, asked, {}, deed), scope };
  }
  const [next, ...rest] = task.alsoIn;
  if (next === undefined) throw new Error(`${task.id} is in no other project`);
  task.scopeId = next.scopeId;
  task.alsoIn = rest;
  return { ...befall(ground, task, asked, { status: next.groupId ?? '' }, deed), scope };
}
