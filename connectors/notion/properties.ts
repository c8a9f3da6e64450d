import type { DocumentProperty } from '../../src/domain/document.ts';
import { readText } from '../link-secrets.ts';
import { type RichText, richTextsSchema } from './schema.ts';

type Property = { readonly type: string } & Readonly<Record<string, unknown>>;

/** The page's title, wherever its data source keeps it. */
export function titleOf(properties: Readonly<Record<string, Property>> | null | undefined): string {
  const title = Object.values(properties ?? {}).find(({ type }) => type === 'title');
  return title ? wordsOf(title.title).trim() : '';
}

/** What a row's columns say, in their order; empty ones and the title are left out. */
export function readProperties(properties: Readonly<Record<string, Property>> | null | undefined): DocumentProperty[] {
  return Object.entries(properties ?? {}).flatMap(([name, property]) => {
    if (property.type === 'title') return [];
    const { value, number } = readValue(property.type, property[property.type]);
    return value === '' ? [] : [{ name, value: readText(value).text, number }];
  });
}

interface Value {
  readonly value: string;
  readonly number: number | null;
}

/** A value by its kind. A formula or rollup holds another value; a relation the ids of the pages it names. */
function readValue(kind: string, held: unknown, depth = 0): Value {
  if (typeof held === 'number') return { value: String(held), number: held };
  if (typeof held === 'boolean') return { value: held ? 'yes' : 'no', number: null };
  if (typeof held === 'string') return { value: held, number: null };
  if (typeof held !== 'object' || held === null || depth > 5) return { value: '', number: null };
  if (kind === 'relation') return { value: idsOf(held), number: null };
  if (kind === 'rich_text' || kind === 'title') return { value: wordsOf(held), number: null };
  if (Array.isArray(held)) {
    const values = held.map((one) => readValue('', one, depth + 1).value).filter((value) => value !== '');
    return { value: values.join(', '), number: null };
  }
  const record = held as Readonly<Record<string, unknown>>;
  if (kind === 'date' || typeof record.start === 'string') return { value: daysOf(record), number: null };
  if (typeof record.prefix === 'string' && typeof record.number === 'number') {
    return { value: `${record.prefix}-${record.number}`, number: null };
  }
  // An option, a status, a person, a file.
  if (typeof record.name === 'string') return { value: record.name, number: null };
  if (typeof record.type === 'string' && record.type in record) {
    return readValue(record.type, record[record.type], depth + 1);
  }
  return { value: textOf(record.plain_text), number: null };
}

/** A span of days is due at its end; times of day are cut off. */
function daysOf({ start, end }: Readonly<Record<string, unknown>>): string {
  return (textOf(end) || textOf(start)).slice(0, 10);
}

/** Whoever reads rows knows the pages' titles. */
function idsOf(held: object): string {
  const ids = Array.isArray(held) ? held.map((one: { readonly id?: unknown } | null) => textOf(one?.id)) : [];
  return ids.filter((id) => id !== '').join(', ');
}

function wordsOf(held: unknown): string {
  return plainText(richTextsSchema.parse(held));
}

export function plainText(texts: readonly RichText[]): string {
  return texts.map(({ plain_text }) => plain_text ?? '').join('');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
