import type { ZodType } from 'zod';
import type { Reading } from '../connector.ts';
import { normaliseGoal, normaliseProject, normaliseTask, normaliseUser } from './normalise.ts';
import { goalSchema, projectSchema, taskSchema, userSchema } from './schema.ts';

type Records = Reading['records'];
type Plain = Record<string, unknown>;

/**
 * How one answer of Asana is understood, recognised by its shape alone: the address it came from is not known here.
 *
 * `resource_type` decides where the answer carries it; where `opt_fields` left it out, the fields do. Tasks, projects, users and
 * goals become records, one for each the answer holds; everything else is named in `ignored`. Never throws.
 */
export function readAnswer(answer: unknown): Reading {
  if (!isPlain(answer)) return nothing('unknown', 'Not an answer of Asana: it is no JSON object.');
  if (isPlain(answer.response) && 'body' in answer.response) return readAnswer(answer.response.body);
  if (Array.isArray(answer.errors)) return readErrors(answer);
  if (Array.isArray(answer.events)) return nothing('events', 'A delivery, not an answer: read it as a webhook.');
  if (Array.isArray(answer.data)) return readList(answer.data);
  if (isPlain(answer.data)) return readList([answer.data]);
  return nothing('unknown', 'Neither `data` nor `errors` in it, so it is no answer of Asana that we know.');
}

function readErrors(answer: Plain): Reading {
  if (typeof answer.sync === 'string') {
    return nothing('sync-expired', 'The change feed starts anew from this sync token; it names no record.');
  }
  return nothing('error', 'A refusal names no record.');
}

function readList(list: readonly unknown[]): Reading {
  const records: Records[number][] = [];
  const reasons = new Set<string>();
  const kinds = new Set<string>();
  for (const one of list) {
    const kind = isPlain(one) ? kindOf(one) : 'unknown';
    kinds.add(kind);
    const read = READERS.get(kind);
    const record = read?.(one);
    if (record) records.push(record);
    else reasons.add(read ? `A ${kind} without the fields we need.` : (IGNORED.get(kind) ?? UNKNOWN));
    if (kind === 'names') reasons.add(NAMES);
  }
  const kind = kinds.size === 1 ? ([...kinds][0] ?? 'empty') : kinds.size === 0 ? 'empty' : 'mixed';
  if (kind === 'empty') reasons.add('An empty list.');
  return { kind, records, ignored: [...reasons].map((reason) => ({ reason })) };
}

const UNKNOWN = 'A kind of record that we do not know.';
const NAMES =
  'Only gid and name were asked for: read as projects, from which such a list of workspaces or tags cannot be told apart.';

const READERS = new Map<string, (one: unknown) => Records[number] | null>([
  ['task', reader(taskSchema, (task) => normaliseTask(task))],
  ['project', reader(projectSchema, (project) => ({ type: 'scope' as const, ...normaliseProject(project) }))],
  ['names', reader(projectSchema, (project) => ({ type: 'scope' as const, ...normaliseProject(project) }))],
  ['user', reader(userSchema, normaliseUser)],
  ['goal', reader(goalSchema, (goal) => normaliseGoal(goal, []))],
]);

function reader<T>(schema: ZodType<T>, normalise: (value: T) => Records[number]) {
  return (one: unknown): Records[number] | null => {
    const parsed = schema.safeParse(one);
    return parsed.success ? normalise(parsed.data) : null;
  };
}

/** What an answer may hold that is no record of ours, and why. */
const IGNORED = new Map([
  ['workspace', 'A workspace holds projects; only the projects are scopes.'],
  ['team', 'An Asana team is a folder of projects and not a team of the organisation.'],
  ['tag', 'A tag comes with the tasks that carry it.'],
  ['section', 'A section comes with the tasks that stand in it.'],
  ['story', 'A comment or history line says nothing that we keep.'],
  ['attachment', 'An attachment is read with its task.'],
  ['custom_field', 'A field comes with the tasks that carry it.'],
  ['custom_field_setting', 'A field comes with the tasks that carry it.'],
  ['goal_relationship', 'A relationship is read with its goal.'],
  ['time_period', 'A time period is no goal.'],
  ['portfolio', 'A portfolio is no scope of tasks.'],
  ['webhook', 'A webhook is ours and no record of the tool.'],
  ['event', 'An event says what changed; what it names is read again.'],
]);

/** The fields that tell a resource whose type was not asked for; first match wins. */
const SIGNS: readonly (readonly [kind: string, fields: readonly string[]])[] = [
  ['event', ['action', 'resource']],
  ['webhook', ['target', 'resource']],
  ['goal_relationship', ['supporting_resource']],
  ['custom_field_setting', ['custom_field']],
  ['goal', ['time_period']],
  ['goal', ['metric']],
  ['goal', ['is_workspace_level']],
  ['task', ['completed', 'assignee']],
  ['task', ['memberships']],
  ['task', ['num_subtasks']],
  ['task', ['parent', 'notes']],
  ['team', ['organization']],
  ['user', ['email']],
  ['user', ['photo']],
  ['workspace', ['is_organization']],
  ['workspace', ['email_domains']],
  ['project', ['archived']],
  ['project', ['default_view']],
  ['project', ['current_status']],
  ['custom_field', ['enum_options']],
  ['section', ['project']],
  ['tag', ['color', 'followers']],
  ['task', ['completed']],
];

function kindOf(one: Plain): string {
  if (typeof one.resource_type === 'string') return one.resource_type;
  const sign = SIGNS.find(([, fields]) => fields.every((field) => field in one));
  if (sign) return sign[0];
  const keys = Object.keys(one);
  return keys.length === 2 && 'gid' in one && 'name' in one ? 'names' : 'unknown';
}

function nothing(kind: string, reason: string): Reading {
  return { kind, records: [], ignored: [{ reason }] };
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
