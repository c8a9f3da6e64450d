import { dayAt } from '../domain/days.ts';
import { type ResultMoved, resultMoved } from '../domain/digest-results.ts';
import type { Goal } from '../domain/goal.ts';
import { type IsoWeek, mondayOf } from '../domain/iso-week.ts';
import { type CheckInRow, listCheckInsOfWeek } from '../store/check-ins.ts';
import { listCycles } from '../store/goals.ts';
import { readSettings } from '../store/settings.ts';
import type { Span } from '../store/views/digest.ts';
import type { ViewDeps } from './read-alignment.ts';

/** The key results that somebody spoke of in the week, by their key. Goals are no secret, and neither is how they stand. */
export async function readResults(
  { db }: Pick<ViewDeps, 'db'>,
  week: IsoWeek,
  { span, timeZone }: { readonly span: Span; readonly timeZone: string },
  goals: readonly Goal[],
): Promise<Map<string, ResultMoved>> {
  const rows = Map.groupBy(await listCheckInsOfWeek(db, span), ({ goalId }) => goalId);
  const { working_days: workingDays } = await readSettings(db);
  const cycles = new Map((await listCycles(db)).map((cycle) => [cycle.id, cycle]));
  const spoken = goals.flatMap((goal): [string, ResultMoved][] => {
    const checkIns = (rows.get(goal.id) ?? []).map((row) => toSigned(row, timeZone));
    const result = resultMoved(goal, cycles.get(goal.cycleId ?? ''), checkIns, mondayOf(week), workingDays);
    return result ? [[goal.key, result]] : [];
  });
  return new Map(spoken);
}

function toSigned({ value, confidence, at, byName, note }: CheckInRow, timeZone: string) {
  return { value, confidence, note, by: byName, on: dayAt(at.getTime(), timeZone) };
}
