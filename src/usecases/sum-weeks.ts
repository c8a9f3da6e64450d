import { dayAt } from '../domain/days.ts';
import { addWeeks, isoWeekOf } from '../domain/iso-week.ts';
import type { Database } from '../store/database.ts';
import { readSettings } from '../store/settings.ts';
import { findFirstFlag, keepWeek, listKeptWeeks } from '../store/views/week-sums.ts';
import { momentOfWeek } from './view-query.ts';

/** Trends go no further back. */
const WEEKS = 53;
/** A derivation is stamped when it begins and seen when it is committed: what was on its way when the week ended is in by then. */
const SETTLED_MS = 3_600_000;

/**
 * Keeps the sums of the weeks that ended and are not kept yet, one transaction a week. A second call finds nothing to do.
 *
 * @returns How many were summed.
 */
export async function sumWeeks({ db, now }: { readonly db: Database; readonly now: () => number }): Promise<number> {
  const first = await findFirstFlag(db);
  if (first === null) return 0;
  const { time_zone: timeZone } = await readSettings(db);
  const thisWeek = isoWeekOf(dayAt(now(), timeZone));
  const moments = Array.from({ length: WEEKS }, (_, back) =>
    momentOfWeek(addWeeks(thisWeek, -1 - back), now(), timeZone),
  ).filter(({ at }) => at >= first && at.getTime() <= now() - SETTLED_MS);
  const kept = await listKeptWeeks(db, moments);
  const missing = moments.filter(({ at }) => !kept.has(at.getTime()));
  for (const moment of missing) await keepWeek(db, moment);
  return missing.length;
}
