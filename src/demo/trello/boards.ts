/** Boards with what stands on them beside cards: lists, labels, custom fields, members. */
import { stateAt } from '../state.ts';
import type { SimScope, SimTask, World } from '../world.ts';
import { type BoardFields, makeBoardFields } from './custom-fields.ts';
import { idOf, isoOf, madeAt, pick, shortLinkOf, slugOf, type TrelloRecord } from './ids.ts';
import { type Members, shortMember } from './members.ts';

export interface Board {
  readonly scope: SimScope;
  readonly id: string;
  readonly shortLink: string;
  /** By id, which is by age. */
  readonly cards: readonly SimTask[];
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

export function makeBoards(world: World, members: Members): Board[] {
  const cards = Map.groupBy(
    world.tasks.filter((task) => task.tool === 'trello'),
    (task) => task.scopeId,
  );
  const organisationId = idOf(world.startsAt, `organisation ${world.seed}`);
  return world.scopes
    .filter((scope) => scope.tool === 'trello')
    .map((scope) => makeBoard(scope, cards.get(scope.id) ?? [], { world, members, organisationId }));
}

interface Parts {
  readonly world: World;
  readonly members: Members;
  readonly organisationId: string;
}

function makeBoard(scope: SimScope, found: readonly SimTask[], parts: Parts): Board {
  const cards = found.toSorted((one, other) => (one.vendorId < other.vendorId ? -1 : 1));
  const bornAt = madeAt(scope.vendorId);
  const labels = new Map(labelNamesOf(cards).map((name) => [name, makeLabel(scope.vendorId, bornAt, name)]));
  const unnamed = ['green', 'red'].map((color) => ({
    id: idOf(bornAt, `label ${scope.vendorId} ${color} unnamed`),
    idBoard: scope.vendorId,
    name: '',
    color,
  }));
  const people = membersOf(scope, cards, parts);
  const shortLink = shortLinkOf(scope.vendorId);
  return {
    scope,
    id: scope.vendorId,
    shortLink,
    cards,
    fields: makeBoardFields(scope, cards),
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
    closed: group.archivedAt !== null && group.archivedAt <= now,
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
    const last = stateAt(card, world.endsAt);
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
  const closed = scope.archivedAt !== null && scope.archivedAt <= now;
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
