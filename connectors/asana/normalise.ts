import type { FieldValue, Placement, TaskRecord } from '../../src/domain/task.ts';
import type { PersonRecord, ScopeRecord, ToolGoalRecord } from '../connector.ts';
import { withoutSecrets } from '../link-secrets.ts';
import { findTextLinks, uniteLinks } from '../text-links.ts';
import type {
  AsanaCustomField,
  AsanaGoal,
  AsanaGoalRelationship,
  AsanaProject,
  AsanaTask,
  AsanaUser,
} from './schema.ts';

/** A completed task keeps its section in Asana, so completion is a status of its own here; the section stays in `placements`. */
export const COMPLETED = { externalId: 'completed', name: 'Completed', category: 'done' } as const;
/** An open task that stands in no section. */
export const INCOMPLETE = { externalId: 'incomplete', name: 'Incomplete', category: null } as const;
/** The answer was asked for without `completed`. */
const NOT_SHOWN = { externalId: null, name: 'Not shown', category: null } as const;

/**
 * One Asana task in our shape. Pure: the same task read through two projects gives the same record.
 *
 * @param inherited Where a subtask stands by its ancestors: Asana gives a subtask no project of its own unless somebody adds it to one.
 */
export function normaliseTask(given: AsanaTask, inherited: readonly Placement[] = []): TaskRecord {
  const task = withoutSecrets(given);
  const own = placementsOf(task);
  const placements = own.length > 0 ? own : inherited;
  const text = task.notes ?? '';
  const fields = (task.custom_fields ?? []).flatMap(fieldOf);
  return {
    type: 'task',
    externalId: task.gid,
    key: null,
    url: task.permalink_url ?? null,
    kind: task.resource_subtype ?? 'default_task',
    level: null,
    status: statusOf(task, own),
    title: task.name,
    text,
    labels: (task.tags ?? []).flatMap((tag) => (tag.name ? [tag.name] : [])),
    fields,
    parentExternalId: task.parent?.gid ?? null,
    placements,
    assigneeId: task.assignee?.gid ?? null,
    authorId: task.created_by?.gid ?? null,
    memberIds: membersOf(task),
    createdAt: instantOf(task.created_at),
    updatedAt: instantOf(task.modified_at),
    finishedAt: task.completed ? instantOf(task.completed_at) : null,
    startOn: dayOf(task.start_on),
    dueOn: dayOf(task.due_on ?? task.due_at),
    // Asana archives projects, never tasks; that is said of the scope.
    archived: false,
    mirrorOfExternalId: null,
    links: uniteLinks(
      findTextLinks(text),
      fields.flatMap(({ value }) => findTextLinks(value, 'field')),
    ),
    childCount: task.num_subtasks ?? null,
    // The API tells moves only story by story, one request a task: status history begins with our first sync.
    transitions: null,
    raw: task,
  };
}

/** The newest change among these tasks, in ms; null where none says. */
export function latestOf(records: readonly TaskRecord[]): number | null {
  return records.reduce<number | null>((latest, { updatedAt }) => Math.max(latest ?? 0, updatedAt ?? 0) || null, null);
}

/** Home first, as Asana lists them; without sections where only `projects` was asked for. */
export function placementsOf(task: Pick<AsanaTask, 'memberships' | 'projects'>): Placement[] {
  const placements = (task.memberships ?? []).flatMap(({ project, section }): Placement[] =>
    project
      ? [{ scopeExternalId: project.gid, groupExternalId: section?.gid ?? null, groupName: section?.name ?? null }]
      : [],
  );
  if (placements.length > 0) return placements;
  return placementsIn((task.projects ?? []).map(({ gid }) => gid));
}

/** What subtasks inherit from the task above them: its projects, but not its sections, in which they do not stand. */
export function placementsIn(projects: readonly string[]): Placement[] {
  return projects.map((scopeExternalId) => ({ scopeExternalId, groupExternalId: null, groupName: null }));
}

function statusOf(task: AsanaTask, own: readonly Placement[]): TaskRecord['status'] {
  if (task.completed) return COMPLETED;
  const home = own[0];
  if (home?.groupExternalId) return { externalId: home.groupExternalId, name: home.groupName ?? '', category: null };
  return task.completed === false ? INCOMPLETE : NOT_SHOWN;
}

function membersOf(task: AsanaTask): string[] {
  const all = [task.assignee, ...(task.followers ?? [])].flatMap((person) => (person ? [person.gid] : []));
  return [...new Set(all)];
}

/** Fields without a value are left out: Asana lists each field of the project on each task. */
function fieldOf(field: AsanaCustomField): FieldValue[] {
  const number = field.number_value ?? null;
  const value = (field.display_value ?? typedValue(field) ?? '').trim();
  if (value === '') return [];
  return [{ externalId: field.gid, name: field.name ?? field.gid, value, number }];
}

/** For answers without `display_value`. */
function typedValue(field: AsanaCustomField): string | null {
  const names = (list: readonly { gid: string; name?: string | null | undefined }[] | null | undefined) =>
    list && list.length > 0 ? list.map((one) => one.name ?? one.gid).join(', ') : null;
  return (
    field.text_value ??
    field.enum_value?.name ??
    names(field.multi_enum_values) ??
    names(field.people_value) ??
    names(field.reference_value) ??
    field.date_value?.date_time ??
    field.date_value?.date ??
    field.number_value?.toString() ??
    null
  );
}

export function kindOfField(field: AsanaCustomField): string {
  return field.resource_subtype ?? field.type ?? field.representation_type ?? 'unknown';
}

export function normaliseProject(project: AsanaProject): ScopeRecord {
  return {
    externalId: project.gid,
    key: null,
    name: project.name,
    url: project.permalink_url ?? null,
    archived: project.archived ?? false,
    kind: project.default_view ?? null,
  };
}

export function normaliseUser(user: AsanaUser): PersonRecord {
  return {
    type: 'person',
    externalId: user.gid,
    name: user.name ?? user.email ?? user.gid,
    email: user.email?.toLowerCase() ?? null,
  };
}

/**
 * One of Asana's own goals with what it says contributes to it.
 *
 * The parent stays null: Asana tells it only goal by goal; the parent's own relationships name its sub-goals, and they are here.
 *
 * @param projectsOf Of each portfolio that contributes: what is in it contributes through it, with its weight.
 */
export function normaliseGoal(
  goal: AsanaGoal,
  relationships: readonly AsanaGoalRelationship[],
  projectsOf: ReadonlyMap<string, readonly string[]> = new Map(),
): ToolGoalRecord {
  return {
    type: 'goal',
    externalId: goal.gid,
    title: goal.name,
    description: goal.notes ?? '',
    // The API gives goals no address of their own; this one opens whatever the workspace.
    url: `https://app.asana.com/0/goal/${goal.gid}`,
    ownerId: goal.owner?.gid ?? null,
    status: goal.status ?? null,
    parentExternalId: null,
    supporters: supportersOf(relationships, projectsOf),
    measure: measureOf(goal),
    isClosed: CLOSED.has(goal.status ?? ''),
  };
}

/** Open ones are green, yellow or red. */
const CLOSED = new Set(['missed', 'achieved', 'partial', 'dropped']);

/** A quarter is 0.25 in Asana, which it shows as 25 %. */
function measureOf({ metric, due_on }: AsanaGoal): NonNullable<ToolGoalRecord['measure']> {
  const isPercentage = metric?.unit === 'percentage';
  const figure = (value: number | null | undefined) =>
    isPercentage && value ? Number((value * 100).toFixed(6)) : (value ?? null);
  return {
    from: figure(metric?.initial_number_value),
    to: figure(metric?.target_number_value),
    unit: isPercentage ? '%' : (metric?.currency_code ?? null),
    by: dayOf(due_on),
  };
}

const SUPPORTER_KINDS = new Map([
  ['task', 'task'],
  ['project', 'scope'],
  ['goal', 'goal'],
  ['portfolio', 'portfolio'],
] as const);

type Supporter = ToolGoalRecord['supporters'][number];

/** Each once: what contributes by itself does not contribute through a portfolio as well. */
function supportersOf(
  relationships: readonly AsanaGoalRelationship[],
  projectsOf: ReadonlyMap<string, readonly string[]>,
): Supporter[] {
  const found = new Map<string, Supporter>();
  const add = (one: Supporter) => {
    const key = `${one.kind} ${one.externalId}`;
    if (!found.has(key)) found.set(key, one);
  };
  const own = relationships.flatMap(supporterOf);
  for (const { supporter } of own) add(supporter);
  for (const { supporter, name } of own) {
    if (supporter.kind !== 'portfolio') continue;
    for (const externalId of projectsOf.get(supporter.externalId) ?? []) {
      add({ kind: 'scope', externalId, weight: supporter.weight, through: name });
    }
  }
  return [...found.values()];
}

function supporterOf({
  supporting_resource: resource,
  contribution_weight: weight,
}: AsanaGoalRelationship): { readonly supporter: Supporter; readonly name: string }[] {
  const kind = SUPPORTER_KINDS.get(resource?.resource_type as 'task');
  if (!resource || !kind) return [];
  // Asana writes 0 where the goal's number is not computed from its work: that is no weight, and no reason to serve it less.
  const supporter = {
    kind,
    externalId: resource.gid,
    weight: weight ? Math.min(1, Math.max(0, weight)) || null : null,
  };
  return [{ supporter, name: resource.name ?? resource.gid }];
}

function instantOf(text: string | null | undefined): number | null {
  const at = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

function dayOf(text: string | null | undefined): string | null {
  return text && /^\d{4}-\d{2}-\d{2}/.test(text) ? text.slice(0, 10) : null;
}
