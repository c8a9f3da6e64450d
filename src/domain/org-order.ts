import type { Person, Team } from './person.ts';
import { managersOfTeams } from './team-managers.ts';

type Member = Pick<Person, 'id' | 'name' | 'managerId' | 'teamId'>;

interface LedTeam {
  readonly team: Team;
  /** Whom most of its members answer to; null where nobody does. */
  readonly leader: Pick<Person, 'id' | 'name'> | null;
}

/** Teams in the order of the org tree: from the top down, each leader's teams together, by name where the tree says nothing. Never by a number. */
export function teamsInTreeOrder(teams: readonly Team[], people: readonly Member[]): LedTeam[] {
  const leaders = managersOfTeams(people);
  const places = placesInTree(people);
  const placeOf = ({ id }: Team) => places.get(leaders.get(id)?.id ?? '') ?? Number.POSITIVE_INFINITY;
  return teams
    .toSorted((a, b) => compareNumbers(placeOf(a), placeOf(b)) || compareNames(a, b))
    .map((team) => ({ team, leader: leaders.get(team.id) ?? null }));
}

/** Each person's place in a walk from the top: whoever answers to nobody first, then their own people, by name. A ring is never entered. */
function placesInTree(people: readonly Member[]): Map<string, number> {
  const known = new Set(people.map(({ id }) => id));
  const below = Map.groupBy(people, ({ managerId }) => (managerId !== null && known.has(managerId) ? managerId : null));
  const places = new Map<string, number>();
  const open = (below.get(null) ?? []).toSorted(compareNames).reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    places.set(next.id, places.size);
    open.push(...(below.get(next.id) ?? []).toSorted(compareNames).reverse());
  }
  return places;
}

function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a - b;
}

function compareNames(a: { readonly id: string; readonly name: string }, b: typeof a): number {
  return a.name.localeCompare(b.name, 'en') || (a.id < b.id ? -1 : 1);
}
