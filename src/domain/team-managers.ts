import type { Person } from './person.ts';

type Member = Pick<Person, 'id' | 'name' | 'managerId' | 'teamId'>;

/** Who leads each team: whom most of its members answer to, the first by name where that is undecided. Teams nobody leads are left out. */
export function managersOfTeams(people: readonly Member[]): Map<string, Pick<Person, 'id' | 'name'>> {
  const byId = new Map(people.map((person) => [person.id, person]));
  const members = Map.groupBy(
    people.filter(({ teamId }) => teamId !== null),
    ({ teamId }) => teamId as string,
  );
  return new Map(
    [...members].flatMap(([teamId, team]) => {
      const managers = team.flatMap(({ managerId }) => byId.get(managerId ?? '') ?? []);
      const [leader] = [...Map.groupBy(managers, ({ id }) => id).values()].sort(
        (a, b) => b.length - a.length || nameOf(a).localeCompare(nameOf(b)),
      );
      return leader?.[0] ? [[teamId, { id: leader[0].id, name: leader[0].name }] as const] : [];
    }),
  );
}

function nameOf([first]: readonly Member[]): string {
  return first?.name ?? '';
}
