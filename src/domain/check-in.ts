import { addDays, type Day } from './days.ts';
import type { Goal } from './goal.ts';
import type { Viewer } from './person.ts';

/** What somebody said of a key result on a day. */
export interface CheckIn {
  readonly value: number;
  /** That it will be reached, 0 to 1; null where nobody said. */
  readonly confidence: number | null;
  readonly on: Day;
}

export const NOTE_CHARACTERS_MAX = 500;

/** Who owns the goal says how it stands, and so do the managers and leaders of its team, and owners of the deployment. */
export function mayCheckIn(viewer: Viewer, goal: Pick<Goal, 'ownerId'> & { readonly teamId: string | null }): boolean {
  if (viewer.role === 'owner') return true;
  if (viewer.personId !== null && goal.ownerId === viewer.personId) return true;
  if (viewer.role === 'member') return false;
  return goal.teamId === null ? viewer.role === 'leader' : viewer.teamIds.includes(goal.teamId);
}

/**
 * The day the next check-in is due: so many days after the last one, or after its cycle began. Overdue, or without either, it is today.
 */
export function nextCheckInDay(lastOn: Day | null, startsOn: Day | null, everyDays: number, today: Day): Day {
  const since = lastOn ?? startsOn;
  const due = since === null ? today : addDays(since, everyDays);
  return due < today ? today : due;
}

/** The confidence given last, and the one before it: where it goes. */
export function confidenceTrend(checkIns: readonly CheckIn[]): {
  readonly last: number | null;
  readonly before: number | null;
} {
  const given = checkIns.flatMap(({ confidence }) => confidence ?? []);
  return { last: given.at(-1) ?? null, before: given.at(-2) ?? null };
}
