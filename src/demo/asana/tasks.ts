/** Tasks as Asana shows them: full records, from which an answer takes what was asked for. */
import { changesUntil, isSeen, isThere, stateAt, updatedAt } from '../state.ts';
import type { SimTask, SimTaskState, World } from '../world.ts';
import { fieldValueOf, withValue } from './custom-fields.ts';
import type { Directory } from './directory.ts';
import { isoOf } from './ids.ts';
import { type Sight, sightOf } from './places.ts';
import type { AsanaRecord } from './render.ts';

export interface TaskShelf {
  /** Every task of Asana that ever was, oldest first: deleted and hidden ones too. */
  all(): readonly SimTask[];
  /** Tasks of a project that are there at `now`, oldest first; subtasks stand in no project's list. */
  ofScope(scopeId: string, now: number): readonly SimTask[];
  childrenOf(taskId: string, now: number): readonly SimTask[];
  /** Also one that is deleted or hidden: `sightOf` tells. */
  byGid(gid: string, now: number): SimTask | undefined;
  byId(id: string): SimTask | undefined;
  sightOf(task: SimTask, now: number): Sight;
  recordAt(task: SimTask, now: number): AsanaRecord;
  /** Makes every record of this moment now instead of when it is asked for. */
  renderAll(now: number): void;
  /** Drops records made for a moment that has passed: all, or those that tell of one task. */
  forget(task?: SimTask): void;
  /** Reads the world's lists again: tasks came, went or moved. */
  rebuild(): void;
}

export function makeTaskShelf(world: World, directory: Directory): TaskShelf {
  let lists = makeLists(world);
  const records = new Map<string, AsanaRecord>();
  const shelf: TaskShelf = {
    all: () => lists.tasks,
    ofScope: (scopeId, now) => existingAt(lists.scopes.get(scopeId) ?? [], now),
    childrenOf: (taskId, now) => existingAt(lists.children.get(taskId) ?? [], now),
    byGid: (gid, now) => {
      const task = lists.byGid.get(gid);
      return task && task.createdAt <= now ? task : undefined;
    },
    byId: (id) => lists.byId.get(id),
    sightOf: (task, now) => sightOf(task, now, { byId: shelf.byId, scopeById: directory.scopeById }),
    recordAt: (task, now) => {
      const known = records.get(task.id) ?? makeTask(task, now, directory, shelf);
      records.set(task.id, known);
      return known;
    },
    renderAll: (now) => {
      for (const task of existingAt(lists.tasks, now)) shelf.recordAt(task, now);
    },
    forget: (task) => {
      if (!task) return records.clear();
      records.delete(task.id);
      // A subtask shows the name of the task it hangs on.
      for (const child of lists.children.get(task.id) ?? []) records.delete(child.id);
    },
    rebuild: () => {
      lists = makeLists(world);
      records.clear();
    },
  };
  return shelf;
}

function makeLists(world: World) {
  const tasks = world.tasks.filter((task) => task.tool === 'asana').sort(byAge);
  return {
    tasks,
    byId: new Map(tasks.map((task) => [task.id, task])),
    byGid: new Map(tasks.map((task) => [task.vendorId, task])),
    children: groupTasks(tasks, (task) => (task.parentId === null ? [] : [task.parentId])),
    scopes: groupTasks(tasks, (task) =>
      task.parentId === null ? [task.scopeId, ...task.alsoIn.map((also) => also.scopeId)] : [],
    ),
  };
}

function byAge(one: SimTask, other: SimTask): number {
  return one.createdAt - other.createdAt || (one.vendorId < other.vendorId ? -1 : 1);
}

function groupTasks(tasks: readonly SimTask[], keysOf: (task: SimTask) => readonly string[]): Map<string, SimTask[]> {
  const groups = new Map<string, SimTask[]>();
  for (const task of tasks) {
    for (const key of keysOf(task)) {
      const group = groups.get(key);
      if (group) group.push(task);
      else groups.set(key, [task]);
    }
  }
  return groups;
}

/** Tasks stand by age, so those that were made are the first ones; the same list where none of them is deleted. */
function existingAt(tasks: readonly SimTask[], now: number): readonly SimTask[] {
  const last = tasks.at(-1);
  const end = last === undefined || last.createdAt <= now ? -1 : tasks.findIndex((task) => task.createdAt > now);
  const made = end < 0 ? tasks : tasks.slice(0, end);
  return made.every((task) => isThere(task, now)) ? made : made.filter((task) => isThere(task, now));
}

function makeTask(task: SimTask, now: number, directory: Directory, shelf: TaskShelf): AsanaRecord {
  const state = stateAt(task, now) ?? task.initial;
  const parent = task.parentId === null ? undefined : shelf.byId(task.parentId);
  const memberships = parent ? [] : membershipsOf(task, state, now, directory);
  const assignee = directory.userOf(state.assigneeId);
  const completion = completionOf(task, now);
  return {
    gid: task.vendorId,
    resource_type: 'task',
    resource_subtype: 'default_task',
    name: state.title,
    notes: state.text,
    html_notes: `<body>${escapeHtml(state.text)}</body>`,
    actual_time_minutes: null,
    assignee,
    assignee_status: 'upcoming',
    completed: state.completed,
    completed_at: completion === null ? null : isoOf(completion.at),
    completed_by: completion === null ? null : directory.userOf(completion.by),
    created_at: isoOf(task.createdAt),
    created_by: creatorOf(task, directory),
    custom_fields: customFieldsOf(task, state, parent !== undefined, directory),
    due_at: null,
    due_on: state.dueOn,
    followers: assignee ? [assignee] : [],
    hearted: false,
    hearts: [],
    liked: false,
    likes: [],
    memberships,
    modified_at: isoOf(updatedAt(task, now)),
    num_hearts: 0,
    num_likes: 0,
    num_subtasks: shelf.childrenOf(task.id, now).length,
    parent: parent ? shelf.recordAt(parent, now) : null,
    permalink_url: permalinkOf(task, parent !== undefined, directory),
    projects: memberships.map((membership) => membership.project),
    start_at: null,
    start_on: null,
    tags: state.labels.map((label) => directory.tag(label)),
    workspace: directory.workspace,
  };
}

/** Of a task's maker Asana shows no more than who it is. */
function creatorOf(task: SimTask, directory: Directory): AsanaRecord | null {
  const user = directory.userOf(task.authorId);
  return user && { gid: user.gid, resource_type: 'user' };
}

function membershipsOf(task: SimTask, state: SimTaskState, now: number, directory: Directory) {
  const places = [{ scopeId: task.scopeId, groupId: state.status as string | null }, ...task.alsoIn];
  return places.flatMap(({ scopeId, groupId }) => {
    const scope = directory.scopeById(scopeId);
    if (!scope || !isSeen(scope, now)) return [];
    const section = directory.sectionOf(scopeId, groupId) ?? directory.sectionsOf(scope)[0] ?? null;
    return [{ project: directory.projectAt(scope, now), section }];
  });
}

/** A subtask is in no project, so it shows only the fields it has a value for. */
function customFieldsOf(task: SimTask, state: SimTaskState, isSubtask: boolean, directory: Directory): AsanaRecord[] {
  const scopeIds = [task.scopeId, ...task.alsoIn.map((also) => also.scopeId)];
  const fields = [...new Set(scopeIds.flatMap((scopeId) => directory.customFields.ofScope(scopeId)))];
  return fields
    .filter((field) => !isSubtask || fieldValueOf(state, field.name) !== null)
    .map((field) => withValue(field, fieldValueOf(state, field.name)));
}

function completionOf(task: SimTask, now: number): { at: number; by: string | null } | null {
  let completion = task.initial.completed ? { at: task.createdAt, by: task.authorId } : null;
  for (const { at, by, before, after } of changesUntil(task, now)) {
    if (before.completed !== after.completed) completion = after.completed ? { at, by } : null;
  }
  return completion;
}

function permalinkOf(task: SimTask, isSubtask: boolean, directory: Directory): string {
  const scope = directory.scopeById(task.scopeId);
  const place = isSubtask || !scope ? '' : `/project/${scope.vendorId}`;
  return `https://app.asana.com/1/${directory.workspace.gid}${place}/task/${task.vendorId}`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
