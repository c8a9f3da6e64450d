import type { Day } from './days.ts';
import type { Goal } from './goal.ts';
import type { StatedGoal } from './proposal-reading.ts';

/** A goal of ours and what a proposal knows it as. */
export interface KnownSource {
  readonly goalId: string;
  readonly knownAs: string;
  /** What was stated when a person last decided. */
  readonly decided: StatedGoal | null;
}

export interface DiffPerson {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly teamId: string | null;
}

/** What a reading is compared with. */
export interface DiffGround {
  readonly goals: readonly Goal[];
  /** Of this proposal. */
  readonly sources: readonly KnownSource[];
  /** Title of another page that states a goal, by the goal's id. */
  readonly elsewhere: ReadonlyMap<string, string>;
  readonly people: readonly DiffPerson[];
  readonly today: Day;
  /** The cycle this page is about. */
  readonly cycleId: string | null;
}
