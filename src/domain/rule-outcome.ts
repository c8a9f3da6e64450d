import { LIKELIHOODS } from './evidence/likelihoods.ts';
import type { FlagState } from './flag.ts';
import type { Rule } from './goal.ts';

export interface RuleGround {
  /** Whether a goal counts today: open, and of the current cycle. */
  readonly isOpen: (goalId: string) => boolean;
  /** Evidence at or above it links by itself. */
  readonly automaticThreshold: number;
}

interface RuleCase {
  readonly state: FlagState;
  /** Something other than rules keeps it where it is. */
  readonly isHeld: boolean;
  /** What the first rule that fits says now; null: none fits. */
  readonly now: Rule['then'] | null;
  /** The same with the list as it would be. */
  readonly after: Rule['then'] | null;
}

/**
 * The state a task would be in if the list of rules were another: as a flag is found, for what rules can move. A person's word and what
 * hangs on a goal by more than a rule stay; work that only the rule held has no why without it. Evidence that contradicts the rule, and
 * allowances that are used up, are told apart only when it is saved.
 */
export function outcomeOf(
  { state, isHeld, now, after }: RuleCase,
  { isOpen, automaticThreshold }: RuleGround,
): FlagState {
  if (isHeld || STAYS.has(state) || isSame(now, after)) return state;
  const byRule = (now !== null && now !== 'ktlo' && state === 'aligned') || UPKEEP.has(state);
  const free: FlagState = byRule ? 'no-why' : state;
  if (free === 'aligned' || after === null) return free;
  if (after === 'ktlo') return MAY_KEEP_LIGHTS_ON.has(free) ? 'ktlo' : free;
  if (!isOpen(after.goalId)) return free === 'suggested' ? 'no-why' : free;
  return LIKELIHOODS.rule >= automaticThreshold ? 'aligned' : 'suggested';
}

function isSame(now: Rule['then'] | null, after: Rule['then'] | null): boolean {
  if (now === null || after === null || now === 'ktlo' || after === 'ktlo') return now === after;
  return now.goalId === after.goalId;
}

const STAYS: ReadonlySet<FlagState> = new Set(['unknown', 'not-now', 'approved', 'pending-decision']);
const UPKEEP: ReadonlySet<FlagState> = new Set(['ktlo', 'over-allowance']);
const MAY_KEEP_LIGHTS_ON: ReadonlySet<FlagState> = new Set(['suggested', 'no-why']);
