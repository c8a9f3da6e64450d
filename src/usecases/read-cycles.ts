import { proposeNextCycle } from '../domain/cycle-calendar.ts';
import { dayAt } from '../domain/days.ts';
import { countGoalsByCycle } from '../store/cycles.ts';
import { listCycles } from '../store/goals.ts';
import { readSettings } from '../store/settings.ts';
import type { ViewDeps } from './read-alignment.ts';

/** All cycles by their first day, with how many goals are in each. */
export async function readCycles({ db, now }: ViewDeps) {
  const { time_zone: timeZone, cycle_length: cycleLength, cycle_start_month: cycleStartMonth } = await readSettings(db);
  const today = dayAt(now(), timeZone);
  const counts = await countGoalsByCycle(db);
  const cycles = await listCycles(db);
  return {
    next: proposeNextCycle({ cycleLength, cycleStartMonth }, cycles, today),
    items: cycles.map(({ id, name, startsOn, endsOn, closedOn = null }) => ({
      ...{ id, name, startsOn, endsOn, closedOn },
      isCurrent: startsOn <= today && today <= endsOn,
      goals: counts.get(id)?.goals ?? 0,
      openGoals: counts.get(id)?.open ?? 0,
    })),
  };
}
