import type { Person } from './person.ts';

type Member = Pick<Person, 'id' | 'managerId'>;

/** Whoever a person answers to, the nearest first, with the tree read once; a ring in the tree ends the walk. */
export function walkUp(people: readonly Member[]): (personId: string) => string[] {
  const byId = new Map(people.map((person) => [person.id, person]));
  return (personId) => {
    const above: string[] = [];
    for (let next = byId.get(personId)?.managerId; next && next !== personId; next = byId.get(next)?.managerId) {
      if (above.includes(next)) break;
      above.push(next);
    }
    return above;
  };
}

/**
 * Who has to be told that this reader reads this manager's page: the manager, and whoever stands between the two. Nobody, where it is their
 * own page or that of somebody who answers to them directly. An owner who stands nowhere above skips everybody: the manager is told.
 */
export function toldOf(readerId: string, managerId: string, people: readonly Member[]): string[] {
  if (readerId === managerId) return [];
  const above = walkUp(people)(managerId);
  const height = above.indexOf(readerId);
  if (height === 0) return [];
  return [managerId, ...(height < 0 ? [] : above.slice(0, height))];
}
