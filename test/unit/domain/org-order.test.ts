import { describe, expect, it } from 'vitest';
import { teamsInTreeOrder } from '../../../src/domain/org-order.ts';

const person = (id: string, managerId: string | null, teamId: string | null = null) => ({
  id,
  name: id,
  managerId,
  teamId,
});
const teams = (...ids: string[]) => ids.map((id) => ({ id, name: id }));
const orderOf = (...given: Parameters<typeof teamsInTreeOrder>) =>
  teamsInTreeOrder(...given).map(({ team }) => team.id);

const PEOPLE = [
  person('root', null),
  person('anton', 'root'),
  person('berta', 'root'),
  person('carl', 'anton'),
  person('w1', 'carl', 'walnut'),
  person('a1', 'berta', 'ash'),
  person('o1', 'anton', 'oak'),
];

describe('teams in the order of the org tree', () => {
  it('come from the top down, what one person leads before what their reports lead, whatever their names', () => {
    expect(orderOf(teams('ash', 'oak', 'walnut'), PEOPLE)).toEqual(['oak', 'walnut', 'ash']);
  });

  it('say who leads each, and come last by name where nobody does', () => {
    const led = teamsInTreeOrder(teams('zebra', 'elm', 'oak'), PEOPLE);
    expect(led.map(({ team, leader }) => [team.id, leader?.id ?? null])).toEqual([
      ['oak', 'anton'],
      ['elm', null],
      ['zebra', null],
    ]);
  });

  it('are the same in whatever order people and teams are given', () => {
    expect(orderOf(teams('walnut', 'ash', 'oak'), PEOPLE.toReversed())).toEqual(['oak', 'walnut', 'ash']);
  });

  it('do not turn in a ring of managers', () => {
    const ring = [person('x', 'y'), person('y', 'x'), person('e1', 'x', 'elm'), ...PEOPLE];
    expect(orderOf(teams('elm', 'oak'), ring)).toEqual(['oak', 'elm']);
  });
});
