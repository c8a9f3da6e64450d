import { teamsSeenBy } from '../domain/people.ts';
import type { Viewer } from '../domain/person.ts';
import { guessRole, type TreePerson } from '../domain/person-change.ts';
import type { Database } from '../store/database.ts';
import { listStopped } from '../store/digest-people.ts';
import { listPeople, listTeams } from '../store/people.ts';
import { listMatchedAccounts, listUnmatchedAccounts, type MatchedAccount } from '../store/views/connections.ts';

/**
 * People whose part of the organisation the viewer may see, with the way up from it. Addresses and accounts are for owners and the person
 * themselves; accounts that match nobody, addresses that take no mail, and people who left, for owners.
 */
export async function readPeople(db: Database, viewer: Viewer) {
  const [everybody, teams] = [await listPeople(db), await listTeams(db)];
  const teamOf = new Map(teams.map((team) => [team.id, team]));
  const accounts = Map.groupBy(await listMatchedAccounts(db), (account) => account.personId);
  const isOwner = viewer.role === 'owner';
  const seen = seenBy(viewer, everybody);
  const toView = (person: TreePerson) => {
    const isOpen = isOwner || person.id === viewer.personId;
    return {
      id: person.id,
      name: person.name,
      team: person.teamId ? (teamOf.get(person.teamId) ?? null) : null,
      isManager: everybody.some((other) => other.managerId === person.id && !other.leftAt),
      managerId: person.managerId && seen.has(person.managerId) ? person.managerId : null,
      role: person.role,
      // An owner is always named by hand.
      isRoleGuessed: !person.isRoleByHand && person.role !== 'owner',
      guessedRole: guessRole(person.id, everybody),
      email: isOpen ? person.email : null,
      accounts: isOpen ? (accounts.get(person.id) ?? []).map(toAccount) : [],
    };
  };
  const visible = everybody.filter(({ id }) => seen.has(id));
  return {
    items: visible.filter((person) => !person.leftAt).map(toView),
    left: isOwner
      ? visible.flatMap((person) => (person.leftAt ? [{ ...toView(person), leftAt: person.leftAt.toISOString() }] : []))
      : [],
    unmatched: isOwner ? await listUnmatchedAccounts(db) : [],
    stopped: isOwner ? (await listStopped(db)).map((one) => ({ ...one, at: one.at.toISOString() })) : [],
  };
}

/** A manager's part of the tree; a member's own team, whose tasks they may not see, but whose people they know. */
function seenBy(viewer: Viewer, people: readonly TreePerson[]): Set<string> {
  if (viewer.role === 'owner') return new Set(people.map(({ id }) => id));
  const own = people.find(({ id }) => id === viewer.personId);
  const teams = viewer.role === 'member' ? [own?.teamId ?? ''] : viewer.teamIds;
  const isSeen = (person: TreePerson) =>
    person.id === viewer.personId || teamsSeenBy(person.id, people).some((team) => teams.includes(team));
  return new Set(people.filter(isSeen).map(({ id }) => id));
}

function toAccount({ connectionId, connectionName, tool, externalId, name, isByHand }: MatchedAccount) {
  return { connectionId, connectionName, tool, externalId, name, isByHand };
}
