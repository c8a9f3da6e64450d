import type { FieldValue, StatusCategory, TaskLink, TaskRecord } from '../../src/domain/task.ts';
import type { PersonRecord, ScopeRecord, SetAside } from '../connector.ts';
import { type LinkedText, readText, withoutSecrets } from '../link-secrets.ts';
import { uniteLinks } from '../text-links.ts';
import { adfToText, isAdf } from './adf.ts';
import { type FieldCatalogue, fieldLinks, readField } from './fields.ts';
import { readDay, readInstant } from './instants.ts';
import { issueSchema, type JiraIssue, type JiraPerson, type JiraProject } from './schema.ts';
import { wikiToText } from './wiki.ts';

export interface NormaliseContext {
  /** Where people open issues, without a slash at the end; null where the answer does not say. */
  readonly site: string | null;
  readonly fields: FieldCatalogue;
  /** The project that was asked for: its id stands in where an issue does not name its own. */
  readonly scopeExternalId: string | null;
  /** The id of an issue known by its key only (old epic links); null while unknown. */
  idOfKey(key: string): string | null;
}

export interface IssueReading {
  readonly task: TaskRecord;
  readonly people: readonly PersonRecord[];
}

/** One issue of any answer. What lacks id, key or status, or has a field of another type, comes back as set aside. */
export function parseIssue(raw: unknown): { readonly issue: JiraIssue } | { readonly setAside: SetAside } {
  const parsed = issueSchema.safeParse(raw);
  if (parsed.success) return { issue: parsed.data };
  const where = parsed.error.issues[0]?.path.join('.') || 'the record';
  const id = (raw as { id?: unknown } | null)?.id;
  const externalId = typeof id === 'string' || typeof id === 'number' ? String(id) : null;
  return { setAside: { externalId, reason: `${where} is not what Jira documents`, raw: withoutSecrets(raw) } };
}

/** A task in our shape, with the people it names. Pure; judges nothing. */
export function normaliseIssue(issue: JiraIssue, context: NormaliseContext): IssueReading {
  const { fields } = issue;
  const description = readDescription(fields.description);
  const values = readFields(issue, context.fields);
  const people = [fields.assignee, fields.reporter ?? fields.creator].map(toPerson);
  const [assignee, author] = people;
  const category = toCategory(fields.status.statusCategory?.key);
  const scopeExternalId = fields.project?.id ?? context.scopeExternalId;
  const task: TaskRecord = {
    type: 'task',
    externalId: issue.id,
    key: issue.key,
    url: context.site === null ? null : `${context.site}/browse/${encodeURIComponent(issue.key)}`,
    kind: fields.issuetype?.name ?? 'Issue',
    level: fields.issuetype?.hierarchyLevel ?? (fields.issuetype?.subtask ? -1 : null),
    status: { externalId: fields.status.id ?? null, name: fields.status.name, category },
    // Some answers leave the summary out; the key is what people call the task then.
    title: readText(fields.summary ?? issue.key).text,
    text: description.text,
    labels: fields.labels ?? [],
    fields: values,
    parentExternalId: readParent(issue, context),
    placements: scopeExternalId === null ? [] : [{ scopeExternalId, groupExternalId: null, groupName: null }],
    assigneeId: assignee?.externalId ?? null,
    authorId: author?.externalId ?? null,
    memberIds: assignee ? [assignee.externalId] : [],
    createdAt: readInstant(fields.created),
    updatedAt: readInstant(fields.updated),
    finishedAt: readFinish(issue, category),
    startOn: context.fields.startDateId === null ? null : readDay(fields[context.fields.startDateId]),
    dueOn: readDay(fields.duedate),
    archived: false,
    mirrorOfExternalId: null,
    links: collectLinks(fields.summary ?? '', description, values),
    // `subtasks` would count one level only, and an epic's children are not in it.
    childCount: null,
    transitions: null,
    raw: withoutSecrets(issue),
  };
  return { task, people: people.filter((person) => person !== null) };
}

function readDescription(value: unknown): LinkedText {
  if (isAdf(value)) return adfToText(value);
  return typeof value === 'string' ? wikiToText(value) : { text: '', links: [] };
}

function readFields(issue: JiraIssue, catalogue: FieldCatalogue): FieldValue[] {
  const { fields } = issue;
  const standard = [
    readField('components', catalogue.nameOf('components') ?? 'Components', fields.components),
    readField('fixVersions', catalogue.nameOf('fixVersions') ?? 'Fix versions', fields.fixVersions),
    // Jira keeps it in seconds; hours are what people typed.
    readField(
      'timeoriginalestimate',
      catalogue.nameOf('timeoriginalestimate') ?? 'Original estimate',
      typeof fields.timeoriginalestimate === 'number' ? fields.timeoriginalestimate / 3600 : null,
    ),
  ];
  const values = standard.filter((field) => field !== null);
  for (const id in fields) {
    const value = fields[id];
    if (value === null || value === undefined || !id.startsWith('customfield_')) continue;
    // It is the parent, by a key that changes when the epic moves: nothing would tell us to read its children again.
    if (id === catalogue.epicLinkId) continue;
    const name = catalogue.nameOf(id);
    const field = name === null ? null : readField(id, name, value);
    if (field !== null) values.push(field);
  }
  return values;
}

function collectLinks(summary: string, description: LinkedText, values: readonly FieldValue[]): TaskLink[] {
  return uniteLinks(description.links, readText(summary).links, values.flatMap(fieldLinks));
}

/** `parent` on every level; the agile API's `epic`; the old Epic Link field, which holds a key. */
function readParent(issue: JiraIssue, context: NormaliseContext): string | null {
  const { parent, epic } = issue.fields;
  if (parent) return parent.id;
  if (epic) return epic.id;
  const key = epicKeyOf(issue, context.fields);
  return key === null ? null : context.idOfKey(key);
}

/** The key an old Epic Link names where nothing newer names a parent; null otherwise. */
export function epicKeyOf(issue: JiraIssue, catalogue: FieldCatalogue): string | null {
  if (issue.fields.parent || catalogue.epicLinkId === null) return null;
  const key = issue.fields[catalogue.epicLinkId];
  return typeof key === 'string' && key !== '' ? key : null;
}

/** A team-managed project has no resolution: there the change into the done category is when it was finished. */
function readFinish(issue: JiraIssue, category: StatusCategory | null): number | null {
  const resolvedAt = readInstant(issue.fields.resolutiondate);
  if (resolvedAt !== null) return resolvedAt;
  return category === 'done' ? readInstant(issue.fields.statuscategorychangedate) : null;
}

/** Jira's three category keys; "undefined" and what older servers invent say nothing. */
export function toCategory(key: string | null | undefined): StatusCategory | null {
  switch (key) {
    case 'new':
      return 'todo';
    case 'indeterminate':
      return 'in-progress';
    case 'done':
      return 'done';
    default:
      return null;
  }
}

/** Cloud knows people by accountId; a server by key or name. */
export function toPerson(person: JiraPerson | null | undefined): PersonRecord | null {
  const externalId = person?.accountId || person?.key || person?.name;
  if (!person || !externalId) return null;
  return {
    type: 'person',
    externalId,
    name: person.displayName || person.name || externalId,
    email: person.emailAddress || null,
  };
}

export function toScope(project: JiraProject, site: string | null): ScopeRecord {
  return {
    externalId: project.id,
    key: project.key,
    name: project.name,
    url: site === null ? null : `${site}/browse/${encodeURIComponent(project.key)}`,
    archived: project.archived === true,
    kind: project.style === 'next-gen' ? 'next-gen' : (project.projectTypeKey ?? null),
  };
}

/** The site people open, out of a record's own address; null for the API gateway, which is no place to open anything. */
export function siteOf(self: string | null | undefined): string | null {
  if (!self) return null;
  const at = self.search(/\/rest\/(api|agile|auth)\//);
  if (at < 0 || /^https:\/\/api\.atlassian\.com\//.test(self)) return null;
  return self.slice(0, at);
}
