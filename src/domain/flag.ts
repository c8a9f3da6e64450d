/** In their order of precedence: where several fit, the first. */
export const FLAG_STATES = [
  'unknown',
  'not-now',
  'approved',
  'pending-decision',
  'ktlo',
  'aligned',
  'wrong-cycle',
  'closed-goal',
  'broken-link',
  'over-allowance',
  'suggested',
  'no-why',
] as const;
export type FlagState = (typeof FLAG_STATES)[number];

/** What one can do about a flag, one for each. */
export type NextAction =
  | 'none'
  | 'link'
  | 'review-suggestion'
  | 'move-to-open-goal'
  | 'mend-link'
  | 'decide'
  | 'wait-for-decision'
  | 'restore-access'
  | 'revisit';

/** Exactly one for each countable task. */
export interface Flag {
  readonly taskId: string;
  readonly state: FlagState;
  /** One sentence that names what was read or tried. */
  readonly reason: string;
  readonly nextAction: NextAction;
  /** Goals it is about: those it serves, or the closed ones, or the one suggested. */
  readonly goalIds: readonly string[];
}

/** A person's decision in force about one task, other than a link. */
export interface TaskDecision {
  readonly taskId: string;
  readonly says: 'ktlo' | 'not-now' | 'approved' | 'pending-decision';
  readonly because: string;
  readonly by: string;
  /** In force from this day to the other, both `YYYY-MM-DD`; null: until undone. */
  readonly fromOn: string;
  readonly untilOn: string | null;
}
