import type { EvidenceKind } from '../domain/evidence.ts';
import { pathWords, surenessOf } from '../domain/flag-words.ts';
import type { Goal } from '../domain/goal.ts';
import type { AskReason } from '../domain/linking/asking.ts';
import type { Viewer } from '../domain/person.ts';
import { thousands } from '../domain/wording.ts';
import { areReadingsCalibrated } from '../store/examples.ts';
import { listGoals } from '../store/goals.ts';
import { type AskRow, listAsks } from '../store/views/asks.ts';
import { goalRef } from './goal-ref.ts';
import { toTaskView } from './list-tasks.ts';
import { listOpenGoalIds } from './order-asks.ts';
import type { ViewDeps } from './read-alignment.ts';
import { momentOf, type ViewMoment } from './view-query.ts';

/** One page of the questions that wait for this viewer: the one whose answer teaches most comes first. */
export async function readAsks(
  deps: ViewDeps,
  viewer: Viewer,
  query: { readonly cursor?: string | undefined; readonly limit: number },
) {
  const moment = await momentOf(deps.db, deps.now());
  const all = await listGoals(deps.db);
  const openGoalIds = await listOpenGoalIds(deps.db, all, deps.now());
  const { cursor = null, limit } = query;
  const page = await listAsks(deps.db, viewer, moment, { cursor, limit, openGoalIds });
  const goals = new Map(all.map((goal) => [goal.id, goal]));
  const isCalibrated = await areReadingsCalibrated(deps.db);
  return {
    items: page.rows.flatMap((row) => toAskView(row, goals, moment, isCalibrated)),
    nextCursor: page.nextCursor,
    total: page.total,
  };
}

function toAskView(row: AskRow, goals: ReadonlyMap<string, Goal>, moment: ViewMoment, isCalibrated: boolean) {
  const grounds = groundsOf(row);
  return goalRef(goals.get(row.goalId)).map((goal) => ({
    place: row.place,
    task: toTaskView(row.task, goals, moment, isCalibrated),
    goal,
    likelihood: row.likelihood,
    sureness: surenessOf(row.likelihood, grounds.kind, isCalibrated),
    ...grounds,
    why: row.why,
    reason: sayWhy(row.why, row.settles, goal.key),
    settles: row.settles,
  }));
}

/** What speaks for that goal: the evidence that suggests it, else what was tried. */
function groundsOf({ goalId, task }: AskRow): { kind: EvidenceKind; because: string } {
  const [strongest] = task.suggestion?.goalId === goalId ? task.suggestion.evidence : [];
  if (strongest) return { kind: strongest.kind, because: pathWords(strongest) };
  const near = (task.tried ?? [])
    .filter(({ bestGoalId }) => bestGoalId === goalId)
    .sort((a, b) => (b.bestScore ?? 0) - (a.bestScore ?? 0))[0];
  return near ? { kind: near.kind, because: near.what } : { kind: 'text', because: 'nothing that can be named' };
}

function sayWhy(why: AskReason, settles: number, key: string): string {
  if (why === 'no-example') return `no task is known to serve ${key} yet`;
  if (why === 'uncertain') return 'what was read tells neither yes nor no';
  return settles === 1 ? 'one other reads like it' : `${thousands(settles)} others read like it`;
}
