import type { PersonRecord, Reading, ScopeRecord, ToolRecord } from '../connector.ts';
import { unknownFields } from './fields.ts';
import { gatherTransitions, inOrder } from './history.ts';
import { normaliseIssue, parseIssue, siteOf, toPerson, toScope } from './normalise.ts';
import { bulkHistorySchema, projectSchema, usersSchema } from './schema.ts';

type Shape = Readonly<Record<string, unknown>>;
type Found = Reading['records'][number];

/** How one answer of Jira is understood, recognised by its shape alone. Never throws. */
export function readAnswer(answer: unknown): Reading {
  if (Array.isArray(answer)) return readList(answer);
  if (!isShape(answer)) return ignored('unknown', 'not an answer of Jira');
  return readObject(answer);
}

function readObject(answer: Shape): Reading {
  const names = isShape(answer.names) ? answer.names : {};
  if (Array.isArray(answer.issues)) return readIssueList('issues', answer.issues, names);
  if (isShape(answer.issue)) return readIssueList('issue', [answer.issue], names);
  if (isIssue(answer)) return readIssueList('issue', [answer], names);
  if (Array.isArray(answer.issueChangeLogs)) return readBulkHistory(answer);
  if (Array.isArray(answer.watchers)) return readPeople('watchers', answer.watchers);
  if (Array.isArray(answer.values)) return readList(answer.values);
  if (isProject(answer)) return readProjects('project', [answer]);
  const known = recogniseIgnored(answer);
  if (known) return ignored(known.kind, known.reason);
  if (isPerson(answer)) return readPeople('user', [answer]);
  return ignored('unknown', 'no shape of Jira that we know');
}

function readList(items: readonly unknown[]): Reading {
  const [first] = items;
  if (first === undefined) return ignored('empty list', 'nothing in it');
  if (!isShape(first)) return ignored('unknown', 'a list of no shape that we know');
  if (isIssue(first)) return readIssueList('issues', items, {});
  if (isProject(first)) return readProjects('projects', items);
  const known = recogniseIgnored(first);
  if (known) return ignored(`${known.kind} list`, known.reason);
  if (isPerson(first)) return readPeople('users', items);
  return ignored('unknown', 'a list of no shape that we know');
}

interface Known {
  readonly kind: string;
  readonly reason: string;
}

/** Answers that hold no record of ours, most telling shape first. */
const IGNORED: readonly (Known & { readonly fits: (shape: Shape) => boolean })[] = [
  {
    kind: 'error',
    reason: 'a refusal, not a record',
    fits: (shape) => Array.isArray(shape.errorMessages),
  },
  {
    kind: 'changelog',
    reason: 'status changes of one issue; they are read in bulk',
    fits: (shape) => Array.isArray(shape.items) && has(shape, 'created'),
  },
  {
    kind: 'comment',
    reason: 'a comment; comments are not read',
    fits: (shape) => has(shape, 'body') && isShape(shape.author),
  },
  {
    kind: 'transitions',
    reason: 'ways out of a status; the status itself is read',
    fits: (shape) => Array.isArray(shape.transitions),
  },
  {
    kind: 'edit form',
    reason: 'what may be edited, without values',
    fits: (shape) =>
      isShape(shape.fields) &&
      Object.values(shape.fields).some((field) => isShape(field) && Array.isArray(field.operations)),
  },
  {
    kind: 'field',
    reason: 'names and types of fields; they belong to the vocabulary',
    fits: (shape) => Array.isArray(shape.clauseNames) || (has(shape, 'custom') && has(shape, 'orderable')),
  },
  {
    kind: 'status',
    reason: 'names of statuses; they belong to the vocabulary',
    fits: (shape) => isShape(shape.statusCategory) && has(shape, 'name'),
  },
  {
    kind: 'issue type',
    reason: 'names of issue types; each issue carries its own',
    fits: (shape) => typeof shape.subtask === 'boolean' && has(shape, 'name'),
  },
  {
    kind: 'sprint',
    reason: 'a sprint; each issue carries the names of its sprints',
    fits: (shape) => has(shape, 'originBoardId') || (has(shape, 'state') && has(shape, 'startDate')),
  },
  {
    kind: 'board',
    reason: 'a board; projects are the scopes',
    fits: (shape) => ['scrum', 'kanban', 'simple'].includes(String(shape.type)) && has(shape, 'name'),
  },
  {
    kind: 'remote link',
    reason: 'a link of an issue that the answer does not name',
    fits: (shape) => isShape(shape.object) && typeof shape.object.url === 'string',
  },
  {
    kind: 'created issue',
    reason: 'only id and key of a new issue; it is read by its id',
    fits: (shape) => has(shape, 'id') && isKey(shape.key) && has(shape, 'self'),
  },
];

function recogniseIgnored(shape: Shape): Known | null {
  return IGNORED.find(({ fits }) => fits(shape)) ?? null;
}

function readIssueList(kind: string, raws: readonly unknown[], names: Shape): Reading {
  const people = new Map<string, PersonRecord>();
  const tasks: ToolRecord[] = [];
  const reasons: { reason: string }[] = [];
  for (const raw of raws) {
    const parsed = parseIssue(raw);
    if ('setAside' in parsed) {
      reasons.push({ reason: parsed.setAside.reason });
      continue;
    }
    const reading = normaliseIssue(parsed.issue, {
      site: siteOf(parsed.issue.self),
      fields: unknownFields(names),
      scopeExternalId: null,
      idOfKey: () => null,
    });
    tasks.push(reading.task);
    for (const person of reading.people) people.set(person.externalId, person);
  }
  return { kind, records: [...tasks, ...people.values()], ignored: reasons };
}

function readBulkHistory(answer: Shape): Reading {
  const parsed = bulkHistorySchema.safeParse(answer);
  if (!parsed.success) return ignored('histories', 'not what Jira documents');
  const gathered = new Map<string, Parameters<typeof inOrder>[0][number][]>();
  gatherTransitions(parsed.data, gathered);
  const records = [...gathered].map(
    ([externalId, transitions]): Found => ({
      type: 'history',
      externalId,
      transitions: inOrder(transitions),
    }),
  );
  return { kind: 'histories', records, ignored: [] };
}

function readProjects(kind: string, raws: readonly unknown[]): Reading {
  return readEach(kind, raws, (raw) => {
    const parsed = projectSchema.safeParse(raw);
    if (!parsed.success) return null;
    const scope: ScopeRecord = toScope(parsed.data, siteOf(parsed.data.self));
    return { type: 'scope', ...scope };
  });
}

function readPeople(kind: string, raws: readonly unknown[]): Reading {
  return readEach(kind, raws, (raw) => {
    const parsed = usersSchema.safeParse(raw);
    return parsed.success ? toPerson(parsed.data) : null;
  });
}

function readEach(kind: string, raws: readonly unknown[], read: (raw: unknown) => Found | null): Reading {
  const found = raws.map(read);
  return {
    kind,
    records: found.filter((record) => record !== null),
    ignored: found.filter((record) => record === null).map(() => ({ reason: 'not what Jira documents' })),
  };
}

function isIssue(shape: Shape): boolean {
  return has(shape, 'id') && typeof shape.key === 'string' && isShape(shape.fields);
}

function isProject(shape: Shape): boolean {
  return has(shape, 'id') && typeof shape.key === 'string' && has(shape, 'name') && has(shape, 'projectTypeKey');
}

function isPerson(shape: Shape): boolean {
  return typeof shape.displayName === 'string' && (has(shape, 'accountId') || has(shape, 'name') || has(shape, 'key'));
}

function isKey(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Z][A-Z0-9_]*-\d+$/i.test(value);
}

function isShape(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function has(shape: Shape, name: string): boolean {
  return Object.hasOwn(shape, name);
}

function ignored(kind: string, reason: string): Reading {
  return { kind, records: [], ignored: [{ reason }] };
}
