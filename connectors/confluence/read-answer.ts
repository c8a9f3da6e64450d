import type { ZodType } from 'zod';
import type { WikiReading } from '../wiki.ts';
import { normaliseHit, normalisePage, normaliseSpace } from './normalise.ts';
import { hitSchema, pageSchema, spaceSchema, userSchema } from './schema.ts';

type Plain = Readonly<Record<string, unknown>>;
type Records = WikiReading['records'];

interface Read {
  readonly records: Records;
  readonly reasons: readonly string[];
}

/**
 * How one answer of Confluence is understood, recognised by its shape alone. Pages, blog posts and hits of a search become documents,
 * spaces scopes; everything else is named in `ignored`. Never throws.
 */
export function readAnswer(answer: unknown): WikiReading {
  const isList = isPlain(answer) && Array.isArray(answer.results);
  const list: readonly unknown[] = isList ? (answer.results as unknown[]) : [answer];
  if (list.length === 0) return { kind: 'empty', records: [], ignored: [{ reason: 'An empty list.' }] };
  const base = isPlain(answer) && isPlain(answer._links) ? textOf(answer._links.base) : null;
  const kinds = new Set(list.map(kindOf));
  const read = list.map((one) => readOne(one, base));
  const reasons = new Set(read.flatMap((one) => one.reasons));
  return {
    kind: kinds.size === 1 ? ([...kinds][0] ?? 'unknown') : 'mixed',
    records: read.flatMap(({ records }) => records),
    ignored: [...reasons].map((reason) => ({ reason })),
  };
}

function readOne(one: unknown, base: string | null): Read {
  const kind = kindOf(one);
  switch (kind) {
    case 'page':
      return record(kind, pageSchema, one, (page) => normalisePage(page, base));
    case 'hit':
      return record(kind, hitSchema, one, (hit) => normaliseHit(hit, base));
    case 'space':
      return record(kind, spaceSchema, one, (space) => ({ type: 'scope', ...normaliseSpace(space, base) }));
    case 'user':
      return record(kind, userSchema, one, (user) => ({
        type: 'person',
        externalId: user.accountId,
        name: user.displayName || user.publicName || user.accountId,
        email: user.email || null,
      }));
    default:
      return { records: [], reasons: [IGNORED.get(kind) ?? 'A kind of record that we do not know.'] };
  }
}

function record<T>(kind: string, schema: ZodType<T>, one: unknown, normalise: (value: T) => Records[number]): Read {
  const parsed = schema.safeParse(one);
  if (parsed.success) return { records: [normalise(parsed.data)], reasons: [] };
  return { records: [], reasons: [`A ${kind} without the fields we need.`] };
}

/** What an answer may hold that is no record of ours, and why. */
const IGNORED = new Map([
  ['attachment', 'An attachment is a file; strategy is read from pages.'],
  ['comment', 'A comment states no goal: the page it stands on does.'],
  ['property', 'A property of a page is another program’s note.'],
  ['label', 'A label is read with the pages that carry it.'],
  ['error', 'A refusal names no record.'],
]);

function kindOf(one: unknown): string {
  if (!isPlain(one)) return 'unknown';
  if ('errors' in one || ('statusCode' in one && 'message' in one)) return 'error';
  if (isPlain(one.content) && 'title' in one.content) return 'hit';
  if ('accountId' in one) return 'user';
  if ('mediaType' in one && 'downloadLink' in one) return 'attachment';
  if ('resolutionStatus' in one || (('pageId' in one || 'blogPostId' in one) && !('spaceId' in one))) return 'comment';
  if ('spaceId' in one && 'title' in one) return 'page';
  if ('key' in one && 'name' in one) return 'space';
  if ('key' in one && 'value' in one) return 'property';
  return 'prefix' in one && 'name' in one ? 'label' : 'unknown';
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
