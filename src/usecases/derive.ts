import { setTimeout as sleep } from 'node:timers/promises';
import type { ChangeEvent } from '../domain/change-event.ts';
import type { TextReading } from '../domain/evidence/text.ts';
import { titleStems } from '../domain/linking/stems.ts';
import type { Database, Tx } from '../store/database.ts';
import { loadAncestors, loadLinkDecisions, loadOpen, type StaleRow, takeStale } from '../store/derive.ts';
import { replaceFlags, replaceLinks, replacePeriods, saveFacts } from '../store/findings.ts';
import { loadOpinions } from '../store/opinions.ts';
import { holdContext, markTreesStale } from '../store/stale.ts';
import { advanceSweep } from '../store/sweeps.ts';
import { loadTaskDecisions } from '../store/task-decisions.ts';
import { saveTaskWords } from '../store/task-words.ts';
import { loadDeriveContext } from './derive-context.ts';
import { type Before, deriveTask, type Prepared, prepareTask, type TaskContext } from './derive-task.ts';
import { findOverAllowance } from './find-over-allowance.ts';
import { inTurns } from './in-turns.ts';
import { noteOutgoing } from './note-outgoing.ts';
import { readHere, type TextReader } from './text-reader.ts';

const BATCH_TASKS = 500;

export interface DeriveDeps {
  readonly db: Database;
  readonly now: () => number;
  readonly notify: (event: ChangeEvent) => Promise<void>;
  /** Where texts are read; without it, in this thread. */
  readonly reader?: TextReader | undefined;
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
  const before = await overToday(deps);
  const first = await deriveAll(deps, { over: before.over, only: null }, signal);
  if (first.tasks === 0) return first;
  // What keeps the lights on is only known now; whoever moved across the allowance is looked at once more.
  const after = await overToday(deps);
  if (after.changed.length === 0) return first;
  await markTreesStale(deps.db, after.changed, new Date(deps.now()));
  const second = await deriveAll(deps, { over: after.over, only: null }, signal);
  return { tasks: first.tasks + second.tasks, flagsChanged: first.flagsChanged + second.flagsChanged };
}

/** Derives just these, at once: what a person decided shows before they look again. The rest is left to the worker. */
export async function deriveTasks(deps: DeriveDeps, taskIds: readonly string[]): Promise<DeriveCounts> {
  if (taskIds.length === 0) return { tasks: 0, flagsChanged: 0 };
  const { over } = await overToday(deps);
  return deriveAll(deps, { over, only: taskIds }, AbortSignal.timeout(30_000));
}

function overToday({ db, now }: DeriveDeps) {
  return findOverAllowance(db, now());
}

interface Which {
  readonly over: ReadonlySet<string>;
  /** null: every stale one. */
  readonly only: readonly string[] | null;
}

/** Marking the next tasks of a sweep takes about as long. */
const SWEEP_WAIT_MS = 50;
/** While one batch is read in its thread, another is loaded or stored. */
const LANES = 2;

async function deriveAll(deps: DeriveDeps, which: Which, signal: AbortSignal): Promise<DeriveCounts> {
  const lanes = Array.from({ length: which.only === null ? LANES : 1 }, () => deriveLane(deps, which, signal));
  // None is left running behind one that failed.
  await Promise.allSettled(lanes);
  const counts = await Promise.all(lanes);
  return {
    tasks: counts.reduce((sum, { tasks }) => sum + tasks, 0),
    flagsChanged: counts.reduce((sum, { flagsChanged }) => sum + flagsChanged, 0),
  };
}

async function deriveLane(deps: DeriveDeps, which: Which, signal: AbortSignal): Promise<DeriveCounts> {
  let tasks = 0;
  let flagsChanged = 0;
  for (;;) {
    signal.throwIfAborted();
    const counts = await deps.db.transaction().execute((tx) => deriveBatch(tx, deps, which, signal));
    if (counts.tasks === 0) {
      // What was marked one by one comes first; then the next of what is swept.
      const swept = which.only === null ? await advanceSweep(deps.db) : 'none';
      if (swept === 'none') return { tasks, flagsChanged };
      if (swept === 'busy') await sleep(SWEEP_WAIT_MS, undefined, { signal });
      continue;
    }
    tasks += counts.tasks;
    flagsChanged += counts.flagsChanged;
    if (counts.flagsChanged > 0) await deps.notify({ type: 'flags-changed', tasks: counts.flagsChanged });
  }
}

async function deriveBatch(
  tx: Tx,
  deps: DeriveDeps,
  { over, only }: Which,
  signal: AbortSignal,
): Promise<DeriveCounts> {
  await holdContext(tx);
  const rows = await takeStale(tx, BATCH_TASKS, only);
  if (rows.length === 0) return { tasks: 0, flagsChanged: 0 };
  const context: TaskContext = { ...(await loadDeriveContext(tx, deps.now())), over };
  const before = await loadBefore(tx, rows, context.today);
  const prepared = await inTurns(rows, (row) => prepareTask(row, context, before));
  const readings = await readTexts(deps, prepared, context, signal);
  const found = await inTurns(prepared, (one) => deriveTask(one, readings.get(one.row.id) ?? null, context, before));
  const { at } = context;

  const periods = found.filter((one) => one.isPeriodNew);
  const flags = found.flatMap((one) => (one.newFlag ? [one.newFlag] : []));
  await noteOutgoing(tx, found, before, at);
  await saveTaskWords(
    tx,
    prepared.flatMap(({ isToRead, isFlagged, task }) =>
      isToRead && isFlagged ? [{ taskId: task.id, stems: titleStems(task.title) }] : [],
    ),
  );
  await saveFacts(
    tx,
    found.map((one) => one.facts),
  );
  await replacePeriods(
    tx,
    periods.flatMap(({ facts }) => before.periods.get(facts.taskId)?.id ?? []),
    periods.map((one) => one.facts),
    at,
  );
  await replaceLinks(
    tx,
    found.flatMap((one) => one.endedLinks),
    found.flatMap((one) => one.begunLinks),
    at,
  );
  await replaceFlags(
    tx,
    found.flatMap((one) => one.endedFlag ?? []),
    flags,
    at,
  );
  return { tasks: rows.length, flagsChanged: found.filter((one) => one.newFlag || one.endedFlag !== null).length };
}

async function readTexts(
  { reader = readHere }: DeriveDeps,
  prepared: readonly Prepared[],
  { knowledge }: TaskContext,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, TextReading>> {
  const tasks = prepared
    .filter(({ isToRead }) => isToRead)
    .map(({ task: { id, title, text } }) => ({ id, title, text }));
  const readings = tasks.length === 0 ? [] : await reader.read(knowledge, tasks, { signal });
  return new Map(readings.map((reading) => [reading.taskId, reading]));
}

async function loadBefore(tx: Tx, rows: readonly StaleRow[], today: string): Promise<Before> {
  const ids = rows.map((row) => row.id);
  const parents = [...new Set(rows.flatMap((row) => (row.parent_id ? [row.parent_id] : [])))];
  const ancestors = await loadAncestors(tx, parents);
  const open = await loadOpen(tx, ids);
  const decisions = await loadLinkDecisions(tx, [...ids, ...ancestors.map((row) => row.id)]);
  const taskDecisions = await loadTaskDecisions(tx, ids, today);
  const opinions = await loadOpinions(tx, rows);
  return {
    links: Map.groupBy(open.links, (link) => link.task_id),
    flags: new Map(open.flags.map((flag) => [flag.task_id, flag])),
    periods: new Map(open.periods.map((period) => [period.task_id, period])),
    ancestors: new Map(ancestors.map((row) => [row.id, row])),
    linkDecisions: Map.groupBy(decisions, (decision) => decision.taskId),
    taskDecisions: new Map(taskDecisions.map((decision) => [decision.taskId, decision])),
    opinions,
  };
}
