import type { FieldValue, TaskLink } from '../../src/domain/task.ts';
import { cleanUrl, readText } from '../link-secrets.ts';
import { adfToText, isAdf } from './adf.ts';
import type { JiraField } from './schema.ts';

/** The custom fields of one site that are worth reading, found by type and never by a fixed id: ids differ per site. */
export interface FieldCatalogue {
  /** To ask for, beside the standard ones. */
  readonly customIds: readonly string[];
  /** What people call it; null for a field that is not read. */
  nameOf(id: string): string | null;
  /** Holds an epic's key on sites that did not move to `parent`. */
  readonly epicLinkId: string | null;
  readonly startDateId: string | null;
}

// The last part of schema.custom. Left out: ranks, development summaries, votes and whatever apps keep for themselves.
const READ_TYPES = new Set([
  'textfield',
  'textarea',
  'select',
  'multiselect',
  'multicheckboxes',
  'radiobuttons',
  'cascadingselect',
  'float',
  'url',
  'labels',
  'datepicker',
  'datetime',
  'userpicker',
  'multiuserpicker',
  'people',
  'project',
  'version',
  'multiversion',
  'atlassian-team',
  'rm-teams-custom-field-team',
  'gh-epic-link',
  'gh-sprint',
  'jsw-story-points',
  'jpo-custom-field-parent',
  'jpo-custom-field-baseline-start',
]);
// An app's own type is read when its name says that it may carry a why.
const GOAL_NAME = /\b(goals?|okrs?|objectives?|key results?|initiatives?|themes?|strateg(y|ic))\b/i;
const START_NAME = /^(target )?start( date)?$/i;

export function chooseFields(all: readonly JiraField[]): FieldCatalogue {
  const custom = all.filter((field) => field.custom === true || field.id.startsWith('customfield_'));
  const read = custom.filter((field) => READ_TYPES.has(typeOf(field)) || GOAL_NAME.test(field.name));
  const names = new Map(all.filter((field) => !custom.includes(field)).map((field) => [field.id, field.name]));
  for (const field of read) names.set(field.id, field.name);
  return {
    customIds: read.map((field) => field.id),
    nameOf: (id) => names.get(id) ?? null,
    epicLinkId: custom.find((field) => typeOf(field) === 'gh-epic-link')?.id ?? null,
    startDateId: custom.find((field) => typeOf(field) === 'datepicker' && START_NAME.test(field.name))?.id ?? null,
  };
}

/** For an answer without its site: every custom field that says something, under its name where the answer gives names. */
export function unknownFields(names: Readonly<Record<string, unknown>> = {}): FieldCatalogue {
  const nameOf = (id: string) => {
    const name = names[id];
    if (typeof name === 'string') return name;
    return id.startsWith('customfield_') ? id : null;
  };
  return { customIds: [], nameOf, epicLinkId: null, startDateId: null };
}

function typeOf(field: JiraField): string {
  return field.schema?.custom?.split(':').at(-1) ?? '';
}

/** One field of one issue; null where it is empty or says nothing a person could read. */
export function readField(id: string, name: string, value: unknown): FieldValue | null {
  const text = readValue(value, 0);
  if (text === null || text === '' || text === '{}') return null;
  return { externalId: id, name, value: text, number: typeof value === 'number' ? value : null };
}

/** Addresses that stand in a field, with the field's name as their title. */
export function fieldLinks(field: FieldValue): TaskLink[] {
  if (!field.value.includes('://')) return [];
  return readText(field.value).links.map((link) => ({ ...link, title: link.title ?? field.name, place: 'field' }));
}

function readValue(value: unknown, depth: number): string | null {
  if (value === null || value === undefined || depth > 4) return null;
  if (typeof value === 'string') return readString(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) {
    const parts = value.map((part) => readValue(part, depth + 1)).filter((part) => part !== null && part !== '');
    return parts.length === 0 ? null : parts.join(', ');
  }
  return typeof value === 'object' ? readObject(value, depth) : null;
}

/** Old servers give a sprint as the print of a Java object: `…Sprint@1f[id=1,state=ACTIVE,name=Week 7,…]`. */
function readString(value: string): string {
  const sprint = /\.Sprint@[0-9a-f]+\[.*?\bname=([^,\]]*)/.exec(value);
  return sprint?.[1] ?? (value.includes('://') ? (cleanUrl(value) ?? readText(value).text) : value);
}

/** An option has `value` (and a `child` in a cascade), a person `displayName`, a sprint, version or team `name` or `title`. */
function readObject(value: object, depth: number): string | null {
  if (isAdf(value)) return adfToText(value).text;
  const parts = value as Readonly<Record<string, unknown>>;
  for (const key of ['value', 'displayName', 'name', 'title', 'key']) {
    const own = parts[key];
    if (typeof own !== 'string' && typeof own !== 'number') continue;
    const child = readValue(parts.child, depth + 1);
    return child ? `${own} - ${child}` : String(own);
  }
  return null;
}
