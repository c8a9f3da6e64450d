/**
 * Changes to a running world, as people make them in the tools. A change is one more event of a task, at the server's clock: change
 * logs, actions, stories and `updated` follow from it. The one place that writes into a `World`.
 */
import { jiraStatuses } from './organisation/flows.ts';
import { eventsUntil, forgetState, hasHappened, isThere, stateAt, updatedAt } from './state.ts';
import { idOf, shortLinkOf } from './trello/ids.ts';
import type { SimDeed, SimEvent, SimScope, SimTask, SimTaskState, SimTool, World } from './world.ts';

interface By {
  /** A person's id; absent or null: nobody known. */
  readonly by?: string | null;
}

/** `task` and `scope` are ids of the world (`SimTask.id`, `SimScope.id`), never the tool's. */
export type Edit = By &
  (
    | { readonly type: 'edit'; readonly task: string; readonly set: Partial<SimTaskState> }
    | {
        readonly type: 'create';
        readonly scope: string;
        readonly kind?: SimTask['kind'];
        readonly parent?: string | null;
        readonly set: Partial<SimTaskState>;
      }
    /** Its sub-tasks go with it; other children lose their parent. */
    | { readonly type: 'delete'; readonly task: string }
    | { readonly type: 'restore'; readonly task: string }
    /** Sub-tasks follow. `status` unless the old one exists there too: the first. */
    | { readonly type: 'move'; readonly task: string; readonly scope: string; readonly status?: string }
    /** Asana: into one more project, or out of one. */
    | { readonly type: 'join'; readonly task: string; readonly scope: string; readonly group?: string | null }
    | { readonly type: 'leave'; readonly task: string; readonly scope: string }
    | { readonly type: 'reparent'; readonly task: string; readonly parent: string | null }
    | {
        readonly type: 'archive' | 'unarchive' | 'lose-access' | 'regain-access' | 'delete-scope';
        readonly scope: string;
      }
  );

/** One thing that happened; a change may bring several: a sub-task goes with its parent. */
export interface Changed {
  readonly type: Edit['type'];
  readonly at: number;
  readonly by: string | null;
  /** Null where a whole scope changed. */
  readonly task: SimTask | null;
  readonly scope: SimScope;
  /** Position of its event in `task.events`; null for a task just made and for scopes. */
  readonly index: number | null;
  /** Tasks, their places or scopes came, went or moved: what was put together from lists of them must be put together again. */
  readonly isStructural: boolean;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };
type LiveTask = Writable<SimTask> & { events: SimEvent[]; alsoIn: SimTask['alsoIn'][number][] };

export interface Live {
  /** @returns What was asked for first, then what it brought with it. */
  change(edit: Edit): readonly [Changed, ...Changed[]];
}

export function makeLive(world: World, tool: SimTool, clock: { now: number }): Live {
  let latest = Number.NEGATIVE_INFINITY;
  const tasks = new Map(world.tasks.filter((task) => task.tool === tool).map((task) => [task.id, task as LiveTask]));
  const scopes = new Map(world.scopes.filter((scope) => scope.tool === tool).map((scope) => [scope.id, scope]));
  const taskOf = (id: string, isDeleted = false): LiveTask => {
    const task = tasks.get(id);
    if (task === undefined || task.createdAt > clock.now) throw new Error(`${tool} has no task ${id}`);
    if (isDeleted !== hasHappened(task.deletedAt, clock.now))
      throw new Error(`${id} is ${isDeleted ? 'not ' : ''}deleted`);
    return task;
  };
  const scopeOf = (id: string): SimScope => {
    const scope = scopes.get(id);
    if (scope === undefined) throw new Error(`${tool} has no scope ${id}`);
    return scope;
  };
  /** Later than anything before, even within one millisecond. */
  const tick = (task: SimTask | null): number => {
    latest = Math.max(clock.now, latest + 1, task === null ? 0 : updatedAt(task, clock.now) + 1);
    if (latest > clock.now) clock.now = latest;
    return latest;
  };
  const befall = (task: LiveTask, edit: Edit, set: Partial<SimTaskState>, deed: SimDeed | null): Changed => {
    const at = tick(task);
    const by = edit.by ?? null;
    const index = eventsUntil(task, at);
    task.events = task.events.toSpliced(index, 0, { at, by, set, ...(deed === null ? {} : { deed }) });
    forgetState(task);
    return { type: edit.type, at, by, task, scope: scopeOf(task.scopeId), index, isStructural: deed !== null };
  };
  const childrenOf = (task: SimTask) =>
    [...tasks.values()].filter((child) => child.parentId === task.id && isThere(child, clock.now));

  const edit = (task: LiveTask, asked: Edit & { type: 'edit' }): Changed => {
    const scope = scopeOf(task.scopeId);
    if (asked.set.status !== undefined) checkStatus(scope, asked.set.status);
    return befall(task, asked, withCompletion(scope, asked.set), null);
  };
  const create = (asked: Edit & { type: 'create' }): Changed => {
    const scope = scopeOf(asked.scope);
    const at = tick(null);
    const state = { ...blank, ...withCompletion(scope, { status: firstStatus(scope, at), ...asked.set }) };
    checkStatus(scope, state.status);
    const task: LiveTask = {
      ...newNames(world, tool, scope, at),
      tool,
      scopeId: scope.id,
      alsoIn: [],
      kind: asked.kind ?? (tool === 'trello' ? 'card' : 'task'),
      parentId: asked.parent ?? null,
      mirrorOf: null,
      authorId: asked.by ?? null,
      createdAt: at,
      initial: state,
      events: [],
    };
    (world.tasks as SimTask[]).push(task);
    tasks.set(task.id, task);
    return { type: 'create', at, by: asked.by ?? null, task, scope, index: null, isStructural: true };
  };
  const remove = (task: LiveTask, asked: Edit): Changed[] => {
    const children = childrenOf(task);
    const changed = befall(task, asked, {}, { type: 'deleted' });
    task.deletedAt = changed.at;
    return [
      changed,
      ...children.flatMap((child) =>
        child.kind === 'subtask'
          ? remove(child, asked)
          : [reparent(child, { ...asked, type: 'reparent' } as Edit, null)],
      ),
    ];
  };
  const restore = (task: LiveTask, asked: Edit): Changed => {
    if (tool !== 'asana') throw new Error(`What is deleted in ${tool} stays deleted`);
    task.deletedAt = null;
    return befall(task, asked, {}, { type: 'restored' });
  };
  const reparent = (task: LiveTask, asked: Edit, parent: string | null): Changed => {
    const from = task.parentId;
    task.parentId = parent;
    return befall(task, asked, {}, { type: 'reparented', from, to: parent });
  };
  const move = (task: LiveTask, asked: Edit & { type: 'move' }): Changed[] => {
    const to = scopeOf(asked.scope);
    const from = { scopeId: task.scopeId, key: task.key };
    const former = stateAt(task, clock.now)?.status ?? '';
    const status = asked.status ?? (hasStatus(to, former) ? former : firstStatus(to, clock.now));
    checkStatus(to, status);
    task.scopeId = to.id;
    task.key = tool === 'jira' ? nextKey(world, to) : task.key;
    const set = status === former ? {} : withCompletion(to, { status });
    const changed = befall(task, asked, set, { type: 'moved', from, to: { scopeId: to.id, key: task.key } });
    const followers = childrenOf(task).filter((child) => child.kind === 'subtask');
    return [changed, ...followers.flatMap((child) => move(child, { type: 'move', task: child.id, scope: to.id }))];
  };
  const join = (task: LiveTask, asked: Edit & { type: 'join' }): Changed => {
    const scope = scopeOf(asked.scope);
    task.alsoIn = [...task.alsoIn, { scopeId: scope.id, groupId: asked.group ?? scope.groups[0]?.vendorId ?? null }];
    return { ...befall(task, asked, {}, { type: 'joined', scopeId: scope.id }), scope };
  };
  const leave = (task: LiveTask, asked: Edit & { type: 'leave' }): Changed => {
    const scope = scopeOf(asked.scope);
    if (task.scopeId === scope.id) {
      const [next, ...rest] = task.alsoIn;
      if (next === undefined) throw new Error(`${task.id} is in no other project`);
      task.scopeId = next.scopeId;
      task.alsoIn = rest;
      return { ...befall(task, asked, { status: next.groupId ?? '' }, { type: 'left', scopeId: scope.id }), scope };
    }
    task.alsoIn = task.alsoIn.filter((also) => also.scopeId !== scope.id);
    return { ...befall(task, asked, {}, { type: 'left', scopeId: scope.id }), scope };
  };
  const changeScope = (type: Edit['type'], id: string, by: string | null): Changed => {
    const scope: Writable<SimScope> = scopeOf(id);
    const at = tick(null);
    if (type === 'archive') scope.archivedAt = at;
    if (type === 'unarchive') scope.archivedAt = null;
    if (type === 'lose-access') scope.hiddenAt = at;
    if (type === 'regain-access') scope.hiddenAt = null;
    if (type === 'delete-scope') scope.deletedAt = at;
    return { type, at, by, task: null, scope, index: null, isStructural: true };
  };
  const changes = (asked: Edit): Changed[] => {
    switch (asked.type) {
      case 'edit':
        return [edit(taskOf(asked.task), asked)];
      case 'create':
        return [create(asked)];
      case 'delete':
        return remove(taskOf(asked.task), asked);
      case 'restore':
        return [restore(taskOf(asked.task, true), asked)];
      case 'move':
        return move(taskOf(asked.task), asked);
      case 'join':
        return [join(taskOf(asked.task), asked)];
      case 'leave':
        return [leave(taskOf(asked.task), asked)];
      case 'reparent':
        return [reparent(taskOf(asked.task), asked, asked.parent)];
      default:
        return [changeScope(asked.type, asked.scope, asked.by ?? null)];
    }
  };
  return { change: (asked) => changes(asked) as [Changed, ...Changed[]] };
}

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

/** Names of Jira's statuses, vendor ids of sections and lists: in the tool's order. */
export function statusesOf(scope: SimScope): readonly { readonly status: string; readonly name: string }[] {
  if (scope.tool === 'jira') {
    return jiraStatuses[scope.style ?? 'company-managed'].map(({ name }) => ({ status: name, name }));
  }
  return scope.groups.map(({ vendorId, name }) => ({ status: vendorId, name }));
}

function hasStatus(scope: SimScope, status: string): boolean {
  return statusesOf(scope).some((each) => each.status === status);
}

function checkStatus(scope: SimScope, status: string): void {
  if (!hasStatus(scope, status)) throw new Error(`${scope.name} has no status “${status}”`);
}

function firstStatus(scope: SimScope, now: number): string {
  const closed = new Set(
    scope.groups.flatMap(({ vendorId, archivedAt }) => (archivedAt !== null && archivedAt <= now ? [vendorId] : [])),
  );
  return statusesOf(scope).find(({ status }) => !closed.has(status))?.status ?? '';
}

/** In Jira the status says whether an issue is done; elsewhere that is a thing of its own. */
function withCompletion(scope: SimScope, set: Partial<SimTaskState>): Partial<SimTaskState> {
  if (scope.tool !== 'jira' || set.status === undefined || set.completed !== undefined) return set;
  const status = jiraStatuses[scope.style ?? 'company-managed'].find(({ name }) => name === set.status);
  return { ...set, completed: status?.is === 'done' };
}

function newNames(world: World, tool: SimTool, scope: SimScope, at: number): Pick<SimTask, 'id' | 'vendorId' | 'key'> {
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
function nextKey(world: World, scope: SimScope): string {
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
