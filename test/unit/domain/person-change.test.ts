import { describe, expect, it } from 'vitest';
import { findProblem, guessRole, guessRoles, type TreePerson } from '../../../src/domain/person-change.ts';

function person(id: string, managerId: string | null, given: Partial<TreePerson> = {}): TreePerson {
  const blank = { teamId: null, role: 'member', leftAt: null, isRoleByHand: false } as const;
  return { id, email: `${id}@larkfield.example`, name: id, managerId, ...blank, ...given };
}

const owner = person('olga', null, { role: 'owner' });
const rolesOf = (people: readonly TreePerson[]) => Object.fromEntries(people.map(({ id, role }) => [id, role]));

describe('guessed roles', () => {
  it('follow the tree: who leads managers is a leader, who leads anyone a manager', () => {
    const people = [owner, person('lea', 'olga'), person('ada', 'lea'), person('max', 'ada')];
    expect(rolesOf(guessRoles(people))).toEqual({ olga: 'owner', lea: 'leader', ada: 'manager', max: 'member' });
  });

  it('leave alone what a person gave, and owners', () => {
    const people = [owner, person('lea', 'olga', { role: 'member', isRoleByHand: true }), person('ada', 'lea')];
    expect(rolesOf(guessRoles(people))).toEqual({ olga: 'owner', lea: 'member', ada: 'member' });
    expect(guessRole('lea', people)).toBe('manager');
  });

  it('do not count those who left as somebody to lead', () => {
    const people = [owner, person('ada', 'olga', { role: 'manager' }), person('max', 'ada', { leftAt: new Date(0) })];
    expect(rolesOf(guessRoles(people))).toMatchObject({ ada: 'member' });
  });
});

describe('a person cannot', () => {
  const problem = (changed: TreePerson, others: readonly TreePerson[] = [owner]) =>
    findProblem([...others.filter(({ id }) => id !== changed.id), changed], changed)?.code ?? null;

  it.each<[string, TreePerson, string | null]>([
    ['have an address that is none', person('ada', null, { email: 'ada' }), 'bad-email'],
    ['have the address of another', person('ada', null, { email: 'olga@larkfield.example' }), 'email-taken'],
    ['answer to nobody known', person('ada', 'nobody'), 'no-such-manager'],
    ['answer to themselves', person('ada', 'ada'), 'above-themselves'],
    ['be the last owner and leave', { ...owner, leftAt: new Date(0) }, 'last-owner'],
    ['be the last owner and become another', { ...owner, role: 'leader', isRoleByHand: true }, 'last-owner'],
  ])('%s', (_, changed, code) => {
    expect(problem(changed)).toBe(code);
  });

  it('be above themselves over others', () => {
    expect(problem(person('lea', 'max'), [owner, person('ada', 'lea'), person('max', 'ada')])).toBe('above-themselves');
  });

  it('be refused for what is right', () => {
    expect(problem(person('ada', 'olga'))).toBeNull();
  });
});
