import type { Weight } from '../api/schemas/common.ts';
import type { DecisionAnswer } from '../api/schemas/decisions.ts';
import type { Grouping } from '../api/schemas/task-order.ts';
import type { Standing } from '../domain/alignment.ts';
import type { FlagState } from '../domain/flag.ts';
import type { GoalFlagKind } from '../domain/goal-flag.ts';

/** The heading of a list of one kind of work. Labels, kinds and actions are the domain's (`domain/wording.ts`). */
export const headings: Readonly<Record<FlagState | 'unaligned' | 'decided' | 'all', string>> = {
  all: 'All work that is judged',
  unaligned: 'Work with no why yet',
  decided: 'Work that was decided otherwise',
  aligned: 'Work that serves a goal',
  suggested: 'Work that waits for your decision',
  'no-why': 'Work that hangs on nothing yet',
  'closed-goal': 'Work that hangs on a closed goal',
  'wrong-cycle': 'Work that hangs on another cycle’s goal',
  'broken-link': 'Work whose line is cut',
  ktlo: 'Work that keeps the lights on',
  'over-allowance': 'Work beyond the keep-the-lights-on allowance',
  'not-now': 'Work that was put off',
  approved: 'Work approved outside the goals',
  'pending-decision': 'Work with a decision pending',
  unknown: 'Work we cannot see now',
};

/** Of work whose sources name different goals, whatever state it is in. */
export const contradictionHeading = 'Work whose sources name different goals';

/** Which work flows, on the strategy map. */
export const mapStandingNames: Readonly<Record<Standing, string>> = {
  aligned: 'serves a goal',
  unaligned: 'no why yet',
  decided: 'decided otherwise',
  unknown: 'cannot be seen',
};

/** How the weight is named in its switch. */
export const weightNames: Readonly<Record<Weight, string>> = {
  count: 'count',
  estimate: 'estimate',
  'active-days': 'active days',
};

/** What weighed amounts are amounts of; an estimate is told in medians of its scope. */
export const weightUnits: Readonly<Record<Weight, string>> = {
  count: 'tasks',
  estimate: 'typical tasks',
  'active-days': 'working days',
};

/** What a list can be put together by. */
export const groupingNames: Readonly<Record<Grouping, string>> = {
  team: 'team',
  manager: 'manager',
  theme: 'theme',
  tool: 'tool',
};

/** What somebody said of a task beside the goals it serves. */
export const decisionNames: Readonly<Record<DecisionAnswer['says'], string>> = {
  ktlo: 'keeps the lights on',
  'not-now': 'not now',
  approved: 'approved outside the goals',
  'pending-decision': 'asked for a decision',
};

/** What became of what was said. */
export const standingNames: Readonly<Record<DecisionAnswer['standing'], string>> = {
  'in-force': 'holds',
  due: 'its day has come',
  over: 'is over',
  replaced: 'replaced since',
  undone: 'taken back',
};

/** What somebody may want to look at in a goal, where there is no room for a sentence. */
export const goalFlagNames: Readonly<Record<GoalFlagKind, string>> = {
  unstaffed: 'nobody works on it',
  'off-pace': 'behind an even pace',
  'output-without-outcome': 'work done, the number did not move',
  stale: 'no check-in lately',
};
