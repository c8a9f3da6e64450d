import {
  CHILDREN_MIN,
  COMPARED_CHILDREN_MIN,
  type Family,
  measureCohesion,
  TITLES_MAX,
} from '../domain/linking/cohesion.ts';
import {
  forgetOtherParents,
  listParents,
  type MeasuredParent,
  readFamilies,
  storeCohesion,
} from '../store/cohesion.ts';
import type { Database, Tx } from '../store/database.ts';
import { noteFinished, noteStarted } from '../store/schedules.ts';
import { holdContextAlone, markTreesStale } from '../store/stale.ts';

/** The name of its schedule. */
export const COHESION = 'cohesion';

/** What is usual, from as many of the others as a moment of work allows. */
const BACKGROUND_PARENTS = 80;
const BACKGROUND_TITLES = 25;
/** Measured in one go: some thousand titles, and between two goes others get their turn. */
const PARENTS_AT_ONCE = 15;

export interface MeasureDeps {
  readonly db: Database;
  readonly now: () => number;
}

/** How many parents were measured, and of how many the verdict is another. */
export interface MeasureCounts {
  readonly measured: number;
  readonly changed: number;
}

/**
 * Finds parents whose children have nothing in common. Measured are those whose children changed, or that could be compared with
 * half of what there is by now at most; a second run finds nothing to do. What is below a parent whose verdict changed becomes stale.
 */
export async function measureParents({ db, now }: MeasureDeps, signal: AbortSignal): Promise<MeasureCounts> {
  const startedAt = new Date(now());
  // First: one that fails for good is tried again next night, and not at every look at what is due.
  await noteStarted(db, COHESION, startedAt);
  const parents = await listParents(db, COMPARED_CHILDREN_MIN);
  const large = parents.filter(({ childCount }) => childCount >= CHILDREN_MIN);
  const background = spread(parents, BACKGROUND_PARENTS);
  const wanted = large.filter((parent) => isDue(parent, background.length));
  const usual = wanted.length > 0 ? await readFamilies(db, background, BACKGROUND_TITLES) : [];
  const kept = large.map(({ id }) => id);
  let changed = await store(db, (tx) => forgetOtherParents(tx, kept), startedAt);
  for (let from = 0; from < wanted.length; from += PARENTS_AT_ONCE) {
    signal.throwIfAborted();
    const found = await measureSome(db, wanted.slice(from, from + PARENTS_AT_ONCE), usual);
    changed += await store(db, (tx) => storeCohesion(tx, found, startedAt), startedAt);
  }
  await noteFinished(db, COHESION, startedAt);
  return { measured: wanted.length, changed };
}

/** As many as that, from all over the list. */
function spread<Item>(items: readonly Item[], countMax: number): Item[] {
  const step = Math.max(1, items.length / countMax);
  return Array.from({ length: Math.min(items.length, countMax) }, (_, at) => items[Math.floor(at * step)] as Item);
}

function isDue({ print, measured }: MeasuredParent, backgroundSize: number): boolean {
  return measured === null || measured.print !== print || backgroundSize >= 2 * measured.comparedWith;
}

async function measureSome(db: Database, parents: readonly MeasuredParent[], usual: readonly Family[]) {
  const own = await readFamilies(db, parents, TITLES_MAX);
  const ids = new Set(parents.map(({ id }) => id));
  const measured = measureCohesion([...own, ...usual.filter(({ parentId }) => !ids.has(parentId))]);
  return parents.flatMap((parent, at) => {
    const one = measured[at];
    return one ? [{ ...one, childCount: parent.childCount, print: parent.print, comparedWith: usual.length }] : [];
  });
}

/** @returns Of how many parents the verdict is another now. */
async function store(db: Database, write: (tx: Tx) => Promise<string[]>, at: Date): Promise<number> {
  return db.transaction().execute(async (tx) => {
    // Every batch of a derivation reads all verdicts.
    await holdContextAlone(tx);
    const changed = await write(tx);
    await markTreesStale(tx, changed, at);
    return changed.length;
  });
}
