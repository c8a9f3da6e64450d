import { createHash } from 'node:crypto';
import type { SimPerson, World } from '../world.ts';
import { idOf, type TrelloRecord } from './ids.ts';

export interface Members {
  /** The member a person is; null where they have no account. */
  of(personId: string | null): TrelloRecord | null;
  byId(id: string): TrelloRecord | undefined;
  /** Whose token it is. */
  readonly me: TrelloRecord;
}

export function makeMembers(world: World): Members {
  const members = new Map(world.people.flatMap((person) => entryOf(person)));
  const byId = new Map([...members.values()].flatMap((member) => [[String(member.id), member] as const]));
  const me = [...members.values()][0] ?? makeMember(idOf(world.startsAt, 'robot'), 'Robot', 'robot');
  return {
    of: (personId) => (personId === null ? null : (members.get(personId) ?? null)),
    byId: (id) => (id === me.id ? me : byId.get(id)),
    me,
  };
}

/** What an action or a board's list says of a member. */
export function shortMember(member: TrelloRecord): TrelloRecord {
  const {
    id,
    activityBlocked,
    avatarHash,
    avatarUrl,
    fullName,
    idMemberReferrer,
    initials,
    nonPublic,
    nonPublicAvailable,
    username,
  } = member;
  return {
    id,
    activityBlocked,
    avatarHash,
    avatarUrl,
    fullName,
    idMemberReferrer,
    initials,
    nonPublic,
    nonPublicAvailable,
    username,
  };
}

function entryOf(person: SimPerson): [string, TrelloRecord][] {
  const account = person.accounts.trello;
  if (!account) return [];
  const username = account.username ?? account.name.toLowerCase().replace(/[^a-z0-9]/g, '');
  return [[person.id, makeMember(account.id, account.name, username)]];
}

/** Trello shows nobody's e-mail address to others. */
function makeMember(id: string, fullName: string, username: string): TrelloRecord {
  const avatarHash = createHash('md5').update(`avatar ${id}`).digest('hex');
  const initials = fullName
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .join('')
    .slice(0, 3)
    .toUpperCase();
  return {
    id,
    activityBlocked: false,
    avatarHash,
    avatarUrl: `https://trello-members.s3.amazonaws.com/${id}/${avatarHash}`,
    bio: '',
    bioData: { emoji: {} },
    confirmed: true,
    fullName,
    idEnterprisesDeactivated: [],
    idMemberReferrer: null,
    idPremOrgsAdmin: [],
    initials,
    memberType: 'normal',
    nonPublic: {},
    nonPublicAvailable: false,
    products: [],
    url: `https://trello.com/${username}`,
    username,
    status: 'disconnected',
  };
}
