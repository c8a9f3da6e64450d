import { activeDays } from '../domain/active-days.ts';
import { passesDrawer } from '../domain/evidence/drawers.ts';
import { findInherited, triedInherited } from '../domain/evidence/inherited.ts';
import { findReadsLike } from '../domain/evidence/reads-like.ts';
import { evidenceOfRule, findRule, type RuleMatch, triedRules } from '../domain/evidence/rule.ts';
import { findStated, triedStated } from '../domain/evidence/stated.ts';
import type { TextReading } from '../domain/evidence/text.ts';
import type { Evidence, Hop, Tried } from '../domain/evidence.ts';
import { type Flag, findFlag, type TaskDecision } from '../domain/flag.ts';
import { type Opinion, readOpinions } from '../domain/judge.ts';
import { decideLinks, isHolding, type Link, type LinkDecision, type LinkFindings } from '../domain/link.ts';
import { estimateOf, statusCategory } from '../domain/mapping.ts';
import { isCountable, isLive, type Mapping, type Task } from '../domain/task.ts';
import { thresholdInForce } from '../domain/threshold.ts';
import type { DerivableRow, OpenFlag, OpenLink, OpenPeriod, StaleRow } from '../store/derive.ts';
import type { DerivedFacts, FlagWithTried } from '../store/findings.ts';
import type { DeriveContext } from './derive-context.ts';
import { assigneeOf, mappingFor, teamIdOf, toTask } from './stored-task.ts';

/** Work finished longer ago than any trend reaches back gets no flag of its own. */
const FINISHED_DAYS_MAX = 70;
const DAY_MS = 86_400_000;

export type TaskContext = DeriveContext & {
  /** Tasks beyond their team's allowance. */
  readonly over: ReadonlySet<string>;
};

/** What is stored about the tasks of a batch. */
export interface Before {
  readonly links: ReadonlyMap<string, OpenLink[]>;
  readonly flags: ReadonlyMap<string, OpenFlag>;
  readonly periods: ReadonlyMap<string, OpenPeriod>;
  /** Of any task of the batch, at any height. */
  readonly ancestors: ReadonlyMap<string, DerivableRow>;
  readonly linkDecisions: ReadonlyMap<string, LinkDecision[]>;
  /** In force today, or a “not now” whose day has come. */
  readonly taskDecisions: ReadonlyMap<string, TaskDecision>;
  /** What a language model said of tasks with just these words, the last first. */
  readonly opinions: ReadonlyMap<string, readonly Opinion[]>;
}

export interface Derived {
  readonly facts: DerivedFacts;
  readonly isPeriodNew: boolean;
  readonly endedLinks: readonly number[];
  readonly begunLinks: readonly Link[];
  readonly newFlag: FlagWithTried | null;
  /** Of the flag that the new one replaces, or that has no task to flag any more. */
  readonly endedFlag: number | null;
}

/** One task with all that is known of it without reading its text. */
export interface Prepared {
  readonly row: StaleRow;
  readonly task: Task;
  readonly ancestors: readonly Task[];
  readonly rule: RuleMatch | null;
  readonly sure: readonly Evidence[];
  readonly tried: readonly Tried[];
  readonly facts: DerivedFacts;
  readonly isFlagged: boolean;
  /** Nothing surer ties it to an open goal, and somebody may want to know: its text is read, too. */
  readonly isToRead: boolean;
}

export function prepareTask(row: StaleRow, context: TaskContext, before: Before): Prepared {
  const task = toTask(row, context, row);
  const ancestors = ancestorsOf(row, context, before.ancestors);
  const rule = findRule(task, context.rules);
  const mapping = context.mappingOf.get(task.connectionId) ?? { goalFields: [] };
  const stated = findStated(task, context.index, mapping);
  const inherited = findInherited(task, ancestors, {
    goals: context.index,
    mappings: context.mappingOf,
    placeAnchors: context.placeAnchors,
    decisions: before.linkDecisions,
    rules: context.rules,
    standing: context.standing,
    drawers: context.drawers,
  });
  const ruled = rule ? evidenceOfRule(rule) : null;
  const sure: Evidence[] = [...stated, ...inherited, ...(ruled ? [ruled] : [])];
  const tried: Tried[] = [
    ...(stated.length === 0 ? [triedStated(task, mapping)] : []),
    ...(inherited.length === 0 ? [triedInherited(task, ancestors, context.drawers)] : []),
    ...(rule ? [] : [triedRules(context.rules)]),
  ];
  const prepared = { row, task, ancestors, rule, sure, tried };
  const facts = factsOf(row, task, context, before.periods.get(row.id));
  const isFlagged = isToFlag(facts, before.flags.get(row.id), context.at);
  const { links } = decide(prepared, { evidence: sure, tried }, context, before);
  const isHeld = links.some((link) => isHolding(link.verdict) && isOpen(link.goalId, context));
  return { ...prepared, facts, isFlagged, isToRead: !isHeld && (isFlagged || task.isContainer) };
}

/**
 * One task's facts, links and flag as they are today, and how they differ from those stored.
 *
 * @param reading null where nobody needs to know how it reads.
 */
export function deriveTask(
  prepared: Prepared,
  reading: TextReading | null,
  context: TaskContext,
  before: Before,
): Derived {
  const { row, task, rule, facts } = prepared;
  const previous = before.links.get(row.id) ?? [];
  const findings = judge(prepared, reading, context, before);
  const stored = before.flags.get(row.id);
  const flag = prepared.isFlagged
    ? findFlag({
        task,
        findings,
        rule: rule?.rule.then === 'ktlo' ? { says: 'ktlo', hops: rule.hops } : null,
        decision: before.taskDecisions.get(row.id) ?? null,
        goals: context.goalsById,
        cycles: context.cyclesById,
        today: context.today,
        isCalibrated: context.knowledge.trust?.isCalibrated ?? false,
        overAllowance: context.over.has(row.id),
      })
    : null;
  const isFlagSame = flag ? isSameFlag(stored, flag, findings.tried) : stored === undefined;
  return {
    facts,
    isPeriodNew: !isSamePeriod(before.periods.get(row.id), facts),
    ...diffLinks(previous, findings.links),
    newFlag: flag && !isFlagSame ? { flag, tried: findings.tried } : null,
    endedFlag: isFlagSame ? null : (stored?.id ?? null),
  };
}

/** Adds to what is sure how it reads and what a language model said, with what was tried, and decides. */
function judge(prepared: Prepared, reading: TextReading | null, context: DeriveContext, before: Before): LinkFindings {
  if (!reading) return decide(prepared, { evidence: prepared.sure, tried: prepared.tried }, context, before);
  const { task } = prepared;
  const own = before.linkDecisions.get(task.id) ?? [];
  const refused = new Set(own.filter(({ says }) => says === 'rejected').map(({ goalId }) => goalId));
  const read = findReadsLike(task, reading, context.readAgainst, refused);
  const judged = readOpinions(task, before.opinions.get(task.id) ?? [], { goals: context.goalsById, refused });
  const found = {
    evidence: [...prepared.sure, ...read.evidence, ...(judged.evidence ? [judged.evidence] : [])],
    tried: [...prepared.tried, ...read.tried, ...(judged.tried ? [judged.tried] : [])],
  };
  return decide(prepared, found, context, before);
}

function decide(
  { task, ancestors }: Pick<Prepared, 'task' | 'ancestors'>,
  { evidence, tried }: { readonly evidence: readonly Evidence[]; readonly tried: readonly Tried[] },
  context: DeriveContext,
  before: Before,
): LinkFindings {
  const previous = before.links.get(task.id) ?? [];
  return decideLinks({
    task,
    evidence,
    tried,
    decisions: before.linkDecisions.get(task.id) ?? [],
    previous: previous.map(toLink).filter(({ evidence: [best] }) => !passesDrawer(best?.hops ?? [], context.drawers)),
    threshold: context.automaticThreshold,
    learnedThreshold: learnedThreshold(context),
    goals: context.goalsById,
    standing: context.standing,
    ancestors,
  });
}

function isOpen(goalId: string, { goalsById, standing }: DeriveContext): boolean {
  const goal = goalsById.get(goalId);
  return goal !== undefined && standing(goal) === 'open';
}

/** null where no precision can be promised. */
function learnedThreshold({ knowledge, learnedMovedTo }: DeriveContext): number | null {
  const promised = knowledge.trust?.automatic?.from ?? null;
  return promised === null ? null : thresholdInForce(promised, learnedMovedTo);
}

function factsOf(row: StaleRow, task: Task, context: DeriveContext, period: OpenPeriod | undefined): DerivedFacts {
  const mapping = mappingFor(row, context);
  const isCounted = isCountable(task) && isSelected(task, context);
  const isDone = task.statusCategory === 'done';
  return {
    taskId: row.id,
    scopeId: row.scope_id,
    teamId: teamIdOf(row, context, mapping, task.places),
    assigneeId: assigneeOf(row, context),
    statusCategory: task.statusCategory,
    isContainer: task.isContainer,
    isCountable: isCounted,
    isLive: isCounted && isLive(task),
    finishedAt: isDone ? finishedAt(row, period, context.at) : null,
    estimate: estimateOf(mapping, row.fields),
    activeDays: activeDaysOf(row, task, mapping, context),
  };
}

/** Not in scopes that somebody took out, and in no other. Of a place we know nothing of, nobody said so. */
function isSelected(task: Task, context: DeriveContext): boolean {
  const known = task.places.flatMap((place) => context.scopes.get(place.scopeId) ?? []);
  return known.length === 0 || known.some((scope) => scope.isSelected);
}

/** null where neither a move nor the day it was made is known. */
function activeDaysOf(row: StaleRow, task: Task, mapping: Mapping, context: DeriveContext): number | null {
  if (row.transitions.length === 0 && task.createdAt === null) return null;
  const isInProgress = (status: { externalId: string | null; name: string }) =>
    statusCategory(mapping, { ...status, category: null }) === 'in-progress';
  const current = { externalId: row.status_id, name: row.status_name };
  const { at, timeZone, workingDays } = context;
  return activeDays(row.transitions, isInProgress, task.createdAt, at.getTime(), timeZone, current, workingDays);
}

/** When it was done: the tool's word, else its last move, else its last change, else when we first saw it done. */
function finishedAt(row: StaleRow, period: OpenPeriod | undefined, at: Date): Date {
  // A move from nowhere is only when we first saw the task.
  const lastMove = row.transitions.findLast((move) => move.fromName !== null);
  return (
    row.tool_finished_at ??
    (lastMove ? new Date(lastMove.at) : null) ??
    row.tool_updated_at ??
    period?.finished_at ??
    at
  );
}

/** Nearest first, as stored. A parent we do not know ends the walk, and so does a ring. */
function ancestorsOf(row: StaleRow, context: DeriveContext, known: ReadonlyMap<string, DerivableRow>): Task[] {
  const found: Task[] = [];
  const seen = new Set([row.id]);
  let parentId = row.parent_id;
  while (parentId !== null && !seen.has(parentId)) {
    seen.add(parentId);
    const parent = known.get(parentId);
    if (!parent) break;
    found.push(toTask(parent, context, { has_children: true, has_mirrored: false }));
    parentId = parent.parent_id;
  }
  return found;
}

/** Every countable task that is live or was finished lately; what has a flag once keeps one. */
function isToFlag(facts: DerivedFacts, flag: OpenFlag | undefined, at: Date): boolean {
  if (!facts.isCountable) return false;
  if (facts.isLive || flag) return true;
  return facts.finishedAt !== null && at.getTime() - facts.finishedAt.getTime() < FINISHED_DAYS_MAX * DAY_MS;
}

function toLink(row: OpenLink): Link {
  return {
    taskId: row.task_id,
    goalId: row.goal_id,
    verdict: row.verdict,
    likelihood: row.likelihood,
    evidence: row.evidence,
    brokenHop: row.broken_hop,
    weight: row.weight,
  };
}

function diffLinks(previous: readonly OpenLink[], wanted: readonly Link[]) {
  const byGoal = new Map(previous.map((link) => [link.goal_id, link]));
  const begun = wanted.filter((link) => !isSameLink(byGoal.get(link.goalId), link));
  const kept = new Set(wanted.filter((link) => !begun.includes(link)).map((link) => link.goalId));
  return {
    begunLinks: begun,
    endedLinks: previous.filter((link) => !kept.has(link.goal_id)).map((link) => link.id),
  };
}

// When a fact was read does not make it another fact: fingerprints leave it out. Who may see it is no part of one either, and yet
// must be stored anew: a name that was open when the link was made may be hidden by now.
function isSameLink(before: OpenLink | undefined, link: Link): boolean {
  return (
    before !== undefined &&
    before.verdict === link.verdict &&
    before.likelihood === link.likelihood &&
    before.weight === link.weight &&
    (before.broken_hop?.place ?? null) === (link.brokenHop?.place ?? null) &&
    fingerprints(before.evidence) === fingerprints(link.evidence) &&
    audiences(before.evidence) === audiences(link.evidence) &&
    shownPlaces(before.evidence) === shownPlaces(link.evidence)
  );
}

function fingerprints(evidence: readonly Evidence[]): string {
  return evidence.map((one) => one.fingerprint).join(' ');
}

function audiences(evidence: readonly Evidence[]): string {
  return evidence.flatMap((one) => one.hops.map((hop) => (hop.isApart ? 'apart' : 'open'))).join(' ');
}

/** A heading that was reworded, or other words that carry it, are the same evidence, and yet are shown as they are now. */
function shownPlaces(evidence: readonly Evidence[]): string {
  const isShown = ({ kind, documentId }: Hop) => documentId !== undefined || kind === 'words' || kind === 'neighbour';
  return evidence
    .flatMap((one) => [one.kind, ...one.hops.flatMap((hop) => (isShown(hop) ? [hop.place, hop.value] : []))])
    .join('\n');
}

function isSameFlag(before: OpenFlag | undefined, flag: Flag, tried: readonly Tried[]): boolean {
  return (
    before !== undefined &&
    before.state === flag.state &&
    before.reason === flag.reason &&
    before.next_action === flag.nextAction &&
    before.goal_ids.join() === flag.goalIds.join() &&
    JSON.stringify(sorted(before.tried)) === JSON.stringify(sorted(tried))
  );
}

// jsonb keeps keys in an order of its own.
function sorted(tried: readonly Tried[]) {
  return tried.map(({ kind, what, bestGoalId, bestScore, likeTaskId }) => [
    kind,
    what,
    bestGoalId,
    bestScore,
    likeTaskId,
  ]);
}

function isSamePeriod(before: OpenPeriod | undefined, facts: DerivedFacts): boolean {
  return (
    before !== undefined &&
    before.scope_id === facts.scopeId &&
    before.team_id === facts.teamId &&
    before.assignee_id === facts.assigneeId &&
    before.status_category === facts.statusCategory &&
    before.is_countable === facts.isCountable &&
    before.is_live === facts.isLive &&
    (before.finished_at?.getTime() ?? null) === (facts.finishedAt?.getTime() ?? null) &&
    before.estimate === facts.estimate &&
    before.active_days === facts.activeDays
  );
}
