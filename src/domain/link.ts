import { nearestSaid } from './contradiction.ts';
import { fingerprintOf } from './evidence/fingerprint.ts';
import { LIKELIHOODS } from './evidence/likelihoods.ts';
import { isAutomaticKind, isReadingKind, nearnessOf } from './evidence/nearness.ts';
import type { Evidence, Hop, Tried } from './evidence.ts';
import type { Goal } from './goal.ts';
import { areOneLine, type GoalStanding, parentsOfGoal } from './goal-standing.ts';
import { vanishedHop } from './link-broken.ts';
import { weighLinks } from './link-weights.ts';
import type { Task } from './task.ts';

/** accepted, rejected: by a person. automatic: above the organisation's threshold. suggested: waits. broken: a hop vanished. */
export type Verdict = 'accepted' | 'automatic' | 'suggested' | 'rejected' | 'broken';

/** The verdict on one task and one goal. */
export interface Link {
  readonly taskId: string;
  readonly goalId: string;
  readonly verdict: Verdict;
  /** 0 to 1. */
  readonly likelihood: number;
  /** Strongest first; the first one's hops are the path shown. */
  readonly evidence: readonly Evidence[];
  /** The hop that vanished, for broken links. */
  readonly brokenHop: Hop | null;
  /** Share of the task this goal gets; all of a task's aligned links together make 1. */
  readonly weight: number;
}

/** A person's word on one task and one goal. It outlives every later sync. */
export interface LinkDecision {
  readonly taskId: string;
  readonly goalId: string;
  readonly says: 'accepted' | 'rejected';
  /** Fingerprints of the evidence seen when it was rejected; new evidence brings the question back. */
  readonly seenFingerprints: readonly string[];
  readonly by: string;
  readonly at: number;
}

/** Everything decided about one task: its links, and what was tried. */
export interface LinkFindings {
  readonly links: readonly Link[];
  readonly tried: readonly Tried[];
}

export interface LinkInput {
  readonly task: Task;
  readonly evidence: readonly Evidence[];
  readonly tried: readonly Tried[];
  readonly decisions: readonly LinkDecision[];
  /** The links as last decided, any verdict. */
  readonly previous: readonly Link[];
  /** From this likelihood on, 0 to 1, stated, inherited and rule evidence links by itself. */
  readonly threshold: number;
  /** The same for learned evidence; null where no precision can be promised. */
  readonly learnedThreshold?: number | null;
  readonly goals: ReadonlyMap<string, Goal>;
  /** Where a goal stands today; without it a goal is open until it has a closing day. */
  readonly standing?: (goal: Goal) => GoalStanding;
  /** Nearest first; where given, a broken link names the very hop that vanished. */
  readonly ancestors?: readonly Task[];
}

/** Verdicts in the order they are shown. */
export const VERDICT_ORDER: Readonly<Record<Verdict, number>> = {
  accepted: 0,
  automatic: 1,
  suggested: 2,
  broken: 3,
  rejected: 4,
};

interface Candidate {
  readonly goal: Goal;
  readonly standing: GoalStanding;
  /** Strongest first, never empty. */
  readonly evidence: readonly Evidence[];
  /** The same without a person's own word. */
  readonly found: readonly Evidence[];
  readonly verdict: Verdict;
  /** Of the evidence that makes it sure; infinite where none does. */
  readonly nearness: number;
}

/**
 * The verdict on every goal that some evidence or some person ties to the task. Feeding its own result back as `previous` changes nothing.
 *
 * - A person's yes stands whatever becomes of the evidence. A no stands until there is evidence that person had not seen; then the
 *   question comes back as a suggestion, never as a link made by us.
 * - Stated, inherited and rule evidence from the threshold on links automatically, and so does the likeliest of what was learned, from a
 *   threshold of its own where there is one; all else is suggested at most.
 * - Where such evidence disagrees, the stronger kind (within one kind the nearer place) links, the other goal is suggested (see
 *   `findContradictions`), until a person says yes to the stronger one. An open goal is not outranked by a closed one or one of another
 *   cycle: a stale label does not hide the epic's live goal.
 * - A goal gives way to one beneath it that is at least as surely evidenced: the key result speaks for its objective.
 * - Closed goals are never suggested. A reading of the text is not asked about while a surer link holds.
 * - An automatic link without evidence any more is broken, until it is mended, refused, or another link holds the task.
 */
export function decideLinks(input: LinkInput): LinkFindings {
  const standing = input.standing ?? ((goal: Goal): GoalStanding => (goal.closedOn === null ? 'open' : 'closed'));
  const judged = judgeAll(input, standing);
  const settled = dropReadings(rankAgainstEachOther(dropSettled(dropAboveOwn(judged, input.goals), input.goals)));
  const candidates = settled.filter(({ verdict, standing }) => verdict !== 'suggested' || standing === 'open');
  const holds = candidates.some(({ verdict, standing }) => isHolding(verdict) && standing === 'open');
  const broken = holds ? [] : brokenLinks(input, standing);
  const brokenGoals = new Set(broken.map((link) => link.goalId));
  const open = new Set(candidates.filter((candidate) => candidate.standing === 'open').map(({ goal }) => goal.id));
  const links = candidates
    .filter(({ goal }) => !brokenGoals.has(goal.id))
    .map((candidate) => linkOf(input.task, candidate));
  const weighed = weighLinks(
    [...links, ...broken],
    (link) => isHolding(link.verdict),
    (goalId) => open.has(goalId),
  );
  return { links: weighed.sort(byVerdict(input.goals)), tried: input.tried };
}

/** True for verdicts that tie the task to the goal. */
export function isHolding(verdict: Verdict): boolean {
  return verdict === 'accepted' || verdict === 'automatic';
}

function judgeAll(input: LinkInput, standing: (goal: Goal) => GoalStanding): Candidate[] {
  const decisions = latestByGoal(input.task.id, input.decisions);
  const evidence = Map.groupBy(input.evidence, ({ goalId }) => goalId);
  const goalIds = new Set([...evidence.keys(), ...decisions.keys()]);
  return [...goalIds].flatMap((goalId): Candidate[] => {
    const goal = input.goals.get(goalId);
    if (!goal) return [];
    const decision = decisions.get(goalId) ?? null;
    const found = [...(evidence.get(goalId) ?? [])].sort(strongestFirst);
    const own = decision?.says === 'accepted' ? [evidenceOfDecision(decision), ...found] : found;
    if (own.length === 0) return [];
    const sure = own.filter((one) => isSure(one, input));
    const nearness = Math.min(...sure.map(nearnessOf));
    return [
      {
        goal,
        standing: standing(goal),
        evidence: own,
        found,
        nearness,
        verdict: judge(own, decision, sure.length > 0),
      },
    ];
  });
}

function latestByGoal(taskId: string, decisions: readonly LinkDecision[]): Map<string, LinkDecision> {
  const latest = new Map<string, LinkDecision>();
  for (const decision of decisions) {
    const known = latest.get(decision.goalId);
    if (decision.taskId === taskId && (!known || known.at <= decision.at)) latest.set(decision.goalId, decision);
  }
  return latest;
}

function strongestFirst(a: Evidence, b: Evidence): number {
  return nearnessOf(a) - nearnessOf(b) || b.likelihood - a.likelihood || (a.fingerprint < b.fingerprint ? -1 : 1);
}

/** A link may not be without evidence; where a person set one by hand, their word is it. */
function evidenceOfDecision(decision: LinkDecision): Evidence {
  const hop: Hop = {
    kind: 'decision',
    taskId: decision.taskId,
    scopeId: null,
    place: 'decision',
    value: 'accepted',
    readAt: decision.at,
    by: decision.by,
  };
  const hops = [hop];
  const fingerprint = fingerprintOf('stated', decision.goalId, hops);
  return { kind: 'stated', goalId: decision.goalId, likelihood: LIKELIHOODS.decision, hops, fingerprint, weight: null };
}

function judge(evidence: readonly Evidence[], decision: LinkDecision | null, isSureOfIt: boolean): Verdict {
  if (decision?.says === 'accepted') return 'accepted';
  if (decision?.says === 'rejected') {
    return evidence.every(({ fingerprint }) => decision.seenFingerprints.includes(fingerprint))
      ? 'rejected'
      : 'suggested';
  }
  return isSureOfIt ? 'automatic' : 'suggested';
}

function isSure(one: Evidence, { evidence, threshold, learnedThreshold = null }: LinkInput): boolean {
  const { kind, likelihood } = one;
  if (kind !== 'learned') return isAutomaticKind(kind) && likelihood >= threshold;
  // The promised precision was measured on the best goal of each reading, not on one beside it.
  const isBest = evidence.every((other) => other.kind !== 'learned' || other.likelihood <= likelihood);
  return isBest && learnedThreshold !== null && likelihood >= learnedThreshold;
}

/** A goal gives way to an open one beneath it that is at least as sure, and lends it its own nearness. A person's yes gives way to nothing. */
function dropAboveOwn(candidates: readonly Candidate[], goals: ReadonlyMap<string, Goal>): Candidate[] {
  const lent = new Map<string, number>();
  const kept = candidates.filter((above) => {
    if (above.verdict !== 'automatic' && above.verdict !== 'suggested') return true;
    const beneath = candidates.filter((candidate) => speaksFor(candidate, above, goals));
    for (const { goal } of beneath)
      lent.set(goal.id, Math.min(lent.get(goal.id) ?? Number.POSITIVE_INFINITY, above.nearness));
    return beneath.length === 0;
  });
  return kept.map((candidate) => ({
    ...candidate,
    nearness: Math.min(candidate.nearness, lent.get(candidate.goal.id) ?? candidate.nearness),
  }));
}

function speaksFor(beneath: Candidate, above: Candidate, goals: ReadonlyMap<string, Goal>): boolean {
  return (
    beneath.standing === 'open' &&
    VERDICT_ORDER[beneath.verdict] <= VERDICT_ORDER[above.verdict] &&
    parentsOfGoal(beneath.goal, goals).some(({ id }) => id === above.goal.id)
  );
}

/** Who said yes to a goal that evidence names has answered for what names another one farther away. */
function dropSettled(candidates: readonly Candidate[], goals: ReadonlyMap<string, Goal>): Candidate[] {
  const answered = candidates.filter(({ verdict, standing }) => verdict === 'accepted' && standing === 'open');
  return candidates.filter(
    (candidate) =>
      (candidate.verdict !== 'automatic' && candidate.verdict !== 'suggested') ||
      !answered.some((yes) => isFartherThan(yes, candidate) && !areOneLine(yes.goal, candidate.goal, goals)),
  );
}

function isFartherThan(near: Candidate, far: Candidate): boolean {
  const [from, to] = [nearestSaid(near.found), nearestSaid(far.found)];
  return from !== null && to !== null && from < to;
}

function rankAgainstEachOther(candidates: readonly Candidate[]): Candidate[] {
  const isRanked = ({ verdict, standing }: Candidate) => verdict === 'automatic' && standing === 'open';
  const nearest = Math.min(...candidates.filter(isRanked).map(({ nearness }) => nearness));
  return candidates.map((candidate) =>
    isRanked(candidate) && candidate.nearness > nearest ? { ...candidate, verdict: 'suggested' } : candidate,
  );
}

function dropReadings(candidates: readonly Candidate[]): Candidate[] {
  const holds = candidates.some(({ verdict, standing }) => isHolding(verdict) && standing === 'open');
  const isReading = ({ verdict, evidence }: Candidate) =>
    verdict === 'suggested' && evidence.every(({ kind }) => isReadingKind(kind));
  return holds ? candidates.filter((candidate) => !isReading(candidate)) : [...candidates];
}

/** Links that were sure and have nothing left to stand on but a reading of the text. */
function brokenLinks(input: LinkInput, standing: (goal: Goal) => GoalStanding): Link[] {
  const evidenced = new Set(input.evidence.filter(({ kind }) => isAutomaticKind(kind)).map(({ goalId }) => goalId));
  const decided = latestByGoal(input.task.id, input.decisions);
  return input.previous.flatMap((link): Link[] => {
    const goal = input.goals.get(link.goalId);
    const wasSure = link.verdict === 'automatic' || link.verdict === 'broken';
    if (!wasSure || !goal || standing(goal) !== 'open' || evidenced.has(link.goalId) || decided.has(link.goalId))
      return [];
    const [first] = link.evidence;
    // What was only read is not broken: it reads otherwise now.
    if (!first || isReadingKind(first.kind)) return [];
    const path = first.hops;
    const brokenHop = link.brokenHop ?? vanishedHop(path, input.task, input.ancestors ?? null);
    return brokenHop === null ? [] : [{ ...link, verdict: 'broken', brokenHop, weight: 0 }];
  });
}

function linkOf(task: Task, candidate: Candidate): Link {
  const { goal, verdict, evidence } = candidate;
  const likelihood = Math.max(...evidence.map((one) => one.likelihood));
  return { taskId: task.id, goalId: goal.id, verdict, likelihood, evidence, brokenHop: null, weight: 0 };
}

function byVerdict(goals: ReadonlyMap<string, Goal>): (a: Link, b: Link) => number {
  const keyOf = (link: Link) => goals.get(link.goalId)?.key ?? link.goalId;
  return (a, b) =>
    VERDICT_ORDER[a.verdict] - VERDICT_ORDER[b.verdict] ||
    b.likelihood - a.likelihood ||
    (keyOf(a) < keyOf(b) ? -1 : 1);
}
