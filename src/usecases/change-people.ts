import { randomUUID } from 'node:crypto';
import type { AuditEvent } from '../domain/audit.ts';
import type { Role } from '../domain/person.ts';
import { findProblem, guessRoles, type TreePerson } from '../domain/person-change.ts';
import { ROLE_WORDS } from '../domain/role-words.ts';
import { type Actor, insertAuditEvent } from '../store/audit.ts';
import { listConnections } from '../store/connections.ts';
import type { Database, Tx } from '../store/database.ts';
import { ensureTeams, keepPersonPeriods } from '../store/imports.ts';
import { holdPeople, insertPerson, listPeople, updatePeople } from '../store/people.ts';
import { endSessions } from '../store/sessions.ts';
import { markAllStale } from '../store/stale.ts';
import { UseCaseError } from './errors.ts';
import { matchFoundPeople } from './match-people.ts';

interface Deps {
  readonly db: Database;
  readonly now: () => number;
  readonly onStale: () => Promise<void>;
}

/** What is left out stays as it is. */
export interface PersonChange {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly managerId?: string | null | undefined;
  /** A team's name, made where there is none of it; null: none. */
  readonly team?: string | null | undefined;
  /** `guessed`: what the org tree suggests, now and whenever it changes. */
  readonly role?: Role | 'guessed' | undefined;
  /** False: the person left; what they did stays, and they sign in no more. */
  readonly isHere?: boolean | undefined;
}

/** @throws UseCaseError `bad-email`, `email-taken`, `no-such-manager`. */
export async function addPerson(
  deps: Deps,
  by: Actor,
  given: PersonChange & { readonly name: string; readonly email: string },
): Promise<{ id: string }> {
  const blank = { id: randomUUID(), email: '', name: '', managerId: null, teamId: null, role: 'member', leftAt: null };
  const added = await inPeople(deps, async (tx, people) => {
    const person = await changed(tx, { ...blank, isRoleByHand: false } as TreePerson, given, new Date(deps.now()));
    checkPeople([...people, person], person);
    await insertPerson(tx, person);
    await writePeople(tx, people, [...people, person]);
    const event = { what: 'person-added', about: { personId: person.id }, says: `Added ${person.name}.` } as const;
    await insertAuditEvent(tx, by, new Date(deps.now()), event);
    return person;
  });
  return { id: added.id };
}

/**
 * Changes what is named of a person. Roles that were guessed from the tree are guessed again for everybody.
 *
 * @throws UseCaseError `no-such-person`, `bad-email`, `email-taken`, `no-such-manager`, `above-themselves`, `last-owner`.
 */
export async function changePerson(deps: Deps, by: Actor, id: string, change: PersonChange): Promise<void> {
  await inPeople(deps, async (tx, people) => {
    const before = people.find((person) => person.id === id);
    if (!before) throw new UseCaseError('no-such-person', 'There is no such person.', { isNotFound: true });
    const after = await changed(tx, before, change, new Date(deps.now()));
    const all = people.map((person) => (person.id === id ? after : person));
    checkPeople(all, after);
    await writePeople(tx, people, all);
    if (after.leftAt && !before.leftAt) await endSessions(tx, id);
    // A person's team is their tasks' team.
    if (after.teamId !== before.teamId) await markAllStale(tx, new Date(deps.now()));
    const stands = guessRoles(all).find((person) => person.id === id) ?? after;
    for (const event of eventsOf(before, stands)) await insertAuditEvent(tx, by, new Date(deps.now()), event);
  });
}

/** Everybody is held and read, changed in one transaction, and then accounts and tasks follow. */
async function inPeople<T>(deps: Deps, work: (tx: Tx, people: TreePerson[]) => Promise<T>): Promise<T> {
  const answer = await deps.db.transaction().execute(async (tx) => {
    await holdPeople(tx);
    const done = await work(tx, await listPeople(tx));
    await keepPersonPeriods(tx, new Date(deps.now()));
    return done;
  });
  for (const { id } of await listConnections(deps.db)) await matchFoundPeople(deps, id);
  await deps.onStale();
  return answer;
}

async function changed(tx: Tx, person: TreePerson, change: PersonChange, at: Date): Promise<TreePerson> {
  const role = change.role === undefined || change.role === 'guessed' ? person.role : change.role;
  return {
    ...person,
    name: change.name?.trim() ?? person.name,
    email: change.email?.trim().toLowerCase() ?? person.email,
    managerId: change.managerId === undefined ? person.managerId : change.managerId,
    teamId: change.team === undefined ? person.teamId : await teamIdOf(tx, change.team),
    // An owner whose role is to be guessed is an owner no more: owners are never guessed.
    role: change.role === 'guessed' && role === 'owner' ? 'member' : role,
    isRoleByHand: change.role === undefined ? person.isRoleByHand : change.role !== 'guessed',
    leftAt: change.isHere === undefined ? person.leftAt : change.isHere ? null : (person.leftAt ?? at),
  };
}

async function teamIdOf(tx: Tx, name: string | null): Promise<string | null> {
  const wanted = name?.trim();
  if (!wanted) return null;
  return (await ensureTeams(tx, [wanted])).get(wanted.toLowerCase()) ?? null;
}

function checkPeople(people: readonly TreePerson[], person: TreePerson): void {
  const problem = findProblem(guessRoles(people), person);
  if (problem) throw new UseCaseError(problem.code, problem.message);
}

/** Writes those that are another than before, with the roles the tree suggests now. */
async function writePeople(tx: Tx, before: readonly TreePerson[], after: readonly TreePerson[]): Promise<void> {
  const known = new Map(before.map((person) => [person.id, JSON.stringify(person)]));
  await updatePeople(
    tx,
    guessRoles(after).filter((person) => known.get(person.id) !== JSON.stringify(person)),
  );
}

/** One sentence an act: a role and a leaving are told apart from the rest. */
function eventsOf(before: TreePerson, after: TreePerson): AuditEvent[] {
  const about = { personId: after.id };
  const events: AuditEvent[] = [];
  if (before.role !== after.role) {
    const roles = { from: before.role, to: after.role };
    const says = `Made ${after.name} ${ROLE_WORDS[after.role].article}, before ${ROLE_WORDS[before.role].article}.`;
    events.push({ what: 'role-changed', about: { ...about, ...roles }, says });
  }
  if (!before.leftAt && after.leftAt) events.push({ what: 'person-left', about, says: `${after.name} left.` });
  if (before.leftAt && !after.leftAt) events.push({ what: 'person-returned', about, says: `${after.name} is back.` });
  const parts = (['name', 'email', 'managerId', 'teamId'] as const).filter((part) => before[part] !== after[part]);
  if (parts.length > 0) {
    const named = parts.map((part) => PART_WORDS[part]).join(', ');
    events.push({ what: 'person-changed', about: { ...about, parts }, says: `Changed the ${named} of ${after.name}.` });
  }
  return events;
}

const PART_WORDS = { name: 'name', email: 'address', managerId: 'manager', teamId: 'team' } as const;
