import type { Day } from './days.ts';
import type { Cycle } from './goal.ts';

/** A share of a team's work that may keep the lights on, 0 to 1; team null: for teams without one, cycle null: in any cycle. */
export interface Allowance {
  readonly teamId: string | null;
  readonly cycleId: string | null;
  readonly share: number;
}

/**
 * What holds for a team in these cycles: what was set for team and cycle, else for the team, else for everybody in the cycle, else for
 * everybody; null where nothing was set. Of several cycles at once the one given first counts.
 */
export function allowanceInForce<T extends Allowance>(
  allowances: readonly T[],
  teamId: string | null,
  cycleIds: readonly string[],
): T | null {
  const teams = teamId === null ? [null] : [teamId, null];
  for (const team of teams) {
    for (const cycle of [...cycleIds, null]) {
      const found = allowances.find((one) => one.teamId === team && one.cycleId === cycle);
      if (found) return found;
    }
  }
  return null;
}

/** The cycles a day is in, the shortest first: a quarter before the year it is part of. */
export function cyclesOn(cycles: readonly Cycle[], today: Day): Cycle[] {
  return cycles
    .filter(({ startsOn, endsOn }) => startsOn <= today && today <= endsOn)
    .sort((a, b) => (a.startsOn === b.startsOn ? (a.endsOn < b.endsOn ? -1 : 1) : a.startsOn > b.startsOn ? -1 : 1));
}
