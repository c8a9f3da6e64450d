/** Boards with what stands on them beside cards: lists, labels, custom fields, members. */
import { hasHappened, isSeen, stateAt } from '../state.ts';
import type { SimScope, SimTask, World } from '../world.ts';
import { type BoardFields, type FieldType, makeBoardFields } from './custom-fields.ts';
import { idOf, isoOf, madeAt, pick, shortLinkOf, slugOf, type TrelloRecord } from './ids.ts';
import { type Members, shortMember } from './members.ts';

export interface Board {
  readonly scope: SimScope;
  readonly id: string;
  readonly shortLink: string;
  /** By id, which is by age; those that are deleted by now and those still to come among them. */
  readonly cards: readonly SimTask[];
  /** Also those that were moved away. */
  readonly everHere: readonly SimTask[];
  /** `idShort`: kept for good, whatever else comes and goes. */
  numberOf(card: SimTask): number;
  readonly fields: BoardFields;
  readonly labels: readonly TrelloRecord[];
  readonly members: readonly TrelloRecord[];
  label(name: string): TrelloRecord;
  recordAt(now: number): TrelloRecord;
  listsAt(now: number): readonly TrelloRecord[];
  /** What actions and cards say of the board. */
  readonly short: TrelloRecord;
}

const colors = ['green', 'yellow', 'orange', 'red', 'purple', 'blue', 'sky', 'lime', 'pink', 'black'];

export interface Boards {
  readonly all: readonly Board[];
  byScope(scopeId: string): Board;
  /** The board by its id or short link, where the credentials see it. */
  find(id: string, now: number): Board | undefined;
  /** Puts one board together again: a card came or went, or brought a label, a field or a member the board did not have. */
  refit(scopeId: string): Board;
}

export function makeBoards(world: World, members: Members): Boards {
  const organisationId = idOf(world.startsAt, `organisation ${world.seed}`);
  const memory = new Map<string, Memory>();
  const boards = new Map<string, Board>();
  const cards = Map.groupBy(
    world.tasks.filter((task) => task.tool === 'trello'),
    (task) => task.scopeId,
  );
  const put = (scope: SimScope, found: readonly SimTask[], everHere: readonly SimTask[]): Board => {
    const known = memory.get(scope.id) ?? { numbers: new Map<string, number>(), types: new Map<string, FieldType>() };
    memory.set(scope.id, known);
    const board = makeBoard(scope, found, everHere, { world, members, organisationId, ...known });
    boards.set(scope.id, board);
    return board;
  };
  for (const scope of world.scopes) {
    if (scope.tool === 'trello') put(scope, cards.get(scope.id) ?? [], cards.get(scope.id) ?? []);
  }
  const byScope = (scopeId: string) => boards.get(scopeId) as Board;
  return {
    get all() {
      return [...boards.values()];
    },
    byScope,
    find: (id, now) => {
      for (const board of boards.values()) {
        if ((board.id === id || board.shortLink === id) && isSeen(board.scope, now)) return board;
      }
      return undefined;
    },
    refit: (scopeId) => {
      const everHere = world.tasks.filter((task) => task.tool === 'trello' && wasIn(task, scopeId));
      const present = everHere.filter((task) => task.scopeId === scopeId);
      return put(byScope(scopeId).scope, present, everHere);
    },
  };
}

function wasIn(card: SimTask, scopeId: string): boolean {
  return (
    card.scopeId === scopeId || card.events.some(({ deed }) => deed?.type === 'moved' && deed.from.scopeId === scopeId)
  );
}

/** What a board never changes of what it once gave out. */
interface Memory {
  /** By the card's id. */
  readonly numbers: Map<string, number>;
  readonly types: Map<string, FieldType>;
}

interface Parts extends Memory {
  readonly world: World;
  readonly members: Members;
  readonly organisationId: string;
}

function byAge(cards: readonly SimTask[]): SimTask[] {
  return cards.toSorted((one, other) => (one.vendorId < other.vendorId ? -1 : 1));
}

function makeBoard(scope: SimScope, present: readonly SimTask[], past: readonly SimTask[], parts: Parts): Board {
  const { numbers } = parts;
  const cards = byAge(present);
  const everHere = byAge(past);
  for (const card of everHere) if (!numbers.has(card.vendorId)) numbers.set(card.vendorId, numbers.size + 1);
  const bornAt = madeAt(scope.vendorId);
  const labels = new Map(labelNamesOf(everHere).map((name) => [name, makeLabel(scope.vendorId, bornAt, name)]));
  const unnamed = ['green', 'red'].map((color) => ({
    id: idOf(bornAt, `label ${scope.vendorId} ${color} unnamed`),
    idBoard: scope.vendorId,
    name: '',
    color,
  }));
  const people = membersOf(scope, everHere, parts);
  const shortLink = shortLinkOf(scope.vendorId);
  return {
    scope,
    id: scope.vendorId,
    shortLink,
    cards,
    everHere,
    numberOf: (card) => numbers.get(card.vendorId) ?? 0,
    fields: makeBoardFields(scope, everHere, parts.types),
    labels: [...labels.values(), ...unnamed],
    members: people.map(shortMember),
    label: (name) => labels.get(name) ?? makeLabel(scope.vendorId, bornAt, name),
    recordAt: (now) => makeRecord(scope, shortLink, people, parts.organisationId, now),
    listsAt: (now) => scope.groups.map((group, at) => makeList(scope, group, at, now)),
    short: { id: scope.vendorId, name: scope.name, shortLink },
  };
}

function labelNamesOf(cards: readonly SimTask[]): string[] {
  const names = new Set<string>();
  for (const card of cards) {
    for (const state of [card.initial, ...card.events.map((event) => event.set)]) {
      for (const label of state.labels ?? []) names.add(label);
    }
  }
  return [...names].sort();
}

function makeLabel(boardId: string, bornAt: number, name: string): TrelloRecord {
  const color = colors[pick(`color ${name}`, colors.length)] as string;
  return { id: idOf(bornAt, `label ${boardId} ${name}`), idBoard: boardId, name, color };
}

function makeList(scope: SimScope, group: SimScope['groups'][number], at: number, now: number): TrelloRecord {
  return {
    id: group.vendorId,
    name: group.name,
    closed: hasHappened(group.archivedAt, now),
    color: null,
    idBoard: scope.vendorId,
    pos: (at + 1) * 16384,
    type: null,
    datasource: { filter: false },
  };
}

/** The board's team, and whoever holds or made a card on it. */
function membersOf(scope: SimScope, cards: readonly SimTask[], { world, members }: Parts): TrelloRecord[] {
  const ids = new Set(world.people.filter((person) => person.teamId === scope.teamId).map((person) => person.id));
  for (const card of cards) {
    const last = stateAt(card, Number.POSITIVE_INFINITY);
    for (const id of [card.authorId, last?.assigneeId]) {
      if (id) ids.add(id);
    }
  }
  const found = [...ids].sort().flatMap((id): TrelloRecord[] => {
    const member = members.of(id);
    return member ? [member] : [];
  });
  return found.includes(members.me) ? found : [members.me, ...found];
}

function makeRecord(
  scope: SimScope,
  shortLink: string,
  people: readonly TrelloRecord[],
  organisationId: string,
  now: number,
): TrelloRecord {
  const closed = hasHappened(scope.archivedAt, now);
  return {
    id: scope.vendorId,
    nodeId: `ari:cloud:trello::board/workspace/${organisationId}/${scope.vendorId}`,
    name: scope.name,
    desc: '',
    descData: null,
    closed,
    dateClosed: closed ? isoOf(scope.archivedAt as number) : null,
    creationMethod: null,
    idOrganization: organisationId,
    idEnterprise: null,
    idMemberCreator: people[0]?.id ?? null,
    limits: { cards: { openPerBoard: { status: 'ok', disableAt: 5000, warnAt: 4000 } } },
    pinned: false,
    starred: false,
    url: `https://trello.com/b/${shortLink}/${slugOf(scope.name)}`,
    shortUrl: `https://trello.com/b/${shortLink}`,
    shortLink,
    prefs: makePrefs(),
    labelNames: Object.fromEntries(colors.map((color) => [color, ''])),
    memberships: people.map((member) => ({
      id: idOf(madeAt(scope.vendorId), `membership ${scope.vendorId} ${member.id}`),
      idMember: member.id,
      memberType: member === people[0] ? 'admin' : 'normal',
      unconfirmed: false,
      deactivated: false,
    })),
    dateLastActivity: isoOf(now),
    dateLastView: isoOf(now),
    datePluginDisable: null,
    enterpriseOwned: false,
    idTags: [],
    ixUpdate: '1',
    powerUps: [],
    premiumFeatures: [],
    subscribed: false,
    templateGallery: null,
    type: null,
  };
}

function makePrefs(): TrelloRecord {
  return {
    permissionLevel: 'org',
    hideVotes: false,
    voting: 'disabled',
    comments: 'members',
    invitations: 'members',
    selfJoin: true,
    cardCovers: true,
    cardCounts: false,
    isTemplate: false,
    cardAging: 'regular',
    calendarFeedEnabled: false,
    background: idOf(0, 'background'),
    backgroundColor: '#0079BF',
    backgroundTile: false,
    backgroundBrightness: 'dark',
    canBePublic: true,
    canBeEnterprise: true,
    canBeOrg: true,
    canBePrivate: true,
    canInvite: true,
  };
}
