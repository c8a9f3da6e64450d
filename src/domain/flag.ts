import { findContradictions } from './contradiction.ts';
import type { Hop } from './evidence.ts';
import { goalName, hopWords, listWords, pathWords, surenessOf, triedWords } from './flag-words.ts';
import type { Cycle, Goal } from './goal.ts';
import { type GoalStanding, goalStanding } from './goal-standing.ts';
import { isHolding, type Link, type LinkFindings } from './link.ts';
import type { Task } from './task.ts';
import { decisionSentence, dueSentence, isDue, isInForce, type TaskDecision } from './task-decision.ts';

export type { TaskDecision };

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
export const NEXT_ACTIONS = [
  'none',
  'link',
  'review-suggestion',
  'choose-goal',
  'move-to-open-goal',
  'mend-link',
  'decide',
  'wait-for-decision',
  'restore-access',
  'revisit',
] as const;
export type NextAction = (typeof NEXT_ACTIONS)[number];

/** Exactly one for each countable task. */
export interface Flag {
  readonly taskId: string;
  readonly state: FlagState;
  /** One sentence that names what was read or tried. */
  readonly reason: string;
  readonly nextAction: NextAction;
  /** Goals it is about: those it serves, or the closed ones, or those suggested, the likeliest first. */
  readonly goalIds: readonly string[];
}

export interface FlagInput {
  readonly task: Pick<Task, 'id' | 'visibility'>;
  readonly findings: LinkFindings;
  /** The KTLO rule that fits, with what it rests on; null where none does. */
  readonly rule: { readonly says: 'ktlo'; readonly hops: readonly Hop[] } | null;
  /** In force, or a “not now” whose day has come. */
  readonly decision: TaskDecision | null;
  readonly goals: ReadonlyMap<string, Goal>;
  readonly cycles: ReadonlyMap<string, Cycle>;
  /** The organisation's day, `YYYY-MM-DD`. */
  readonly today: string;
  /** People said enough for percentages to mean what they say. */
  readonly isCalibrated: boolean;
  /** This task is part of what its team keeps going beyond its allowance. */
  readonly overAllowance: boolean;
}

interface Holding {
  readonly link: Link;
  readonly goal: Goal;
  readonly standing: GoalStanding;
}

/**
 * The one state of a task, its reason and what to do next. Where several states fit, the first in the order of `FLAG_STATES`: a person's
 * decision in force before anything a machine found, and within one task an open goal before a closed one.
 */
export function findFlag(input: FlagInput): Flag {
  return withPromise(firstThatFits(input), input);
}

function firstThatFits(input: FlagInput): Flag {
  const holding = holdingOf(input);
  return (
    ofAccess(input) ??
    ofDecision(input) ??
    ofOpenGoals(input, holding) ??
    ofOtherCycle(input, holding) ??
    ofClosedGoal(input, holding) ??
    ofBrokenLink(input) ??
    ofRule(input) ??
    ofSuggestion(input) ??
    noWhy(input)
  );
}

function flag(
  input: FlagInput,
  state: FlagState,
  nextAction: NextAction,
  reason: string,
  goalIds: readonly string[] = [],
): Flag {
  return { taskId: input.task.id, state, reason, nextAction, goalIds };
}

function holdingOf(input: FlagInput): Holding[] {
  return input.findings.links.flatMap((link): Holding[] => {
    const goal = input.goals.get(link.goalId);
    if (!goal || !isHolding(link.verdict)) return [];
    return [{ link, goal, standing: goalStanding(goal, input.cycles, input.today) }];
  });
}

function ofAccess(input: FlagInput): Flag | null {
  if (input.task.visibility !== 'access-lost') return null;
  return flag(
    input,
    'unknown',
    'restore-access',
    'The tool no longer shows us this task, so nothing is said about it until it does.',
  );
}

const AFTER_DECISION: Record<TaskDecision['says'], NextAction> = {
  'not-now': 'revisit',
  approved: 'none',
  'pending-decision': 'wait-for-decision',
  ktlo: 'none',
};

function ofDecision(input: FlagInput): Flag | null {
  const { decision } = input;
  if (!decision || !isInForce(decision, input.today)) return null;
  return flag(input, decision.says, AFTER_DECISION[decision.says], decisionSentence(decision, input.goals));
}

/** Where no word of a person's is needed, a promise to look again needs none either. */
const SETTLED: readonly FlagState[] = ['unknown', 'aligned', 'ktlo'];

/** What was put off until today comes back as what it is now, and says so until somebody decides. */
function withPromise(found: Flag, { decision, today }: FlagInput): Flag {
  if (!decision || !isDue(decision, today) || SETTLED.includes(found.state)) return found;
  return { ...found, nextAction: 'decide', reason: `${dueSentence(decision)} ${found.reason}` };
}

function ofOpenGoals(input: FlagInput, holding: readonly Holding[]): Flag | null {
  const open = holding.filter(({ standing }) => standing === 'open');
  if (open.length === 0) return null;
  const serves = `Serves ${listWords(open.map(servedWords))}`;
  const others = contradicting(input).filter((link) => !isHolding(link.verdict));
  if (others.length === 0) return flag(input, 'aligned', 'none', `${serves}.`, ids(open));
  const against = listWords(others.map((link) => saidWords(link, input.goals)));
  return flag(input, 'aligned', 'choose-goal', `${serves}, but ${against}: which one is meant?`, ids(open));
}

/** Links whose evidence contradicts another's. */
function contradicting({ findings, goals, cycles, today }: FlagInput): Link[] {
  const isOpen = (goal: Goal) => goalStanding(goal, cycles, today) === 'open';
  const found = findContradictions(findings.links, goals, isOpen);
  return findings.links.filter(({ goalId }) => found.has(goalId));
}

/** "epic ONB-40 “Import”, label okr:kr3.1 says KR3.1 “Median days”". */
function saidWords({ goalId, evidence: [first] }: Link, goals: ReadonlyMap<string, Goal>): string {
  const goal = goals.get(goalId);
  return `${first ? pathWords(first, goal) : 'something'} says ${goal ? goalName(goal) : 'another goal'}`;
}

function servedWords({ goal, link }: Holding): string {
  const [first] = link.evidence;
  return first ? `${goalName(goal)} (${pathWords(first, goal)})` : goalName(goal);
}

function ofOtherCycle(input: FlagInput, holding: readonly Holding[]): Flag | null {
  const other = holding.filter(({ standing }) => standing === 'wrong-cycle');
  const [first] = other;
  if (!first) return null;
  const cycle = first.goal.cycleId === null ? undefined : input.cycles.get(first.goal.cycleId);
  const when = !cycle ? '' : cycle.endsOn < input.today ? `ended on ${cycle.endsOn}` : `begins on ${cycle.startsOn}`;
  const reason = `Hangs on ${servedWords(first)}, a goal of ${cycle?.name ?? 'another cycle'}, which ${when}.`;
  return flag(input, 'wrong-cycle', 'move-to-open-goal', reason, ids(other));
}

function ofClosedGoal(input: FlagInput, holding: readonly Holding[]): Flag | null {
  const closed = holding.filter(({ standing }) => standing === 'closed');
  const [first] = closed;
  if (!first) return null;
  const reason = `Hangs on ${servedWords(first)}, which was closed on ${first.goal.closedOn}.`;
  return flag(input, 'closed-goal', 'move-to-open-goal', reason, ids(closed));
}

function ofBrokenLink(input: FlagInput): Flag | null {
  const broken = input.findings.links.filter((link) => link.verdict === 'broken');
  const [first] = broken;
  if (!first) return null;
  const goal = input.goals.get(first.goalId);
  const gone = first.brokenHop ? hopWords(first.brokenHop) : 'what joined them';
  const reason = `Was tied to ${goal ? goalName(goal) : 'a goal'}, until this went: ${gone}.`;
  const goalIds = broken.map((link) => link.goalId);
  return flag(input, 'broken-link', 'mend-link', reason, goalIds);
}

function ofRule(input: FlagInput): Flag | null {
  if (input.rule === null) return null;
  const why = input.rule.hops.map((hop) => hopWords(hop)).join(', ');
  if (input.overAllowance) {
    return flag(
      input,
      'over-allowance',
      'decide',
      `Keeps the lights on by ${why}, and is beyond the team’s allowance for that.`,
    );
  }
  return flag(input, 'ktlo', 'none', `Keeps the lights on by ${why}.`);
}

function ofSuggestion(input: FlagInput): Flag | null {
  const suggested = input.findings.links.filter((link) => link.verdict === 'suggested');
  const [first, ...others] = suggested;
  const goal = first ? input.goals.get(first.goalId) : undefined;
  if (!first || !goal) return null;
  const goalIds = suggested.map((link) => link.goalId);
  const disagreeing = contradicting(input);
  if (disagreeing.length > 0) {
    const said = listWords(disagreeing.map((link) => saidWords(link, input.goals)));
    return flag(
      input,
      'suggested',
      'choose-goal',
      `Its sources disagree: ${said}; nobody has said yet which one is meant.`,
      goalIds,
    );
  }
  const carried = first.evidence[0] ? pathWords(first.evidence[0], goal) : '';
  const too = others.flatMap(({ goalId }) => input.goals.get(goalId) ?? []).map(goalName);
  const also = too.length === 0 ? '' : `, and ${listWords(too)} too`;
  const reason = `May serve ${goalName(goal)} by ${carried} (${surenessIn(first, input)})${also}; nobody has said yes or no yet.`;
  return flag(input, 'suggested', 'review-suggestion', reason, goalIds);
}

function surenessIn({ likelihood, evidence: [first] }: Link, { isCalibrated }: FlagInput): string {
  return surenessOf(likelihood, first?.kind ?? 'text', isCalibrated);
}

function noWhy(input: FlagInput): Flag {
  const refused = input.findings.links
    .filter((link) => link.verdict === 'rejected')
    .flatMap((link) => input.goals.get(link.goalId) ?? []);
  const said = refused.length === 0 ? '' : `; a person said no to ${listWords(refused.map(goalName))}`;
  const tried = triedWords(input.findings.tried, input.isCalibrated);
  const reason = `No why yet: ${tried === '' ? 'nothing about it could be read' : tried}${said}.`;
  return flag(input, 'no-why', 'link', reason);
}

function ids(holding: readonly Holding[]): string[] {
  return holding.map(({ goal }) => goal.id);
}
