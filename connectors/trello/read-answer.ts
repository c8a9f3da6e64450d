import type { ZodType } from 'zod';
import type { Reading } from '../connector.ts';
import { historyOf, tombstonesOf } from './history.ts';
import { type BoardWords, NO_WORDS, normaliseBoard, normaliseCard, normaliseMember, wordsOf } from './normalise.ts';
import { actionSchema, boardReadSchema, boardSchema, cardSchema, memberSchema } from './schema.ts';

type Records = Reading['records'];
type Plain = Record<string, unknown>;

/**
 * How one answer of Trello is understood, recognised by its shape alone: the address it came from is not known here.
 *
 * Cards, boards and members become records, one for each the answer holds, also where they are nested in a board; actions become the
 * history they tell. Everything else is named in `ignored`. Never throws.
 */
export function readAnswer(answer: unknown): Reading {
  if (isPlain(answer) && isPlain(answer.response) && 'body' in answer.response) return readAnswer(answer.response.body);
  const list = Array.isArray(answer) ? answer : [answer];
  const kinds = new Set(list.map(kindOf));
  const kind = kinds.size === 0 ? 'empty' : kinds.size === 1 ? ([...kinds][0] ?? 'empty') : 'mixed';
  if (kind === 'empty') return { kind, records: [], ignored: [{ reason: 'An empty list.' }] };
  if (kind === 'action') return readActions(list);
  const read = list.map((one) => readOne(one, NO_WORDS));
  return { kind, records: read.flatMap(({ records }) => records), ignored: distinct(read.flatMap((r) => r.reasons)) };
}

function readActions(list: readonly unknown[]): Reading {
  const parsed = list.map((one) => actionSchema.safeParse(one));
  const actions = parsed.flatMap((result) => (result.success ? [result.data] : []));
  const records = [...historyOf(actions), ...tombstonesOf(actions)];
  const told = records.reduce(
    (sum, record) => sum + (record.type === 'history' ? (record.transitions?.length ?? 0) : 1),
    0,
  );
  const reasons = [
    ...(told < actions.length ? ['Actions that move no card say nothing that we keep.'] : []),
    ...(actions.length < list.length ? ['An action without the fields we need.'] : []),
  ];
  return { kind: 'action', records, ignored: distinct(reasons) };
}

interface Read {
  readonly records: Records;
  readonly reasons: readonly string[];
}

function readOne(one: unknown, words: BoardWords): Read {
  const kind = kindOf(one);
  switch (kind) {
    case 'card':
      return record(kind, cardSchema, one, (card) => normaliseCard(card, words));
    case 'member':
      return record(kind, memberSchema, one, normaliseMember);
    case 'board':
      return readBoard(one as Plain);
    default:
      return { records: [], reasons: [IGNORED.get(kind) ?? 'A kind of record that we do not know.'] };
  }
}

/** A board with the cards and members nested in it, whose lists and fields give its cards their words. */
function readBoard(one: Plain): Read {
  const scope = record('board', boardSchema, one, (board) => ({ type: 'scope' as const, ...normaliseBoard(board) }));
  const nested = boardReadSchema.safeParse(one);
  const words = nested.success ? wordsOf(nested.data) : NO_WORDS;
  const inside = [one.cards, one.members]
    .flatMap((list) => (Array.isArray(list) ? list : []))
    .map((nestedOne) => readOne(nestedOne, words));
  const all = [scope, ...inside];
  return { records: all.flatMap((read) => read.records), reasons: all.flatMap((read) => read.reasons) };
}

function record<T>(kind: string, schema: ZodType<T>, one: unknown, normalise: (value: T) => Records[number]): Read {
  const parsed = schema.safeParse(one);
  if (parsed.success) return { records: [normalise(parsed.data)], reasons: [] };
  return { records: [], reasons: [`A ${kind} without the fields we need.`] };
}

/** What an answer may hold that is no record of ours, and why. */
const IGNORED = new Map([
  ['list', 'A list comes with its board and names the status of its cards.'],
  ['label', 'A label comes with the cards that carry it.'],
  ['checklist', 'A checklist is read with its card.'],
  ['custom-field', 'A custom field comes with its board.'],
  ['custom-field-item', 'A field value is read with its card.'],
  ['attachment', 'An attachment is read with its card.'],
  ['organization', 'A workspace holds boards; only the boards are scopes.'],
  ['webhook', 'A webhook is ours and no record of the tool.'],
  ['error', 'A refusal names no record.'],
  ['id', 'Only ids were asked for.'],
  ['nothing', 'The answer is empty.'],
]);

/** The fields that tell a record; first match wins. */
const SIGNS: readonly (readonly [kind: string, fields: readonly string[]])[] = [
  ['action', ['type', 'data', 'date']],
  ['card', ['idList', 'idBoard']],
  ['webhook', ['callbackURL']],
  ['checklist', ['checkItems']],
  ['custom-field-item', ['idCustomField']],
  ['custom-field', ['modelType', 'type']],
  ['organization', ['displayName', 'idBoards']],
  ['organization', ['displayName', 'name']],
  ['member', ['username']],
  ['member', ['fullName']],
  ['board', ['prefs']],
  ['board', ['labelNames']],
  ['board', ['lists']],
  ['board', ['closed', 'shortUrl']],
  ['board', ['closed', 'idOrganization']],
  ['attachment', ['mimeType']],
  ['attachment', ['isUpload']],
  ['list', ['idBoard', 'pos']],
  ['label', ['idBoard', 'color']],
  ['label', ['color', 'name']],
  ['error', ['message']],
  ['error', ['error']],
  // Recorders keep an answer that was plain text, or nothing, under these names.
  ['error', ['_text_body']],
  ['nothing', ['_value']],
];

function kindOf(one: unknown): string {
  if (one === null || one === undefined) return 'nothing';
  if (typeof one === 'string') return 'error';
  if (!isPlain(one)) return 'unknown';
  const sign = SIGNS.find(([, fields]) => fields.every((field) => field in one));
  if (sign) return sign[0];
  return Object.keys(one).join() === 'id' ? 'id' : 'unknown';
}

function distinct(reasons: readonly string[]): Reading['ignored'] {
  return [...new Set(reasons)].map((reason) => ({ reason }));
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
