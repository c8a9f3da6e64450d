/** The actions of a board, made from the world's events: what Trello keeps of every card's history, newest first. */
import { type Change, changesUntil, isThere } from '../state.ts';
import type { SimTask } from '../world.ts';
import { attachmentIdOf } from './attachments.ts';
import type { Board } from './boards.ts';
import { dueOf } from './cards.ts';
import { valuesOf } from './custom-fields.ts';
import { idOf, isoOf, type TrelloRecord } from './ids.ts';
import { type Members, shortMember } from './members.ts';

export interface Action {
  readonly id: string;
  readonly at: number;
  readonly record: TrelloRecord;
}

/** An action before it has an id and a maker: its type and its data. */
interface Deed {
  readonly type: string;
  readonly data: Record<string, unknown>;
  /** `data` of these is joined by the member it concerns. */
  readonly member?: TrelloRecord;
}

/** What befell a whole board. */
export interface BoardDeed {
  readonly at: number;
  readonly by: string | null;
  readonly closed: boolean;
}

export interface Scene {
  readonly board: Board;
  readonly members: Members;
  /** All boards: a move names the other one. */
  readonly boardOf: (scopeId: string) => Board;
  /** The lists of the board by id, as actions name them. */
  readonly lists: ReadonlyMap<string, TrelloRecord>;
}

export function makeScene(board: Board, boardOf: Scene['boardOf'], members: Members): Scene {
  const lists = new Map(board.scope.groups.map(({ vendorId, name }) => [vendorId, { id: vendorId, name }]));
  return { board, members, boardOf, lists };
}

export function actionsOf(scene: Scene, deeds: readonly BoardDeed[], now: number): Action[] {
  const { board } = scene;
  const actions = board.scope.groups.flatMap(({ vendorId, name, archivedAt }) => {
    if (archivedAt === null || archivedAt > now) return [];
    const data = { list: { id: vendorId, name, closed: true }, old: { closed: false } };
    return [makeAction(scene, archivedAt, null, `archived ${vendorId}`, { type: 'updateList', data })];
  });
  for (const deed of deeds) actions.push(actionOfBoard(scene, deed));
  for (const card of board.everHere) {
    if (card.createdAt <= now) actions.push(...actionsOfCard(card, scene, now));
  }
  return actions.sort((one, other) => (one.id < other.id ? 1 : -1));
}

export function actionOfBoard(scene: Scene, { at, by, closed }: BoardDeed): Action {
  const data = { board: { ...scene.board.short, closed }, old: { closed: !closed } };
  return makeAction(scene, at, by, `board ${scene.board.id}`, { type: 'updateBoard', data });
}

/** The actions of one card that this board has; of a deleted card only its deletion is left. */
export function actionsOfCard(card: SimTask, scene: Scene, now: number): Action[] {
  const changes = changesUntil(card, now);
  const isGone = !isThere(card, now);
  const actions: Action[] = [];
  let scopeId =
    changes.map(({ deed }) => (deed?.type === 'moved' ? deed.from.scopeId : null)).find(Boolean) ?? card.scopeId;
  const here = scene.board.scope.id;
  if (scopeId === here && !isGone) {
    const data = { card: shortCard(card, card.initial.title, scene), list: scene.lists.get(card.initial.status) };
    const text = `created ${card.vendorId}`;
    actions.push(makeAction(scene, card.createdAt, card.authorId, text, { type: 'createCard', data }));
  }
  for (const change of changes) {
    const isMoveHere = change.deed?.type === 'moved' && change.deed.to.scopeId === here;
    if ((scopeId === here || isMoveHere) && (!isGone || change.deed?.type === 'deleted')) {
      actions.push(...actionsOfChange(card, change, scene));
    }
    if (change.deed?.type === 'moved') scopeId = change.deed.to.scopeId;
  }
  return actions;
}

function actionsOfChange(card: SimTask, change: Change, scene: Scene): Action[] {
  const shown = shortCard(card, change.after.title, scene);
  return deedsOf(card, change, shown, scene).map((deed, order) =>
    makeAction(scene, change.at, change.by, `${scene.board.id} ${card.vendorId} ${change.index} ${order}`, deed),
  );
}

function shortCard(card: SimTask, name: string, { board }: Scene): TrelloRecord {
  const shortLink = card.key ?? card.vendorId.slice(-8);
  return { id: card.vendorId, name, idShort: board.numberOf(card), shortLink };
}

function makeAction({ board, members }: Scene, at: number, by: string | null, text: string, deed: Deed): Action {
  const creator = members.of(by) ?? members.me;
  const id = idOf(at, `action ${text}`);
  const record = {
    id,
    idMemberCreator: creator.id,
    data: { board: board.short, ...deed.data },
    appCreator: null,
    type: deed.type,
    date: isoOf(at),
    limits: null,
    memberCreator: shortMember(creator),
    ...(deed.member ? { member: shortMember(deed.member) } : {}),
  };
  return { id, at, record };
}

type Tell = (card: SimTask, change: Change, shown: TrelloRecord, scene: Scene) => Deed[];

function deedsOf(card: SimTask, change: Change, shown: TrelloRecord, scene: Scene): Deed[] {
  if (change.deed?.type === 'deleted') return tellDeletion(card, change, shown, scene);
  if (change.deed?.type === 'moved') return tellBoardMove(card, change, shown, scene);
  const tellers: Tell[] = [tellMove, tellUpdates, tellLabels, tellMembers, tellFields, tellAttachments];
  return tellers.flatMap((tell) => tell(card, change, shown, scene));
}

/** The card's name is gone with the card. */
const tellDeletion: Tell = (_card, { after }, { id, idShort, shortLink }, { lists }) => [
  { type: 'deleteCard', data: { card: { id, idShort, shortLink }, list: lists.get(after.status) } },
];

/** Each of the two boards tells its half, and names the other. */
const tellBoardMove: Tell = (_card, { deed, before, after }, shown, { board, boardOf, lists }) => {
  if (deed?.type !== 'moved') return [];
  const isHere = deed.to.scopeId === board.scope.id;
  const { id, name } = boardOf(isHere ? deed.from.scopeId : deed.to.scopeId).short;
  return isHere
    ? [{ type: 'moveCardToBoard', data: { card: shown, list: lists.get(after.status), boardSource: { id, name } } }]
    : [{ type: 'moveCardFromBoard', data: { card: shown, list: lists.get(before.status), boardTarget: { id, name } } }];
};

const tellMove: Tell = (_card, { before, after }, shown, { lists }) => {
  if (before.status === after.status) return [];
  const data = {
    card: { ...shown, idList: after.status },
    listBefore: lists.get(before.status),
    listAfter: lists.get(after.status),
    old: { idList: before.status },
  };
  return [{ type: 'updateCard', data }];
};

const tellUpdates: Tell = (_card, { before, after }, shown, { lists }) => {
  const pairs = [
    ['name', before.title, after.title],
    ['desc', before.text, after.text],
    ['closed', before.archived, after.archived],
    ['due', dueOf(before), dueOf(after)],
    ['dueComplete', before.completed, after.completed],
  ] as const;
  const list = lists.get(after.status);
  return pairs
    .filter(([, old, next]) => old !== next)
    .map(([name, old, next]) => ({
      type: 'updateCard',
      data: { card: { ...shown, [name]: next }, list, old: { [name]: old } },
    }));
};

const tellLabels: Tell = (_card, { before, after }, shown, { board }) => {
  const tell = (type: string, name: string): Deed => {
    const { id, color } = board.label(name);
    return { type, data: { card: shown, label: { id, name, color }, text: name, value: color } };
  };
  return [
    ...after.labels.filter((name) => !before.labels.includes(name)).map((name) => tell('addLabelToCard', name)),
    ...before.labels.filter((name) => !after.labels.includes(name)).map((name) => tell('removeLabelFromCard', name)),
  ];
};

const tellMembers: Tell = (_card, { before, after }, shown, { members }) => {
  if (before.assigneeId === after.assigneeId) return [];
  const tell = (type: string, personId: string | null): Deed[] => {
    const member = members.of(personId);
    if (!member) return [];
    const data = { card: shown, idMember: member.id, member: { id: member.id, name: member.fullName } };
    return [{ type, data, member }];
  };
  return [...tell('removeMemberFromCard', before.assigneeId), ...tell('addMemberToCard', after.assigneeId)];
};

const tellFields: Tell = (card, { before, after }, shown, { board }) => {
  const old = new Map(valuesOf(before));
  const next = new Map(valuesOf(after));
  const names = new Set([...old.keys(), ...next.keys()]);
  return [...names].flatMap((name) => {
    if (old.get(name) === next.get(name)) return [];
    const now = board.fields.itemOf(card, name, next.get(name) ?? null);
    const then = board.fields.itemOf(card, name, old.get(name) ?? null);
    if (!now || !then) return [];
    const { id, type } = now.field;
    const data = {
      card: shown,
      customField: { id, name, type },
      customFieldItem: now.item,
      old: { value: then.item.value },
    };
    return [{ type: 'updateCustomFieldItem', data }];
  });
};

const tellAttachments: Tell = (card, { at, before, after }, shown, { lists }) =>
  after.attachments
    .filter(({ url }) => !before.attachments.some((attachment) => attachment.url === url))
    .map(({ name, url }) => ({
      type: 'addAttachmentToCard',
      data: {
        card: shown,
        list: lists.get(after.status),
        attachment: { id: attachmentIdOf(card, url, at), name, url },
      },
    }));
