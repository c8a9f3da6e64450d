import { readInstant } from './instants.ts';
import type { Version } from './recent.ts';
import { type JiraField, STANDARD_FIELDS } from './schema.ts';

type Shape = Readonly<Record<string, unknown>>;

/**
 * All fields, since the custom ones of a site are known only to those who ask for them, which an idle tick does not; without those that
 * are heavy and never read.
 */
export const CHANGED_FIELDS = ['*all', '-comment', '-worklog', '-attachment', '-issuelinks', '-subtasks'] as const;

/** Names and types of the fields come with the rows, so that a change costs no request for them. */
export const CHANGED_EXPAND = 'names,schema';

/** Which version of which issue a row is; null where it does not say, as in one that must be set aside. */
export function versionOf(row: unknown): Version | null {
  if (!isShape(row) || !isShape(row.fields)) return null;
  const id = idOf(row);
  const { updated, project } = row.fields;
  const updatedAt = typeof updated === 'string' || typeof updated === 'number' ? readInstant(updated) : null;
  if (id === null || updatedAt === null) return null;
  return { id, updatedAt, scopeId: isShape(project) ? idOf(project) : null };
}

/** The row as a full walk would have asked for it, so that both store the same. */
export function onlyRead(row: unknown, customIds: readonly string[]): unknown {
  if (!isShape(row) || !isShape(row.fields)) return row;
  const { fields } = row;
  const ids = [...STANDARD_FIELDS, ...customIds].filter((id) => Object.hasOwn(fields, id));
  return { ...row, fields: Object.fromEntries(ids.map((id) => [id, fields[id]])) };
}

/** The fields that an answer names, as `GET /field` lists them; null where it does not. */
export function fieldsNamed({ names, schema }: FieldsNamed): JiraField[] | null {
  if (!names || !schema) return null;
  return Object.entries(names).map(([id, name]) => ({
    id,
    name,
    custom: id.startsWith('customfield_'),
    schema: schema[id] ?? null,
  }));
}

interface FieldsNamed {
  readonly names?: Readonly<Record<string, string>> | null | undefined;
  readonly schema?: Readonly<Record<string, NonNullable<JiraField['schema']>>> | null | undefined;
}

function idOf(shape: Shape): string | null {
  return typeof shape.id === 'string' || typeof shape.id === 'number' ? String(shape.id) : null;
}

function isShape(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
