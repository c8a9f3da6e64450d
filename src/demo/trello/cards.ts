/** Cards as Trello shows them. Each is kept with its fields already written as JSON: a page of a thousand is then only put together. */
import { isSeen, isThere, stateAt, updatedAt } from '../state.ts';
import type { SimTask, SimTaskState } from '../world.ts';
import { attachmentsOf, attachmentsText } from './attachments.ts';
import type { Board } from './boards.ts';
import { isoOf, slugOf, type TrelloRecord } from './ids.ts';
import type { Members } from './members.ts';

export interface CardView {
  /** Null: all. */
  readonly fields: readonly string[] | null;
  readonly customFieldItems: boolean;
  readonly attachments: boolean;
  /** Null: all. */
  readonly attachmentFields: string | null;
  readonly checklists: boolean;
  readonly members: boolean;
}

export interface CardShelf {
  find(id: string, now: number): { board: Board; card: SimTask } | undefined;
  recordAt(board: Board, card: SimTask, now: number): TrelloRecord;
  /** The card in JSON, with what the view asks for. */
  textAt(board: Board, card: SimTask, now: number, view: CardView): string;
  renderAll(now: number): void;
  forget(): void;
  /** Takes in a board that was put together again. */
  refit(board: Board): void;
  /** Forgets how one card looked. */
  drop(card: SimTask): void;
}

interface Shelved {
  readonly record: TrelloRecord;
  /** `"name":"…"` by field, the nested parts among them. */
  readonly parts: ReadonlyMap<string, string>;
  readonly attachments: readonly TrelloRecord[];
}

/** Parts beside the card's own fields, which come only when asked for. */
const nested = new Set(['customFieldItems', 'members']);

export function makeCardShelf(boards: readonly Board[], members: Members): CardShelf {
  const places = new Map<string, { board: Board; card: SimTask }>();
  const vendorIds = new Map<string, string>();
  const refit = (board: Board) => {
    for (const card of board.cards) {
      const place = { board, card };
      places.set(card.vendorId, place);
      if (card.key) places.set(card.key, place);
      vendorIds.set(card.id, card.vendorId);
    }
  };
  for (const board of boards) refit(board);
  const shelved = new Map<string, Shelved>();
  const shelve = (board: Board, card: SimTask, now: number): Shelved => {
    const known = shelved.get(card.vendorId);
    if (known) return known;
    const made = makeShelved({
      board,
      card,
      number: board.numberOf(card),
      members,
      now,
      sourceId: vendorIds.get(card.mirrorOf ?? '') ?? null,
    });
    shelved.set(card.vendorId, made);
    return made;
  };
  return {
    find: (id, now) => {
      const place = places.get(id);
      return place && isThere(place.card, now) && isSeen(place.board.scope, now) ? place : undefined;
    },
    recordAt: (board, card, now) => shelve(board, card, now).record,
    textAt: (board, card, now, view) => putTogether(shelve(board, card, now), view),
    renderAll: (now) => {
      for (const { board, card } of places.values()) if (isThere(card, now)) shelve(board, card, now);
    },
    forget: () => shelved.clear(),
    refit,
    drop: (card) => shelved.delete(card.vendorId),
  };
}

function putTogether({ parts, attachments }: Shelved, view: CardView): string {
  let text = `{${parts.get('id')}`;
  for (const name of view.fields ?? parts.keys()) {
    const part = name === 'id' || nested.has(name) ? undefined : parts.get(name);
    if (part !== undefined) text += `,${part}`;
  }
  if (view.customFieldItems) text += `,${parts.get('customFieldItems')}`;
  if (view.attachments) text += `,${attachmentsText(attachments, view.attachmentFields)}`;
  // The world has no checklists.
  if (view.checklists) text += ',"checklists":[]';
  if (view.members) text += `,${parts.get('members')}`;
  return `${text}}`;
}

interface CardParts {
  readonly board: Board;
  readonly card: SimTask;
  /** Its number on the board. */
  readonly number: number;
  readonly members: Members;
  readonly now: number;
  /** The card it mirrors. */
  readonly sourceId: string | null;
}

function makeShelved(from: CardParts): Shelved {
  const state = stateAt(from.card, from.now) ?? from.card.initial;
  const record = makeCard(from, state);
  const whole = {
    ...record,
    customFieldItems: from.board.fields.itemsOf(from.card, state),
    members: [from.members.of(state.assigneeId)].filter((member) => member !== null),
  };
  const parts = Object.entries(whole).map(
    ([name, value]) => [name, `${JSON.stringify(name)}:${JSON.stringify(value)}`] as const,
  );
  return { record, parts: new Map(parts), attachments: attachmentsOf(from.card, state, from.now, from.members) };
}

function makeCard({ board, card, number, members, now, sourceId }: CardParts, state: SimTaskState): TrelloRecord {
  const assignee = members.of(state.assigneeId);
  const labels = state.labels.map((label) => board.label(label));
  const shortLink = card.key ?? card.vendorId.slice(-8);
  return {
    id: card.vendorId,
    agent: null,
    badges: makeBadges(state),
    cardRole: card.mirrorOf === null ? null : 'mirror',
    checkItemStates: [],
    closed: state.archived,
    cover: makeCover(),
    dateLastActivity: isoOf(updatedAt(card, now)),
    desc: state.text,
    descData: { emoji: {} },
    due: dueOf(state),
    dueComplete: state.completed,
    dueReminder: null,
    email: null,
    idAttachmentCover: null,
    idBoard: board.id,
    idChecklists: [],
    idLabels: labels.map((label) => label.id),
    idList: state.status,
    idMembers: assignee ? [assignee.id] : [],
    idMembersVoted: [],
    idShort: number,
    isTemplate: false,
    labels,
    manualCoverAttachment: false,
    mirrorSourceId: sourceId,
    name: state.title,
    nodeId: `ari:cloud:trello::card/workspace/${board.recordAt(now).idOrganization}/${card.vendorId}`,
    pinned: false,
    pos: number * 16384,
    shortLink,
    shortUrl: `https://trello.com/c/${shortLink}`,
    start: null,
    subscribed: false,
    url: `https://trello.com/c/${shortLink}/${number}-${slugOf(state.title)}`,
  };
}

export function dueOf(state: Pick<SimTaskState, 'dueOn'>): string | null {
  return state.dueOn === null ? null : `${state.dueOn}T17:00:00.000Z`;
}

function makeBadges(state: SimTaskState): TrelloRecord {
  return {
    attachments: state.attachments.length,
    attachmentsByType: { trello: { board: 0, card: 0 } },
    checkItems: 0,
    checkItemsChecked: 0,
    checkItemsEarliestDue: null,
    comments: 0,
    description: state.text !== '',
    due: dueOf(state),
    dueComplete: state.completed,
    externalSource: null,
    fogbugz: '',
    lastUpdatedByAi: false,
    location: false,
    maliciousAttachments: 0,
    start: null,
    subscribed: false,
    viewingMemberVoted: false,
    votes: 0,
  };
}

function makeCover(): TrelloRecord {
  return {
    idAttachment: null,
    color: null,
    idUploadedBackground: null,
    size: 'normal',
    brightness: 'dark',
    yPosition: 0.5,
    idPlugin: null,
  };
}
