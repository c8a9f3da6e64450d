import type { Person, Viewer } from '../domain/person.ts';
import type { DecidedLink } from '../domain/precision.ts';
import {
  moveThreshold,
  sayPut,
  THRESHOLDS,
  type ThresholdMove,
  type ThresholdName,
  WINDOW_DAYS,
} from '../domain/threshold.ts';
import { type Actor, insertAuditEvent } from '../store/audit.ts';
import type { Database, Tx } from '../store/database.ts';
import { noteFinished, noteStarted } from '../store/schedules.ts';
import { holdContextAlone, markAllStale } from '../store/stale.ts';
import {
  insertThresholdMove,
  listThresholdMoves,
  readSetThresholds,
  type StoredMove,
} from '../store/threshold-moves.ts';
import { listDecidedLinks } from '../store/views/precision.ts';
import { UseCaseError } from './errors.ts';
import { momentOf } from './view-query.ts';

/** The name of its schedule. */
export const THRESHOLD_CHECK = 'thresholds';

/** Every task counts, whoever may see it. */
const EVERYBODY: Viewer = { personId: null, role: 'owner', teamIds: [] };
const DAY_MS = 86_400_000;
/** Nobody’s act: what people decided moved it. */
const THE_SERVICE: Actor = { id: null, name: 'Plumbline' };

interface MoveDeps {
  readonly db: Database;
  readonly now: () => number;
}

/**
 * Holds what people decided against what is promised, and moves each threshold where it must. After a move everything is derived again;
 * a second run finds nothing to move.
 *
 * @returns How many were moved.
 */
export async function moveThresholds({ db, now }: MoveDeps): Promise<number> {
  const at = new Date(now());
  await noteStarted(db, THRESHOLD_CHECK, at);
  const since = new Date(at.getTime() - WINDOW_DAYS * DAY_MS);
  const { links } = await listDecidedLinks(db, EVERYBODY, await momentOf(db, at.getTime()), since);
  const moved = await db.transaction().execute(async (tx) => {
    // Of two that look at once the second finds what the first one moved.
    await holdContextAlone(tx);
    let count = 0;
    for (const name of THRESHOLDS) if (await moveOne(tx, name, links, at)) count += 1;
    if (count > 0) await markAllStale(tx, at);
    return count;
  });
  await noteFinished(db, THRESHOLD_CHECK, at);
  return moved;
}

async function moveOne(tx: Tx, name: ThresholdName, links: readonly DecidedLink[], at: Date): Promise<boolean> {
  const set = (await readSetThresholds(tx))[name];
  if (set === null) return false;
  const moves = (await listThresholdMoves(tx, name)).map(toMove);
  const wanted = moveThreshold(name, set, moves, links, at.getTime());
  if (!wanted) return false;
  const { decided, right } = wanted.precision;
  await insertThresholdMove(tx, {
    ...{ name, moved_to: wanted.to, because: wanted.because, decided, right_ones: right, at },
    ...{ by_person_id: null, by_name: 'the service', is_by_person: false },
  });
  const about = { name, to: wanted.to, decided, right };
  await insertAuditEvent(tx, THE_SERVICE, at, { what: 'threshold-moved', about, says: wanted.because });
  return true;
}

function toMove({ at, moved_to: to, is_by_person: isByPerson }: StoredMove): ThresholdMove {
  return { at: at.getTime(), to, isByPerson };
}

export interface ThresholdWord {
  readonly name: ThresholdName;
  /** null: back to where the organisation set it. */
  readonly to: number | null;
}

/**
 * A person puts a threshold back to where it was set, or where they want it. From then on only what is decided afterwards moves it.
 *
 * @throws UseCaseError `below-set` where less is asked for than the organisation set.
 */
export async function changeThreshold(
  deps: MoveDeps & { readonly onStale: () => Promise<void> },
  by: Pick<Person, 'id' | 'name'>,
  { name, to }: ThresholdWord,
): Promise<void> {
  const at = new Date(deps.now());
  await deps.db.transaction().execute(async (tx) => {
    await holdContextAlone(tx);
    const set = (await readSetThresholds(tx))[name];
    if (to !== null && (set === null || to <= set)) {
      const detail = 'Say a likelihood above the one that is set, or change the one that is set.';
      throw new UseCaseError('below-set', detail);
    }
    await insertThresholdMove(tx, {
      ...{ name, moved_to: to, because: sayPut(name, by.name, to), at },
      ...{ by_person_id: by.id, by_name: by.name, is_by_person: true },
    });
    await insertAuditEvent(tx, by, at, {
      what: 'threshold-moved',
      about: { name, to },
      says: sayPut(name, by.name, to),
    });
    await markAllStale(tx, at);
  });
  await deps.onStale();
}
