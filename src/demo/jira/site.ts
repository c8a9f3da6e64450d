/** The world as one Jira site at the moment its clock shows. */
import { updatedAt } from '../state.ts';
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
}

export function makeSite(world: World, clock: { readonly now: number }, userTimeZone: string): Site {
  const scopes = new Map(world.scopes.filter((scope) => scope.tool === 'jira').map((scope) => [scope.id, scope]));
  const issues = world.tasks
    .filter((task) => task.tool === 'jira')
    .sort((left, right) => Number(left.vendorId) - Number(right.vendorId));
  const byWorldId = new Map(issues.map((task) => [task.id, task]));
  const byName = new Map(
    issues.flatMap(
      (task) =>
        [
          [task.vendorId, task],
          [(task.key ?? '').toLowerCase(), task],
        ] as const,
    ),
  );
  const children = Map.groupBy(
    issues.filter((task) => task.parentId !== null),
    (task) => task.parentId as string,
  );
  const existing = (task: SimTask | undefined) => (task === undefined || task.createdAt > clock.now ? null : task);
  return {
    world,
    clock,
    zone: makeZone(userTimeZone),
    base: 'http://127.0.0.1',
    fields: makeFieldCatalogue(world),
    vocabulary: makeVocabulary(world),
    people: new Map(world.people.map((person) => [person.id, person])),
    scopes,
    issues,
    children,
    find: (idOrKey) => existing(byName.get(idOrKey.toLowerCase())),
    byWorldId: (id) => byWorldId.get(id) ?? null,
    scopeOf: (task) => scopes.get(task.scopeId) as SimScope,
    updatedAt: (task) => updatedAt(task, clock.now),
  };
}

/** Projects that were archived by now are not part of any search. */
export function isArchived(site: Site, scope: SimScope): boolean {
  return scope.archivedAt !== null && scope.archivedAt <= site.clock.now;
}
