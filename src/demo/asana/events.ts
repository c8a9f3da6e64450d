/** What happened, as Asana's events tell it: of a task, and of everything below a project since a sync token. */

import { type Change, changesUntil } from '../state.ts';
import type { Changed, SimScope, SimTask } from '../world.ts';
import type { Directory } from './directory.ts';
import { isoOf } from './ids.ts';
import { ownPlacesAt, parentAt } from './places.ts';
import type { AsanaRecord } from './render.ts';
import type { TaskShelf } from './tasks.ts';

export interface EventSource {
  /** The moment records are shown at, whenever their events were. */
  readonly now: number;
  readonly directory: Directory;
  readonly tasks: TaskShelf;
  /** Changes of whole projects, oldest first: nothing else remembers them. */
  readonly projectChanges: readonly Changed[];
}

interface Told {
  readonly at: number;
  readonly event: AsanaRecord;
}

/** Events of a project or a task after `since` and up to `until`, oldest first. They bubble up from subtasks of every level. */
export function eventsBetween(
  resource: SimScope | SimTask,
  since: number,
  until: number,
  source: EventSource,
): AsanaRecord[] {
  const told = source.tasks
    .all()
    .filter((task) => task.createdAt > since || (task.events.at(-1)?.at ?? 0) > since)
    .flatMap((task) => tellTask(task, resource, since, until, source));
  const ofProject = source.projectChanges
    .filter(({ scope, at }) => scope === resource && at > since && at <= until)
    .flatMap((changed) => tellProject(changed, source));
  return [...ofProject, ...told].sort((one, other) => one.at - other.at).map(({ event }) => event);
}

/** The events of one change, as a webhook on this resource tells them; none where they are not below it. */
export function eventsOf(changed: Changed, resource: SimScope | SimTask, source: EventSource): AsanaRecord[] {
  const told = changed.task
    ? tellTask(changed.task, resource, changed.at - 1, changed.at, source)
    : changed.scope === resource
      ? tellProject(changed, source)
      : [];
  return told.map(({ event }) => event);
}

function tellTask(
  task: SimTask,
  resource: SimScope | SimTask,
  since: number,
  until: number,
  source: EventSource,
): Told[] {
  const told: Told[] = [];
  const { createdAt } = task;
  if (createdAt > since && createdAt <= until && isBelow(task, resource, createdAt, source)) {
    const added = addedTo(task, createdAt, task.authorId, source);
    told.push(...added.map((event) => ({ at: createdAt, event })));
  }
  for (const change of changesUntil(task, until)) {
    if (change.at <= since) continue;
    // What leaves a project says so there too.
    const concerns = [change.at - 1, change.at].some((at) => isBelow(task, resource, at, source));
    if (concerns) told.push(...tellChange(task, change, source).map((event) => ({ at: change.at, event })));
  }
  return told;
}

function isBelow(task: SimTask, resource: SimScope | SimTask, at: number, source: EventSource): boolean {
  if (resource === task) return true;
  const parent = source.tasks.byId(parentAt(task, at) ?? '');
  if (parent) return isBelow(parent, resource, at, source);
  return 'groups' in resource && ownPlacesAt(task, at).has(resource.id);
}

/** Where a task hangs at a moment: a subtask on its parent, others in their projects. */
function addedTo(task: SimTask, at: number, by: string | null, source: EventSource): AsanaRecord[] {
  return placesOf(task, at, source).map((parent) => ({ ...eventOn(task, at, by, source), action: 'added', parent }));
}

function placesOf(task: SimTask, at: number, source: EventSource): AsanaRecord[] {
  const parent = source.tasks.byId(parentAt(task, at) ?? '');
  if (parent) return [source.tasks.recordAt(parent, source.now)];
  return [...ownPlacesAt(task, at)].flatMap((id) => projectOf(id, source));
}

function projectOf(scopeId: string, { directory, now }: EventSource): AsanaRecord[] {
  const scope = directory.scopeById(scopeId);
  return scope ? [directory.projectAt(scope, now)] : [];
}

function eventOn(task: SimTask, at: number, by: string | null, { directory, tasks, now }: EventSource): AsanaRecord {
  return {
    user: directory.userOf(by),
    resource: tasks.recordAt(task, now),
    type: 'task',
    parent: null,
    created_at: isoOf(at),
  };
}

const changedFields = [
  ['title', 'name'],
  ['text', 'notes'],
  ['completed', 'completed'],
  ['assigneeId', 'assignee'],
  ['dueOn', 'due_on'],
  ['labels', 'tags'],
  ['fields', 'custom_fields'],
  ['estimate', 'custom_fields'],
] as const;

function tellChange(task: SimTask, change: Change, source: EventSource): AsanaRecord[] {
  const common = eventOn(task, change.at, change.by, source);
  const events: AsanaRecord[] = changedFields
    .filter(([ours]) => ours in change.set)
    .map(([, theirs]) => ({ ...common, action: 'changed', change: { field: theirs, action: 'changed' } }));
  const section = source.directory.sectionOf(task.scopeId, change.after.status);
  if ('status' in change.set && section) events.push({ ...common, action: 'added', parent: section });
  return [...events, ...tellDeed(task, change, common, source)];
}

function tellDeed(task: SimTask, { deed, at }: Change, common: AsanaRecord, source: EventSource): AsanaRecord[] {
  const said = (action: string, parents: readonly AsanaRecord[]) =>
    parents.map((parent) => ({ ...common, action, parent }));
  switch (deed?.type) {
    case 'moved':
      return [
        ...said('removed', projectOf(deed.from.scopeId, source)),
        ...said('added', projectOf(deed.to.scopeId, source)),
      ];
    case 'joined':
      return said('added', projectOf(deed.scopeId, source));
    case 'left':
      return said('removed', projectOf(deed.scopeId, source));
    case 'reparented':
      return [...said('removed', placesOf(task, at - 1, source)), ...said('added', placesOf(task, at, source))];
    case 'deleted':
      return [{ ...common, action: 'deleted' }];
    case 'restored':
      return [{ ...common, action: 'undeleted' }];
    default:
      return [];
  }
}

/** Lost access is told to nobody. */
function tellProject({ type, at, by, scope }: Changed, { directory, now }: EventSource): Told[] {
  const common = {
    user: directory.userOf(by),
    resource: directory.projectAt(scope, now),
    type: 'project',
    parent: null,
    created_at: isoOf(at),
  };
  if (type === 'delete-scope') return [{ at, event: { ...common, action: 'deleted' } }];
  if (type !== 'archive' && type !== 'unarchive') return [];
  return [{ at, event: { ...common, action: 'changed', change: { field: 'archived', action: 'changed' } } }];
}
