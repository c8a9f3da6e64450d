import { activeDays } from '../domain/active-days.ts';
import type { ChangeEvent } from '../domain/change-event.ts';
import { findInherited, triedInherited } from '../domain/evidence/inherited.ts';
import { evidenceOfRule, findRule, type RuleMatch, triedRules } from '../domain/evidence/rule.ts';
import { findStated, triedStated } from '../domain/evidence/stated.ts';
import type { Evidence, Tried } from '../domain/evidence.ts';
import { type Flag, findFlag, type TaskDecision } from '../domain/flag.ts';
import { decideLinks, type Link, type LinkDecision, type LinkFindings } from '../domain/link.ts';
import { estimateOf, statusCategory } from '../domain/mapping.ts';
import { isCountable, isLive, type Task } from '../domain/task.ts';
import type { Database, Tx } from '../store/database.ts';
import {
  type DerivableRow,
  type DerivedFacts,
  type FlagWithTried,
  loadAncestors,
  loadLinkDecisions,
  loadOpen,
  loadTaskDecisions,
  markTreesStale,
  type OpenFlag,
  type OpenLink,
  type OpenPeriod,
  replaceFlags,
  replaceLinks,
  replacePeriods,
  type StaleRow,
  saveFacts,
  takeStale,
} from '../store/derive.ts';
import { type DeriveContext, loadDeriveContext } from './derive-context.ts';
import { findOverAllowance } from './find-over-allowance.ts';
import { assigneeOf, mappingFor, teamIdOf, toTask } from './stored-task.ts';

const BATCH_TASKS = 500;
/** Work finished longer ago than any trend reaches back gets no flag of its own. */
const FINISHED_DAYS_MAX = 70;
const DAY_MS = 86_400_000;

export interface DeriveDeps {
  readonly db: Database;
  readonly now: () => number;
  readonly notify: (event: ChangeEvent) => Promise<void>;
}

export interface DeriveCounts {
  readonly tasks: number;
  /** Whose flag reads differently now. */
  readonly flagsChanged: number;
}

/**
 * Derives evidence, links and the flag of every stale task, batch by batch, each batch one transaction with its tasks taken off the
 * stale list. Running it again, or twice at once, finds nothing left to do and changes nothing.
 */
export async function deriveStale(deps: DeriveDeps, signal: AbortSignal): Promise<DeriveCounts> {
  const context = await loadDeriveContext(deps.db, deps.now());
  let { over } = await findOverAllowance(deps.db, context.allowances);
  const first = await deriveAll(deps, { ...context, over }, signal);
  // What keeps the lights on is only known now; whoever moved across the allowance is looked at once more.
  const after = await findOverAllowance(deps.db, context.allowances);
  if (after.changed.length === 0) return first;
  over = after.over;
  await markTreesStale(deps.db, after.changed, context.at);
  const second = await deriveAll(deps, { ...context, over }, signal);
  return { tasks: first.tasks + second.tasks, flagsChanged: first.flagsChanged + second.flagsChanged };
}

/** Derives just these, at once: what a person decided shows before they look again. The rest is left to the worker. */
export async function deriveTasks(deps: DeriveDeps, taskIds: readonly string[]): Promise<DeriveCounts> {
  if (taskIds.length === 0) return { tasks: 0, flagsChanged: 0 };
  const context = await loadDeriveContext(deps.db, deps.now());
  const { over } = await findOverAllowance(deps.db, context.allowances);
  return deriveAll(deps, { ...context, over, only: taskIds }, AbortSignal.timeout(30_000));
}

async function deriveAll(deps: DeriveDeps, context: BatchContext, signal: AbortSignal): Promise<DeriveCounts> {
  let tasks = 0;
  let flagsChanged = 0;
  for (;;) {
    signal.throwIfAborted();
    const counts = await deps.db.transaction().execute((tx) => deriveBatch(tx, context));
    if (counts.tasks === 0) return { tasks, flagsChanged };
    tasks += counts.tasks;
    flagsChanged += counts.flagsChanged;
    if (counts.flagsChanged > 0) await deps.notify({ type: 'flags-changed', tasks: counts.flagsChanged });
  }
}

type BatchContext = DeriveContext & { readonly over: ReadonlySet<string>; readonly only?: readonly string[] };

interface Before {
  readonly links: ReadonlyMap<string, OpenLink[]>;
  readonly flags: ReadonlyMap<string, OpenFlag>;
  readonly periods: ReadonlyMap<string, OpenPeriod>;
  readonly ancestors: ReadonlyMap<string, DerivableRow>;
  readonly linkDecisions: ReadonlyMap<string, LinkDecision[]>;
  readonly taskDecisions: ReadonlyMap<string, TaskDecision>;
}

async function deriveBatch(tx: Tx, context: BatchContext): Promise<DeriveCounts> {
  const rows = await takeStale(tx, BATCH_TASKS, context.only ?? null);
  if (rows.length === 0) return { tasks: 0, flagsChanged: 0 };
  const before = await loadBefore(tx, rows, context.today);
  const found = rows.map((row) => deriveTask(row, context, before));

  await saveFacts(
    tx,
    found.map((one) => one.facts),
  );
  const periods = found.filter((one) => one.isPeriodNew);
  await replacePeriods(
    tx,
    periods.flatMap((one) => idOf(before.periods.get(one.facts.taskId))),
    periods.map((one) => one.facts),
    context.at,
  );
  await replaceLinks(
    tx,
    found.flatMap((one) => one.endedLinks),
    found.flatMap((one) => one.begunLinks),
    context.at,
  );
  const flags = found.flatMap((one) => (one.newFlag ? [one.newFlag] : []));
  await replaceFlags(
    tx,
    flags.flatMap(({ flag }) => idOf(before.flags.get(flag.taskId))),
    flags,
    context.at,
  );
  return { tasks: rows.length, flagsChanged: flags.length };
}

async function loadBefore(tx: Tx, rows: readonly StaleRow[], today: string): Promise<Before> {
  const ids = rows.map((row) => row.id);
  const parents = [...new Set(rows.flatMap((row) => (row.parent_id ? [row.parent_id] : [])))];
  const ancestors = await loadAncestors(tx, parents);
  const open = await loadOpen(tx, ids);
  const decisions = await loadLinkDecisions(tx, [...ids, ...ancestors.map((row) => row.id)]);
  const taskDecisions = await loadTaskDecisions(tx, ids, today);
  return {
    links: Map.groupBy(open.links, (link) => link.task_id),
    flags: new Map(open.flags.map((flag) => [flag.task_id, flag])),
    periods: new Map(open.periods.map((period) => [period.task_id, period])),
    ancestors: new Map(ancestors.map((row) => [row.id, row])),
    linkDecisions: Map.groupBy(decisions, (decision) => decision.taskId),
    taskDecisions: new Map(
      taskDecisions.map((row) => [
        row.task_id,
        {
          taskId: row.task_id,
          says: row.says,
          because: row.because,
          by: row.by_name,
          fromOn: row.from_on,
          untilOn: row.until_on,
        },
      ]),
    ),
  };
}

interface Derived {
  readonly facts: DerivedFacts;
  readonly isPeriodNew: boolean;
  readonly endedLinks: readonly number[];
  readonly begunLinks: readonly Link[];
  readonly newFlag: FlagWithTried | null;
}

function deriveTask(row: StaleRow, context: BatchContext, before: Before): Derived {
  const task = toTask(row, context, row);
  const facts = factsOf(row, task, context);
  const previous = before.links.get(row.id) ?? [];
  const ancestors = ancestorsOf(row, context, before.ancestors);
  const rule = findRule(task, context.rules);
  const findings = judge(task, ancestors, rule, previous, context, before.linkDecisions);
  const links = diffLinks(previous, findings.links);
  const flag = isFlagged(facts, before.flags.get(row.id), context.at)
    ? findFlag({
        task,
        findings,
        rule: rule?.rule.then === 'ktlo' ? { says: 'ktlo', hops: rule.hops } : null,
        decision: before.taskDecisions.get(row.id) ?? null,
        goals: context.goalsById,
        cycles: context.cyclesById,
        today: context.today,
        overAllowance: context.over.has(row.id),
      })
    : null;
  const isFlagNew = flag !== null && !isSameFlag(before.flags.get(row.id), flag, findings.tried);
  return {
    facts,
    isPeriodNew: !isSamePeriod(before.periods.get(row.id), facts),
    endedLinks: links.ended,
    begunLinks: links.begun,
    newFlag: isFlagNew ? { flag, tried: findings.tried } : null,
  };
}

/** Gathers the evidence of every kind, strongest first, with what was tried, and decides. */
function judge(
  task: Task,
  ancestors: readonly Task[],
  rule: RuleMatch | null,
  previous: readonly OpenLink[],
  context: DeriveContext,
  decisions: ReadonlyMap<string, LinkDecision[]>,
): LinkFindings {
  const mapping = context.mappingOf.get(task.connectionId) ?? { goalFields: [] };
  const stated = findStated(task, context.index, mapping);
  const inherited = findInherited(task, ancestors, {
    goals: context.index,
    mappings: context.mappingOf,
    placeAnchors: context.placeAnchors,
    decisions,
    rules: context.rules,
    standing: context.standing,
  });
  const ruled = rule ? evidenceOfRule(rule) : null;
  const text = context.matcher.match(task);
  const evidence: Evidence[] = [
    ...stated,
    ...inherited,
    ...(ruled ? [ruled] : []),
    ...(text.evidence ? [text.evidence] : []),
  ];
  const tried: Tried[] = [
    ...(stated.length === 0 ? [triedStated(task, mapping)] : []),
    ...(inherited.length === 0 ? [triedInherited(task, ancestors)] : []),
    ...(rule ? [] : [triedRules(context.rules)]),
    text.tried,
  ];
  return decideLinks({
    task,
    evidence,
    tried,
    decisions: decisions.get(task.id) ?? [],
    previous: previous.map(toLink),
    threshold: context.automaticThreshold,
    goals: context.goalsById,
    standing: context.standing,
    ancestors,
  });
}

function factsOf(row: StaleRow, task: Task, context: DeriveContext): DerivedFacts {
  const mapping = mappingFor(row, context);
  const isInProgress = (status: { externalId: string | null; name: string }) =>
    statusCategory(mapping, { ...status, category: null }) === 'in-progress';
  const now = context.at.getTime();
  return {
    taskId: row.id,
    scopeId: row.scope_id,
    teamId: teamIdOf(row, context, mapping, task.places),
    assigneeId: assigneeOf(row, context),
    statusCategory: task.statusCategory,
    isContainer: task.isContainer,
    isCountable: isCountable(task),
    isLive: isLive(task),
    finishedAt: task.statusCategory === 'done' ? finishedAt(row, context.at) : null,
    estimate: estimateOf(mapping, row.fields),
    activeDays:
      row.transitions.length === 0 && row.tool_created_at === null
        ? null
        : activeDays(row.transitions, isInProgress, task.createdAt, now, context.timeZone, {
            externalId: row.status_id,
            name: row.status_name,
          }),
  };
}

/** When it was done: the tool's word, else its last move, else its last change. */
function finishedAt(row: StaleRow, at: Date): Date {
  const lastMove = row.transitions.at(-1);
  return row.tool_finished_at ?? (lastMove ? new Date(lastMove.at) : null) ?? row.tool_updated_at ?? at;
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
function isFlagged(facts: DerivedFacts, flag: OpenFlag | undefined, at: Date): boolean {
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
  return { begun, ended: previous.filter((link) => !kept.has(link.goal_id)).map((link) => link.id) };
}

// When a fact was read does not make it another fact: fingerprints leave it out.
function isSameLink(before: OpenLink | undefined, link: Link): boolean {
  return (
    before !== undefined &&
    before.verdict === link.verdict &&
    before.likelihood === link.likelihood &&
    before.weight === link.weight &&
    (before.broken_hop?.place ?? null) === (link.brokenHop?.place ?? null) &&
    fingerprints(before.evidence) === fingerprints(link.evidence)
  );
}

function fingerprints(evidence: readonly Evidence[]): string {
  return evidence.map((one) => one.fingerprint).join(' ');
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
  return tried.map(({ kind, what, bestGoalId, bestScore }) => [kind, what, bestGoalId, bestScore]);
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

function idOf(row: { readonly id: number } | undefined): number[] {
  return row ? [row.id] : [];
}
