import type { FieldValue, TaskLink, TaskRecord } from '../../src/domain/task.ts';
import type { PersonRecord, ScopeRecord } from '../connector.ts';
import { cleanUrl, withoutSecrets } from '../link-secrets.ts';
import { findTextLinks, uniteLinks } from '../text-links.ts';
import { plainMarkdown } from './plain-markdown.ts';
import type { TrelloBoard, TrelloCard, TrelloCustomField, TrelloCustomFieldItem, TrelloMember } from './schema.ts';

/** A board's own words, which its cards only point at. Plain JSON, so that a cursor can carry it. */
export interface BoardWords {
  readonly isClosed: boolean;
  readonly lists: Readonly<Record<string, { readonly name: string; readonly isClosed: boolean }>>;
  readonly fields: Readonly<Record<string, FieldWords>>;
}

interface FieldWords {
  readonly name: string;
  readonly type: string;
  readonly options: Readonly<Record<string, string>>;
}

export const NO_WORDS: BoardWords = { isClosed: false, lists: {}, fields: {} };

/** @param board The board with its lists and custom fields nested. */
export function wordsOf(board: {
  readonly closed?: boolean | null | undefined;
  readonly lists?: readonly { id: string; name: string; closed?: boolean | null | undefined }[] | null | undefined;
  readonly customFields?: readonly TrelloCustomField[] | null | undefined;
}): BoardWords {
  return {
    isClosed: board.closed ?? false,
    lists: Object.fromEntries((board.lists ?? []).map((l) => [l.id, { name: l.name, isClosed: l.closed ?? false }])),
    fields: Object.fromEntries((board.customFields ?? []).map((field) => [field.id, fieldWords(field)])),
  };
}

function fieldWords({ name, type, options }: TrelloCustomField): FieldWords {
  return {
    name,
    type,
    options: Object.fromEntries((options ?? []).map((option) => [option.id, option.value?.text ?? ''])),
  };
}

/**
 * One card in our shape. Pure.
 *
 * Its status is its list. A list unknown to `words` (a card read without its board) is named by its id.
 */
export function normaliseCard(given: TrelloCard, words: BoardWords): TaskRecord {
  const card = withoutSecrets(given);
  const list = words.lists[card.idList];
  const isMirror = card.cardRole === 'mirror';
  const fields = (card.customFieldItems ?? []).flatMap((item) => fieldOf(item, words.fields[item.idCustomField]));
  return {
    type: 'task',
    externalId: card.id,
    key: card.shortLink ?? card.idShort?.toString() ?? null,
    url: card.shortUrl ?? card.url ?? null,
    kind: card.cardRole ?? (card.isTemplate ? 'template' : 'card'),
    level: null,
    status: { externalId: card.idList, name: list?.name ?? card.idList, category: card.dueComplete ? 'done' : null },
    title: card.name,
    text: textOf(card),
    labels: (card.labels ?? []).flatMap(({ name, color }) => name || color || []),
    fields,
    parentExternalId: null,
    placements: [{ scopeExternalId: card.idBoard, groupExternalId: card.idList, groupName: list?.name ?? null }],
    // A card has members and nobody among them is its assignee; the first was put on it first.
    assigneeId: card.idMembers?.[0] ?? null,
    authorId: null,
    memberIds: card.idMembers ?? [],
    createdAt: createdAtOf(card.id),
    updatedAt: instantOf(card.dateLastActivity),
    finishedAt: null,
    startOn: dayOf(card.start),
    dueOn: dayOf(card.due),
    archived: isArchived(card, words),
    mirrorOfExternalId: isMirror ? (card.mirrorSourceId ?? null) : null,
    links: linksOf(card, fields),
    childCount: null,
    // Actions are read apart, for the whole board at once.
    transitions: null,
    raw: card,
  };
}

/**
 * Trello closes a list or a board and leaves its cards open. A template or a separator is no work at all, and neither is a mirror
 * whose original we cannot name: all of them are put where archived cards are, so that none is counted.
 */
function isArchived(card: TrelloCard, words: BoardWords): boolean {
  const isNoWork = card.isTemplate === true || card.cardRole === 'separator';
  const isLostMirror = card.cardRole === 'mirror' && !card.mirrorSourceId;
  return (
    card.closed === true || words.lists[card.idList]?.isClosed === true || words.isClosed || isNoWork || isLostMirror
  );
}

function textOf(card: TrelloCard): string {
  const items = (card.checklists ?? []).flatMap(({ name, checkItems }) => [
    name ?? '',
    ...(checkItems ?? []).map((item) => `- ${item.name ?? ''}`),
  ]);
  return [plainMarkdown(card.desc ?? ''), items.join('\n')].filter((part) => part !== '').join('\n\n');
}

function linksOf(card: TrelloCard, fields: readonly FieldValue[]): TaskLink[] {
  const attached = (card.attachments ?? []).flatMap(({ name, url }): TaskLink[] => {
    const address = url ? cleanUrl(url) : null;
    return address ? [{ url: address, title: name || null, place: 'attachment' }] : [];
  });
  const items = (card.checklists ?? []).flatMap(({ checkItems }) => (checkItems ?? []).map(({ name }) => name ?? ''));
  // From the Markdown itself: plain text has lost the addresses behind words.
  const written = [card.name, card.desc ?? '', ...items].flatMap((part) => findTextLinks(part));
  const inFields = fields.flatMap(({ value }) => findTextLinks(value, 'field'));
  return uniteLinks(attached, written, inFields);
}

function fieldOf(item: TrelloCustomFieldItem, words: FieldWords | undefined): FieldValue[] {
  const { text, number, date, checked } = item.value ?? {};
  const value = (item.idValue ? words?.options[item.idValue] : (text ?? number ?? date ?? checked)) ?? '';
  if (value === '') return [];
  const amount = number ? Number(number) : Number.NaN;
  return [
    {
      externalId: item.idCustomField,
      name: words?.name ?? item.idCustomField,
      value,
      number: Number.isFinite(amount) ? amount : null,
    },
  ];
}

export function normaliseBoard(board: TrelloBoard): ScopeRecord {
  return {
    externalId: board.id,
    key: board.shortLink ?? null,
    name: board.name,
    url: board.shortUrl ?? board.url ?? null,
    archived: board.closed ?? false,
    kind: 'board',
  };
}

export function normaliseMember(member: TrelloMember): PersonRecord {
  return {
    type: 'person',
    externalId: member.id,
    name: member.fullName || member.username || member.id,
    email: member.email?.toLowerCase() ?? null,
  };
}

/**
 * A card carries no creation date; its id starts with it: eight hex digits, seconds since 1970
 * (Trello support, "Getting the time a card or board was created"). ms; null for an id of another form.
 */
function createdAtOf(id: string): number | null {
  return /^[0-9a-f]{24}$/i.test(id) ? Number.parseInt(id.slice(0, 8), 16) * 1000 : null;
}

export function instantOf(text: string | null | undefined): number | null {
  const at = text ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

/** Trello keeps instants where it shows days; the day is the one in UTC. */
function dayOf(text: string | null | undefined): string | null {
  const at = instantOf(text);
  return at === null ? null : new Date(at).toISOString().slice(0, 10);
}
