import type { Goal } from '../domain/goal.ts';
import { goalStanding } from '../domain/goal-standing.ts';
import { carriedOn } from '../domain/linking/carried-on.ts';
import { chooseExamples, type KnownExample } from '../domain/linking/choose-examples.ts';
import { goalsOfLabel } from '../domain/linking/known-goals.ts';
import { titleStems } from '../domain/linking/stems.ts';
import type { Database, Tx } from '../store/database.ts';
import { changeExamples, loadMemory, readAsExamples, replaceExamples } from '../store/examples.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { type KnownTask, listKnown } from '../store/labels.ts';
import { loadReadingKnowledge } from '../store/reading.ts';
import { noteFinished, noteStarted } from '../store/schedules.ts';
import { holdContextAlone, markUnlinkedStale } from '../store/stale.ts';
import { markAlikeStale } from '../store/task-words.ts';
import { versionOf } from './load-knowledge.ts';
import { readHere, type TextReader } from './text-reader.ts';
import { momentOf } from './view-query.ts';

/** The name of its schedule. */
export const LEARNING = 'learning';

/** So many words stand in anything; what was decided about many tasks at once may change everything. */
const STEMS_MAX = 40;

export interface LearnDeps {
  readonly db: Database;
  readonly now: () => number;
  readonly reader?: TextReader | undefined;
}

export interface LearnCounts {
  /** Examples that serve a goal, and that serve none. */
  readonly linked: number;
  readonly none: number;
  /** What was learnt differs from before: all that hangs on no goal is to be read again. */
  readonly isChanged: boolean;
}

/**
 * Learns from what people decided and what structure says: chooses the examples, and measures with them how far likelihoods can be
 * trusted. What was only read teaches nothing. A second run finds the same and changes nothing.
 */
export async function learnExamples(deps: LearnDeps, signal: AbortSignal): Promise<LearnCounts> {
  const { db, now, reader = readHere } = deps;
  const startedAt = new Date(now());
  // First: one that fails for good is tried again next night, and not at every look at what is due.
  await noteStarted(db, LEARNING, startedAt);
  const before = await loadMemory(db);
  const ground = await readGround(db, now());
  const known = await listKnown(db, ground.today);
  const examples = await readAsExamples(db, chooseExamples(known.flatMap(ground.asExample)));
  const { version: readingVersion, ...reading } = await loadReadingKnowledge(db);
  const version = versionOf(ground.open, JSON.stringify(examples), readingVersion);
  const none = examples.filter(({ goalIds }) => goalIds.length === 0).length;
  const isChanged = before.version !== version;
  if (isChanged) {
    signal.throwIfAborted();
    const trust =
      examples.length === 0 ? null : await reader.measureTrust({ goals: ground.open, examples, reading }, signal);
    const isStored = await db.transaction().execute(async (tx) => {
      await holdContextAlone(tx);
      // What a person said while this was measured would be forgotten until tomorrow.
      if ((await loadMemory(tx)).version !== before.version) return false;
      await replaceExamples(tx, examples, { version, trust, learntAt: startedAt });
      await markUnlinkedStale(tx, startedAt);
      return true;
    });
    if (!isStored) return learnExamples(deps, signal);
  }
  await noteFinished(db, LEARNING, startedAt);
  return { linked: examples.length - none, none, isChanged };
}

/**
 * Learns at once what was decided about these tasks; tasks that read like them become stale. The rest follows when everything is learnt
 * anew. Nothing is learnt before the first time, which measures what examples are worth.
 *
 * @returns How many tasks are to be read again.
 */
export async function learnDecided({ db, now }: LearnDeps, taskIds: readonly string[]): Promise<number> {
  const memory = await loadMemory(db);
  if (taskIds.length === 0 || memory.learntAt === null) return 0;
  const ground = await readGround(db, now());
  const known = (await listKnown(db, ground.today, taskIds)).flatMap(ground.asExample);
  return db.transaction().execute(async (tx) => {
    await holdContextAlone(tx);
    const examples = await readAsExamples(tx, known);
    const ids = new Set(examples.map(({ id }) => id));
    const gone = taskIds.filter((id) => !ids.has(id));
    const { version } = await loadMemory(tx);
    await changeExamples(tx, examples, gone, versionOf([], version, JSON.stringify([examples, gone])));
    return markAlike(tx, taskIds, new Date(now()));
  });
}

async function markAlike(tx: Tx, taskIds: readonly string[], at: Date): Promise<number> {
  const rows = await tx
    .selectFrom('tasks')
    .select('title')
    .where('id', 'in', [...taskIds])
    .execute();
  const stems = [...new Set(rows.flatMap(({ title }) => titleStems(title)))];
  return stems.length <= STEMS_MAX ? markAlikeStale(tx, stems, at) : markUnlinkedStale(tx, at);
}

interface Ground {
  readonly today: string;
  readonly open: readonly Goal[];
  asExample(task: KnownTask): KnownExample[];
}

async function readGround(db: Database, now: number): Promise<Ground> {
  const { today } = await momentOf(db, now);
  const goals = await listGoals(db);
  const cycles = new Map((await listCycles(db)).map((cycle) => [cycle.id, cycle]));
  const isOpen = (goal: Goal) => goalStanding(goal, cycles, today) === 'open';
  const heirOf = carriedOn(goals, isOpen);
  return {
    today,
    open: goals.filter(isOpen),
    asExample: (task) => {
      const served = goalsOfLabel(task);
      if (served === null) return [];
      const goalIds = [...new Set(served.flatMap((id) => heirOf(id) ?? []))].sort();
      if (served.length > 0 && goalIds.length === 0) return [];
      const isPersonal = task.accepted.length > 0 || task.decision !== null || task.rejected.length > 0;
      return [{ taskId: task.id, goalIds, isPersonal }];
    },
  };
}
