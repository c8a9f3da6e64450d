import { startOfDay } from '../domain/days.ts';
import type { Viewer } from '../domain/person.ts';
import { DECISIONS_MIN, firstMonth, measure, measureByMonth, PROMISED } from '../domain/precision.ts';
import { sayThreshold, THRESHOLDS, type ThresholdName, thresholdInForce } from '../domain/threshold.ts';
import type { Database } from '../store/database.ts';
import { listThresholdMoves, readSetThresholds } from '../store/threshold-moves.ts';
import { listDecidedLinks } from '../store/views/precision.ts';
import type { ViewDeps } from './read-alignment.ts';
import { momentOf } from './view-query.ts';

/**
 * How often links were right, of those that people decided on in twelve months, as far as the viewer sees their tasks: by month, by
 * likelihood and by kind of evidence. Beside it, from which likelihood on links stand without asking, and why.
 */
export async function readPrecision(
  deps: ViewDeps,
  viewer: Viewer,
  query: { readonly asOf?: string | undefined } = {},
) {
  const moment = await momentOf(deps.db, deps.now(), query.asOf);
  const now = moment.at.getTime();
  const since = startOfDay(`${firstMonth(now, moment.timeZone)}-01`, moment.timeZone);
  const { links, leftOut } = await listDecidedLinks(deps.db, viewer, moment, new Date(since - 1));
  const isEnough = links.length >= DECISIONS_MIN;
  return {
    asOf: moment.at.toISOString(),
    promised: PROMISED,
    decided: links.length,
    missing: isEnough ? 0 : DECISIONS_MIN - links.length,
    leftOut,
    measured: isEnough ? { ...measure(links), months: measureByMonth(links, now, moment.timeZone) } : null,
    thresholds: await readThresholds(deps.db, viewer),
  };
}

/** From which likelihood on each kind of link stands without asking now, and why; those that never do are left out. */
export async function readThresholds(db: Database, viewer: Viewer) {
  const sets = await readSetThresholds(db);
  const all = await Promise.all(THRESHOLDS.map((name) => readThreshold(db, viewer, name, sets[name])));
  return all.flatMap((one) => one ?? []);
}

async function readThreshold(db: Database, viewer: Viewer, name: ThresholdName, set: number | null) {
  if (set === null) return null;
  const last = (await listThresholdMoves(db, name)).at(-1);
  const movedTo = last?.moved_to ?? null;
  const isMoved = movedTo !== null && movedTo > set;
  // How many tasks it rests on is for those who may see them all; a person's word rests on none.
  const isWhole = last !== undefined && (viewer.role === 'owner' || last.is_by_person);
  return {
    name,
    set,
    inForce: thresholdInForce(set, movedTo),
    isMoved,
    movedAt: last?.at.toISOString() ?? null,
    movedBy: last?.by_name ?? null,
    because: isWhole ? last.because : sayThreshold(name, set, movedTo),
  };
}

export type PrecisionReport = Awaited<ReturnType<typeof readPrecision>>;
