/** The world as one Jira site at the moment its clock shows. */
import { hasHappened, isSeen, isThere, updatedAt } from '../state.ts';
import type { SimPerson, SimScope, SimTask, World } from '../world.ts';
import { makeZone, type Zone } from './dates.ts';
import { type FieldCatalogue, makeFieldCatalogue } from './fields.ts';
import { makeVocabulary, type Vocabulary } from './vocabulary.ts';

export interface Site {
  readonly world: World;
  readonly clock: { readonly now: number };
  readonly zone: Zone;
  /** `http://127.0.0.1:PORT`; known once it listens. */
  base: string;
  readonly fields: FieldCatalogue;
  readonly vocabulary: Vocabulary;
  readonly people: ReadonlyMap<string, SimPerson>;
  readonly scopes: ReadonlyMap<string, SimScope>;
  /** Every issue the world will ever hold, oldest id first. */
  readonly issues: readonly SimTask[];
  readonly children: ReadonlyMap<string, readonly SimTask[]>;
  /** The issue with this numeric id or key, whatever the case; null while it does not exist. */
  find(idOrKey: string): SimTask | null;
  byWorldId(id: string): SimTask | null;
  scopeOf(task: SimTask): SimScope;
  updatedAt(task: SimTask): number;
  /** Takes in issues that were made, moved or given another parent. */
  refit(): void;
}

export function makeSite(world: World, clock: { readonly now: number }, userTimeZone: string): Site {
  const scopes = new Map(world.scopes.filter((scope) => scope.tool === 'jira').map((scope) => [scope.id, scope]));
  let register = makeRegister(world);
  const existing = (task: SimTask | undefined) => (task !== undefined && isThere(task, clock.now) ? task : null);
  return {
    world,
    clock,
    zone: makeZone(userTimeZone),
    base: 'http://127.0.0.1',
    fields: makeFieldCatalogue(world),
    vocabulary: makeVocabulary(world),
    people: new Map(world.people.map((person) => [person.id, person])),
    scopes,
    get issues() {
      return register.issues;
    },
    get children() {
      return register.children;
    },
    find: (idOrKey) => existing(register.byName.get(idOrKey.toLowerCase())),
    byWorldId: (id) => existing(register.byWorldId.get(id)),
    scopeOf: (task) => scopes.get(task.scopeId) as SimScope,
    updatedAt: (task) => updatedAt(task, clock.now),
    refit: () => {
      register = makeRegister(world);
    },
  };
}

function makeRegister(world: World) {
  const issues = world.tasks
    .filter((task) => task.tool === 'jira')
    .sort((left, right) => Number(left.vendorId) - Number(right.vendorId));
  const children = Map.groupBy(
    issues.filter((task) => task.parentId !== null),
    (task) => task.parentId as string,
  );
  const byName = new Map(issues.flatMap((task) => namesOf(task).map((name) => [name.toLowerCase(), task] as const)));
  return { issues, children, byName, byWorldId: new Map(issues.map((task) => [task.id, task])) };
}

/** An issue that was moved still answers to its former keys. */
function namesOf(task: SimTask): string[] {
  const former = task.events.flatMap(({ deed }) => (deed?.type === 'moved' ? [deed.from.key ?? ''] : []));
  return [task.vendorId, task.key ?? '', ...former];
}

export function isArchived(site: Site, scope: SimScope): boolean {
  return hasHappened(scope.archivedAt, site.clock.now);
}

/** Projects that were archived or deleted by now, or are out of the account's sight, are not part of any search. */
export function isOpen(site: Site, scope: SimScope): boolean {
  return !isArchived(site, scope) && isSeen(scope, site.clock.now);
}
