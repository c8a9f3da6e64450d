import { onRings } from './import/rows.ts';
import { roleFromTree } from './people.ts';
import type { Person, Role } from './person.ts';

/** A person with where their role comes from. */
export interface TreePerson extends Person {
  /** False: guessed from the tree, and guessed again when it changes. */
  readonly isRoleByHand: boolean;
}

/** What makes a set of people one that cannot be; each is said in a sentence that helps. */
export interface PeopleProblem {
  readonly code: 'bad-email' | 'email-taken' | 'no-such-manager' | 'above-themselves' | 'last-owner';
  readonly message: string;
}

/** Everyone with the role the tree suggests now, but those whose role was given by hand and owners, who are never guessed. */
export function guessRoles(people: readonly TreePerson[]): TreePerson[] {
  const here = people.filter(isHere);
  return people.map((person) =>
    person.isRoleByHand || person.role === 'owner' ? person : { ...person, role: roleFromTree(person.id, here) },
  );
}

/** What the tree suggests for one person, whatever role they have. */
export function guessRole(personId: string, people: readonly TreePerson[]): Exclude<Role, 'owner'> {
  return roleFromTree(personId, people.filter(isHere));
}

/** Why these people cannot stand like this; null where they can. Only the one that was changed can be wrong in it. */
export function findProblem(people: readonly TreePerson[], changed: TreePerson): PeopleProblem | null {
  if (!/^[^\s@]+@[^\s@]+$/u.test(changed.email))
    return { code: 'bad-email', message: `“${changed.email}” is not an e-mail address.` };
  const namesake = people.find(({ id, email }) => id !== changed.id && email === changed.email);
  if (namesake) return { code: 'email-taken', message: `${namesake.name} has the address ${changed.email} already.` };
  const managers = new Map(people.map(({ id, managerId }) => [id, managerId]));
  if (changed.managerId !== null && !managers.has(changed.managerId))
    return { code: 'no-such-manager', message: 'There is no such manager.' };
  if (onRings([changed.id], (id) => managers.get(id) ?? null).has(changed.id))
    return { code: 'above-themselves', message: `${changed.name} would be above themselves.` };
  if (!people.some((person) => person.role === 'owner' && isHere(person)))
    return { code: 'last-owner', message: 'Somebody has to stay owner: make another person an owner first.' };
  return null;
}

function isHere(person: Person): boolean {
  return person.leftAt === null;
}
