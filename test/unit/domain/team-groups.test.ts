import { describe, expect, it } from 'vitest';
import { groupTeams } from '../../../src/domain/team-groups.ts';

const person = (id: string, managerId: string | null, teamId: string | null = null) => ({
  id,
  name: id,
  managerId,
  teamId,
});
/** One over four areas over sixteen heads over eighty teams. */
const tree = [
  person('lead', null),
  ...Array.from({ length: 4 }, (_, n) => person(`area-${n}`, 'lead')),
  ...Array.from({ length: 16 }, (_, n) => person(`head-${n}`, `area-${n >> 2}`)),
  ...Array.from({ length: 80 }, (_, n) => person(`manager-${n}`, `head-${Math.floor(n / 5)}`)),
  ...Array.from({ length: 160 }, (_, n) => person(`member-${n}`, `manager-${n % 80}`, `team-${n % 80}`)),
];
const teams = (count: number) => Array.from({ length: count }, (_, n) => `team-${n}`);

describe('teams that are shown as one', () => {
  it('are none where all of them fit', () => {
    expect(groupTeams(teams(16), tree, 16).size).toBe(0);
  });

  it('are those under the same person, as low in the tree as will do', () => {
    const groups = groupTeams(teams(80), tree, 16);
    expect(new Set([...groups.values()].map(({ by }) => by?.id)).size).toBe(16);
    expect(groups.get('team-7')).toEqual({ by: { id: 'head-1', name: 'head-1' }, teamIds: teams(80).slice(5, 10) });
    expect(new Set([...groupTeams(teams(80), tree, 6).values()].map(({ by }) => by?.id))).toEqual(
      new Set(['area-0', 'area-1', 'area-2', 'area-3']),
    );
  });

  it('are all but the largest where nobody leads them, or one leads all', () => {
    for (const people of [
      [],
      teams(80)
        .map((team) => person(`of-${team}`, 'boss', team))
        .concat(person('boss', null)),
    ]) {
      const groups = groupTeams(teams(80), people, 16);
      expect([...groups.keys()]).toEqual(teams(80).slice(15));
      expect(groups.get('team-15')?.by).toBeNull();
    }
  });

  it('are found in a tree with a ring', () => {
    const ring = tree.map((one) => (one.id === 'lead' ? person('lead', 'area-0') : one));
    expect(groupTeams(teams(80), ring, 2).size).toBeGreaterThan(0);
  });
});
