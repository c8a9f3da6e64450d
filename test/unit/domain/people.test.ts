import { describe, expect, it } from 'vitest';
import {
  matchAccounts,
  type PersonWithAccounts,
  reportsOf,
  roleFromTree,
  type ToolAccount,
  teamOf,
  teamsSeenBy,
} from '../../../src/domain/people.ts';

function account(with_: Partial<ToolAccount> = {}): ToolAccount {
  return { connectionId: 'c1', tool: 'trello', externalId: 'x1', name: 'Ana S', email: null, ...with_ };
}

function person(id: string, accounts: PersonWithAccounts['accounts'] = {}): PersonWithAccounts {
  return { id, email: `${id}@acme.example`, name: id, accounts };
}

describe('matchAccounts', () => {
  it.each<[string, ToolAccount[], PersonWithAccounts[], [string, 'email' | 'account'] | null]>([
    ['by e-mail, whatever the case', [account({ email: ' ANA@acme.example ' })], [person('ana')], ['ana', 'email']],
    [
      'by e-mail before the account given',
      [account({ email: 'ana@acme.example' })],
      [person('ana'), person('ben', { trello: 'x1' })],
      ['ana', 'email'],
    ],
    ['by the tool’s id', [account()], [person('ana', { trello: 'X1' })], ['ana', 'account']],
    ['by the account’s name', [account()], [person('ana', { trello: 'ana s' })], ['ana', 'account']],
    [
      'by a user name with its @',
      [account({ name: 'anas' })],
      [person('ana', { trello: '@anas' })],
      ['ana', 'account'],
    ],
    ['not by another tool’s account', [account()], [person('ana', { jira: 'x1' })], null],
    ['not by the person’s name', [account({ name: 'ana' })], [person('ana')], null],
    [
      'not where two people were given the same account',
      [account()],
      [person('ana', { trello: 'x1' }), person('ben', { trello: 'x1' })],
      null,
    ],
    [
      'not by a name that two accounts share',
      [account(), account({ externalId: 'x2' })],
      [person('ana', { trello: 'Ana S' })],
      null,
    ],
  ])('matches %s', (_, accounts, people, expected) => {
    const { matched, unmatched } = matchAccounts(accounts, people);
    expect(matched.map(({ personId, by }) => [personId, by])).toEqual(expected ? [expected] : []);
    expect(matched.length + unmatched.length).toBe(accounts.length);
  });
});

describe('teamOf', () => {
  it.each([
    [{ scopeTeam: 'a', ruleTeam: 'b', fieldTeam: 'c', assigneeTeam: 'd' }, 'a'],
    [{ scopeTeam: null, ruleTeam: 'b', fieldTeam: 'c', assigneeTeam: 'd' }, 'b'],
    [{ scopeTeam: null, fieldTeam: 'c', assigneeTeam: 'd' }, 'c'],
    [{ scopeTeam: null, assigneeTeam: 'd' }, 'd'],
    [{ scopeTeam: null, assigneeTeam: null }, null],
  ])('%j: %j', (task, team) => {
    expect(teamOf(task)).toBe(team);
  });
});

describe('the org tree', () => {
  const tree = [
    { id: 'top', managerId: null, teamId: null },
    { id: 'lea', managerId: 'top', teamId: 't0' },
    { id: 'max', managerId: 'lea', teamId: 't1' },
    { id: 'mia', managerId: 'max', teamId: 't1' },
    { id: 'noa', managerId: 'max', teamId: 't2' },
  ];

  it.each([
    ['lea', ['max', 'mia', 'noa'], ['t0', 't1', 't2'], 'leader'],
    ['max', ['mia', 'noa'], ['t1', 't2'], 'manager'],
    ['mia', [], ['t1'], 'member'],
    ['nobody', [], [], 'member'],
  ])('gives %s their reports, teams and role', (id, reports, teams, role) => {
    expect([...reportsOf(id, tree)].sort()).toEqual(reports);
    expect(teamsSeenBy(id, tree)).toEqual(teams);
    expect(roleFromTree(id, tree)).toBe(role);
  });

  it('does not loop where people manage each other', () => {
    const ring = [
      { id: 'a', managerId: 'b', teamId: 't1' },
      { id: 'b', managerId: 'a', teamId: 't2' },
    ];
    expect([...reportsOf('a', ring)]).toEqual(['b']);
  });
});
