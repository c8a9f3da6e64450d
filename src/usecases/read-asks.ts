import { alignmentOf, STANDING_OF, type Weight } from '../domain/alignment.ts';
import { sidesOf } from '../domain/contradiction.ts';
import type { EvidenceKind } from '../domain/evidence.ts';
import { pathWords, surenessOf } from '../domain/flag-words.ts';
import type { Cycle, Goal } from '../domain/goal.ts';
import { goalStanding } from '../domain/goal-standing.ts';
import type { AskReason } from '../domain/linking/asking.ts';
import { spansOf } from '../domain/linking/spans-of.ts';
import type { Viewer } from '../domain/person.ts';
import { thousands } from '../domain/wording.ts';
import type { Database } from '../store/database.ts';
import { areReadingsCalibrated } from '../store/examples.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { sumFlags, weighTasks } from '../store/views/alignment.ts';
import { type AskedLink, type AskRow, listAskedLinks, listAsks, listLikelyAsks } from '../store/views/asks.ts';
import { goalRef } from './goal-ref.ts';
import { toTaskView } from './list-tasks.ts';
import type { ViewDeps } from './read-alignment.ts';
import { momentOf, type ViewMoment } from './view-query.ts';

/** As many as one call decides. */
const DECIDED_MAX = 500;

export interface AsksQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** What the rate is weighed by; without it nobody wants the rate. */
  readonly weight?: Weight | undefined;
  /** Only questions about a goal at least so likely, 0 to 1. */
  readonly minLikelihood?: number | undefined;
}

interface Known {
  readonly goals: ReadonlyMap<string, Goal>;
  readonly cycles: ReadonlyMap<string, Cycle>;
  readonly links: ReadonlyMap<string, readonly AskedLink[]>;
  readonly moment: ViewMoment;
  readonly isCalibrated: boolean;
  /** The rate once these tasks hang on a goal; null where it is not asked for. */
  readonly rateWith: (taskIds: readonly string[]) => number | null;
}

/** One page of the questions that wait for this viewer, what a yes to each does to the rate, and to all likely ones at once. */
export async function readAsks({ db, now }: ViewDeps, viewer: Viewer, query: AsksQuery) {
  const moment = await momentOf(db, now());
  const goals = new Map((await listGoals(db)).map((goal) => [goal.id, goal]));
  const cycles = new Map((await listCycles(db)).map((cycle) => [cycle.id, cycle]));
  const openGoalIds = [...goals.values()].filter(isOpenIn({ cycles, moment })).map(({ id }) => id);
  const { cursor = null, limit, minLikelihood = null } = query;
  const filter = { openGoalIds, minLikelihood };
  const page = await listAsks(db, viewer, moment, { ...filter, cursor, limit });
  const likely =
    minLikelihood === null
      ? null
      : await listLikelyAsks(db, viewer, moment, { openGoalIds, minLikelihood, countMax: DECIDED_MAX });
  const taskIds = [...page.rows, ...(likely ?? [])].map((one) => ('taskId' in one ? one.taskId : one.id));
  const rateWith = await weighAnswers(db, viewer, moment, taskIds, query.weight);
  const links = await listAskedLinks(
    db,
    page.rows.map(({ taskId }) => taskId),
  );
  const isCalibrated = await areReadingsCalibrated(db);
  const known: Known = { goals, cycles, links, moment, isCalibrated, rateWith };
  return {
    items: page.rows.flatMap((row) => [...toServes(row, known), ...toWhich(row, known)]),
    nextCursor: page.nextCursor,
    total: page.total,
    isCalibrated,
    rate: rateWith([]),
    all: likely && {
      items: likely.flatMap(({ id, key, title, goalId }) =>
        goalRef(goals.get(goalId)).map((goal) => ({ id, key, title, goalKey: goal.key })),
      ),
      rateIfYes: rateWith(likely.map(({ id }) => id)),
    },
  };
}

/** From the sums of the Overview: a yes puts the weight of a task that hangs on nothing to those that hang on a goal. */
async function weighAnswers(
  db: Database,
  viewer: Viewer,
  moment: ViewMoment,
  taskIds: readonly string[],
  weight: Weight | undefined,
): Promise<Known['rateWith']> {
  if (weight === undefined) return () => null;
  const { aligned, unaligned } = alignmentOf(await sumFlags(db, viewer, {}, moment, weight));
  const weights = await weighTasks(db, viewer, [...new Set(taskIds)], moment, weight);
  const judged = aligned + unaligned;
  return (ids) => {
    const added = ids.flatMap((id) => weights.get(id) ?? []).filter(({ state }) => STANDING_OF[state] === 'unaligned');
    return judged > 0 ? added.reduce((sum, one) => sum + one.weight, aligned) / judged : null;
  };
}

function commonOf(row: AskRow, { goals, moment, isCalibrated, rateWith }: Known) {
  return {
    place: row.place,
    task: toTaskView(row.task, goals, moment, isCalibrated),
    text: row.text,
    settles: row.settles,
    rateIfYes: rateWith([row.taskId]),
  };
}

function toServes(row: AskRow, known: Known) {
  const { about } = row;
  if (about === null) return [];
  const { words, ...grounds } = groundsOf(row, about.goalId);
  return goalRef(known.goals.get(about.goalId)).map((goal) => ({
    asks: 'serves' as const,
    ...commonOf(row, known),
    goal,
    likelihood: about.likelihood,
    sureness: surenessOf(about.likelihood, grounds.kind, known.isCalibrated),
    ...grounds,
    spans: spansOf(words, { title: row.task.title, text: row.text }),
    also: alsoOf(row, about.goalId, known),
    why: about.why,
    reason: sayWhy(about.why, row.settles, goal.key),
  }));
}

/** What else is suggested for the task. */
function alsoOf({ taskId }: AskRow, goalId: string, known: Known) {
  const others = (known.links.get(taskId) ?? []).filter(
    (link) => link.verdict === 'suggested' && link.goalId !== goalId,
  );
  return others.flatMap(({ goalId, likelihood, evidence: [strongest] }) => {
    const goal = known.goals.get(goalId);
    if (!goal || !strongest || !isOpenIn(known)(goal)) return [];
    const { kind } = strongest;
    const sureness = surenessOf(likelihood, kind, known.isCalibrated);
    return goalRef(goal).map((ref) => ({ goal: ref, likelihood, sureness, kind, because: pathWords(strongest, goal) }));
  });
}

function isOpenIn({ cycles, moment }: Pick<Known, 'cycles' | 'moment'>): (goal: Goal) => boolean {
  return (goal) => goalStanding(goal, cycles, moment.today) === 'open';
}

function toWhich(row: AskRow, known: Known) {
  if (row.about !== null) return [];
  const { goals } = known;
  const sides = sidesOf(known.links.get(row.taskId) ?? [], goals, isOpenIn(known)).map(
    ({ goalIds, isLinked, evidence }) => ({
      goals: goalIds.flatMap((id) => goalRef(goals.get(id))),
      isLinked,
      kind: evidence.kind,
      because: pathWords(evidence, goals.get(evidence.goalId)),
    }),
  );
  // One may have closed since it was found: then there is nothing to choose, and its flag follows.
  return sides.length < 2 ? [] : [{ asks: 'which' as const, ...commonOf(row, known), sides }];
}

/** What speaks for that goal: the evidence that suggests it, else what was tried; `words`: of the task's own that carried it. */
function groundsOf({ task }: AskRow, goalId: string): { kind: EvidenceKind; because: string; words: string[] } {
  const [strongest] = task.suggestion?.goalId === goalId ? task.suggestion.evidence : [];
  if (strongest) {
    const words = strongest.hops.flatMap((hop) => (hop.kind === 'words' ? hop.value.split(', ') : []));
    return { kind: strongest.kind, because: pathWords(strongest), words };
  }
  const near = (task.tried ?? [])
    .filter(({ bestGoalId }) => bestGoalId === goalId)
    .sort((a, b) => (b.bestScore ?? 0) - (a.bestScore ?? 0))[0];
  return near
    ? { kind: near.kind, because: near.what, words: wordsNamedIn(near.what) }
    : { kind: 'text', because: 'nothing that can be named', words: [] };
}

/** "reads nearest to KR1.1 “Days to go-live” by “median”, “live”": what comes after the goal. */
function wordsNamedIn(tried: string): string[] {
  const from = tried.lastIndexOf('” by “');
  return from < 0 ? [] : [...tried.slice(from + 1).matchAll(/“([^“”]+)”/gu)].map(([, word = '']) => word);
}

function sayWhy(why: AskReason, settles: number, key: string): string {
  if (why === 'no-example') return `no task is known to serve ${key} yet`;
  if (why === 'uncertain') return 'what was read tells neither yes nor no';
  return settles === 1 ? 'one other reads like it' : `${thousands(settles)} others read like it`;
}
