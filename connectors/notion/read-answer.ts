import type { ZodType } from 'zod';
import type { WikiReading } from '../wiki.ts';
import {
  normaliseChildPage,
  normaliseDatabase,
  normaliseDataSource,
  normalisePage,
  normaliseUser,
} from './normalise.ts';
import { blockSchema, databaseSchema, dataSourceSchema, pageSchema, userSchema } from './schema.ts';

type Plain = Readonly<Record<string, unknown>>;
type Records = WikiReading['records'];

interface Read {
  readonly records: Records;
  readonly reason: string | null;
}

/**
 * How one answer of Notion is understood; each object in it says what it is. Pages, and blocks that stand for one, become documents, data
 * sources scopes, people persons; everything else is named in `ignored`. Never throws.
 */
export function readAnswer(answer: unknown): WikiReading {
  const isList = isPlain(answer) && Array.isArray(answer.results);
  const list: readonly unknown[] = isList ? (answer.results as unknown[]) : [answer];
  if (list.length === 0) return { kind: 'empty', records: [], ignored: [{ reason: 'An empty list.' }] };
  const kinds = new Set(list.map(kindOf));
  const read = list.map(readOne);
  const reasons = new Set(read.flatMap(({ reason }) => reason ?? []));
  return {
    kind: kinds.size === 1 ? ([...kinds][0] ?? 'unknown') : 'mixed',
    records: read.flatMap(({ records }) => records),
    ignored: [...reasons].map((reason) => ({ reason })),
  };
}

function readOne(one: unknown): Read {
  const kind = kindOf(one);
  switch (kind) {
    case 'page':
      return record(pageSchema, one, (page) => [normalisePage(page, null)]);
    case 'child page':
      return record(blockSchema, one, (block) => [normaliseChildPage(block)]);
    case 'data_source':
      return record(dataSourceSchema, one, (source) => [{ type: 'scope', ...normaliseDataSource(source) }]);
    case 'database':
      return record(databaseSchema, one, (database) =>
        normaliseDatabase(database).map((scope) => ({ type: 'scope' as const, ...scope })),
      );
    case 'user':
      return record(userSchema, one, (user) => (user.type === 'person' ? [normaliseUser(user)] : []));
    default:
      return { records: [], reason: IGNORED.get(kind) ?? 'A kind of record that we do not know.' };
  }
}

function record<T>(schema: ZodType<T>, one: unknown, normalise: (value: T) => Records): Read {
  const parsed = schema.safeParse(one);
  const records = parsed.success ? normalise(parsed.data) : [];
  const kind = kindOf(one);
  const reason = parsed.success ? IGNORED.get(kind) : OTHER_FORM.get(kind);
  return { records, reason: records.length > 0 ? null : (reason ?? `A ${kind} without the fields we need.`) };
}

/** What an answer may hold that is no record of ours, and why. */
const IGNORED = new Map([
  ['block', 'A block is read with its page.'],
  ['comment', 'A comment states no goal: the page it stands on does.'],
  ['page_markdown', 'A page’s Markdown leaves out what its blocks say.'],
  ['property_item', 'A property is read with its page.'],
  ['user', 'A bot is not a person.'],
  ['view', 'A view is one way to look at a data source.'],
  ['error', 'A refusal names no record.'],
  ['database', 'A database without a data source.'],
]);

const OTHER_FORM = new Map([['database', 'A database as older versions give it, which names no data source.']]);

function kindOf(one: unknown): string {
  if (!isPlain(one) || typeof one.object !== 'string') return 'unknown';
  if (one.object === 'block') return one.type === 'child_page' ? 'child page' : 'block';
  return one.object;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
