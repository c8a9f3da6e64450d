/** What happened to a task, as Asana tells it beside it: its stories. */
import { type Change, changesUntil } from '../state.ts';
import type { SimTask } from '../world.ts';
import type { Directory } from './directory.ts';
import { gidOf, isoOf } from './ids.ts';
import type { AsanaRecord } from './render.ts';

/** The system stories of a task up to `now`, oldest first. */
export function storiesOf(task: SimTask, now: number, directory: Directory): AsanaRecord[] {
  const scope = directory.scopeById(task.scopeId);
  const project = scope ? directory.projectAt(scope, now) : null;
  const stories: AsanaRecord[] = [];
  for (const change of changesUntil(task, now)) {
    for (const told of tell(change, task, project, directory)) {
      stories.push({
        gid: gidOf('story', `${task.id} ${change.index} ${told.resource_subtype}`),
        resource_type: 'story',
        created_at: isoOf(change.at),
        created_by: directory.userOf(change.by),
        type: 'system',
        source: 'web',
        is_editable: false,
        is_edited: false,
        is_pinned: false,
        ...told,
      });
    }
  }
  return stories;
}

function tell(change: Change, task: SimTask, project: AsanaRecord | null, directory: Directory): AsanaRecord[] {
  const { before, after } = change;
  const told: AsanaRecord[] = [];
  if (before.status !== after.status && task.parentId === null) {
    const [from, to] = [before.status, after.status].map((gid) => directory.sectionOf(task.scopeId, gid));
    told.push({
      resource_subtype: 'section_changed',
      text: `moved this task from "${from?.name ?? ''}" to "${to?.name ?? ''}" in ${project?.name ?? ''}`,
      old_section: from,
      new_section: to,
      project,
    });
  }
  if (before.completed !== after.completed) {
    const [subtype, text] = after.completed
      ? ['marked_complete', 'marked this task complete']
      : ['marked_incomplete', 'marked this task incomplete'];
    told.push({ resource_subtype: subtype, text });
  }
  if (before.assigneeId !== after.assigneeId) told.push(tellAssignee(after.assigneeId, directory));
  if (before.title !== after.title) {
    const text = `changed the name to "${after.title}"`;
    told.push({ resource_subtype: 'name_changed', text, old_name: before.title, new_name: after.title });
  }
  for (const label of after.labels.filter((each) => !before.labels.includes(each))) {
    told.push({ resource_subtype: 'added_to_tag', text: `added to ${label}`, tag: directory.tag(label) });
  }
  return told;
}

function tellAssignee(assigneeId: string | null, directory: Directory): AsanaRecord {
  const assignee = directory.userOf(assigneeId);
  return assignee
    ? { resource_subtype: 'assigned', text: `assigned to ${assignee.name}`, assignee }
    : { resource_subtype: 'unassigned', text: 'unassigned this task' };
}
