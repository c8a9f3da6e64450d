import type { Person } from './person.ts';
import { managersOfTeams } from './team-managers.ts';

type Member = Pick<Person, 'id' | 'name' | 'managerId' | 'teamId'>;

/** Teams that are shown as one: those under a person, or (`null`) the rest of them. */
export interface TeamGroup {
  readonly by: Pick<Person, 'id' | 'name'> | null;
  readonly teamIds: readonly string[];
}

/**
 * Which of these teams are shown as one, so that no more than `most` places are left: those under the same person, as low in the org tree as
 * will do; where the tree does not help, the largest teams stay and the rest is one.
 *
 * @param teamIds The largest first.
 * @returns By team; empty where all of them can be shown.
 */
export function groupTeams(
  teamIds: readonly string[],
  people: readonly Member[],
  most: number,
): Map<string, TeamGroup> {
  if (teamIds.length <= most) return new Map();
  const byId = new Map(people.map((person) => [person.id, person]));
  const leaders = managersOfTeams(people);
  let heads = new Map(teamIds.flatMap((id) => (leaders.has(id) ? [[id, leaders.get(id)?.id as string]] : [])));
  const places = () => new Set(heads.values()).size + teamIds.length - heads.size;
  // As high as the tree is at most: a ring in it ends the climb as well.
  for (let level = 0; level < people.length && places() > most; level += 1) {
    const above = new Map([...heads].map(([team, head]) => [team, byId.get(head)?.managerId ?? head]));
    if ([...above].every(([team, head]) => heads.get(team) === head)) break;
    heads = above;
  }
  return places() > most || places() < 2 ? restOf(teamIds, most) : byHead(heads, byId);
}

function byHead(heads: ReadonlyMap<string, string>, byId: ReadonlyMap<string, Member>): Map<string, TeamGroup> {
  const groups = Map.groupBy(heads.keys(), (team) => heads.get(team) as string);
  return new Map(
    [...groups].flatMap(([head, teamIds]) => {
      const by = { id: head, name: byId.get(head)?.name ?? head };
      return teamIds.length < 2 ? [] : teamIds.map((team): [string, TeamGroup] => [team, { by, teamIds }]);
    }),
  );
}

function restOf(teamIds: readonly string[], most: number): Map<string, TeamGroup> {
  const rest: TeamGroup = { by: null, teamIds: teamIds.slice(most - 1) };
  return new Map(rest.teamIds.map((team) => [team, rest]));
}
