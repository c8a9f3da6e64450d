import { hideHop } from '../domain/access.ts';
import { findContradictions } from '../domain/contradiction.ts';
import { dayAt } from '../domain/days.ts';
import type { Hop } from '../domain/evidence.ts';
import { nearWords, surenessOf } from '../domain/flag-words.ts';
import type { Cycle, Goal } from '../domain/goal.ts';
import { goalStanding, isClosed, parentsOfGoal } from '../domain/goal-standing.ts';
import { VERDICT_ORDER } from '../domain/link.ts';
import { spansOf } from '../domain/linking/spans-of.ts';
import type { Viewer } from '../domain/person.ts';
import { areReadingsCalibrated } from '../store/examples.ts';
import { listCycles, listGoals } from '../store/goals.ts';
import { type NamedPage, namePages } from '../store/views/pages.ts';
import {
  findTask,
  listFlagHistory,
  listTaskLinks,
  type NamedTask,
  nameTasks,
  type TaskDetailRow,
  type TaskLinkRow,
} from '../store/views/tasks.ts';
import { readCarrying } from './decide-carrying.ts';
import { UseCaseError } from './errors.ts';
import { goalRef } from './goal-ref.ts';
import { listTasksView, safeUrl, toTaskView } from './list-tasks.ts';
import type { ViewDeps } from './read-alignment.ts';
import { momentOf, type ViewMoment } from './view-query.ts';

interface Names {
  readonly goals: ReadonlyMap<string, Goal>;
  readonly cycles: ReadonlyMap<string, Cycle>;
  readonly tasks: ReadonlyMap<string, NamedTask>;
  readonly pages: ReadonlyMap<string, NamedPage>;
  /** Goal ids by goal id: whose evidence contradicts whose. */
  readonly contradictions: ReadonlyMap<string, readonly string[]>;
  readonly timeZone: string;
  readonly isCalibrated: boolean;
  /** The task's own title and text. */
  readonly words: { readonly title: string; readonly text: string };
}

/**
 * One task with its plumb lines: each goal it may serve, from the vision down, hop by hop; or what was tried.
 *
 * @throws UseCaseError `no-such-task`, also where the viewer may not see it: both read the same.
 */
export async function explainTask(deps: ViewDeps, viewer: Viewer, id: string) {
  const moment = await momentOf(deps.db, deps.now());
  const row = await findTask(deps.db, viewer, id, moment);
  if (!row)
    throw new UseCaseError('no-such-task', 'There is no such task, or you may not see it.', { isNotFound: true });
  const links = (await listTaskLinks(deps.db, id, moment)).sort(byVerdict);
  const goals = new Map((await listGoals(deps.db)).map((goal) => [goal.id, goal]));
  const cycles = new Map((await listCycles(deps.db)).map((cycle) => [cycle.id, cycle]));
  const names: Names = {
    goals,
    cycles,
    contradictions: findContradictions(links, goals, (goal) => goalStanding(goal, cycles, moment.today) === 'open'),
    tasks: await nameTasks(deps.db, viewer, taskIdsOf(row, links), moment),
    pages: await namePages(deps.db, viewer, pageIdsOf(links)),
    timeZone: moment.timeZone,
    isCalibrated: await areReadingsCalibrated(deps.db),
    words: { title: row.title, text: row.body },
  };
  const history = await listFlagHistory(deps.db, id);
  return {
    ...toTaskView(row, names.goals, moment, names.isCalibrated),
    text: row.body,
    labels: [...row.labels],
    fields: row.fields.map((field) => ({ name: field.name, value: field.value })),
    parent: parentOf(row, names),
    isContainer: row.isContainer,
    childCount: row.childCount,
    carries: await readCarrying(deps, row),
    groupName: row.groupName,
    createdAt: row.createdAt?.toISOString() ?? null,
    updatedAt: row.updatedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    dueOn: row.dueOn,
    readAt: row.readAt.toISOString(),
    gone: goneOf(row),
    lines: links.flatMap((link) => toPlumbLine(link, names, moment)),
    tried: (row.tried ?? []).map(({ kind, what, bestGoalId, bestScore, likeTaskId }) => ({
      kind,
      what,
      like: likeTaskId ? nameOf(likeTaskId, names) : null,
      bestGoal: goalRef(bestGoalId ? names.goals.get(bestGoalId) : undefined)[0] ?? null,
      bestScore,
      sureness: bestScore === null ? null : nearWords(bestScore, names.isCalibrated),
    })),
    history: history.map((flag) => ({
      state: flag.state,
      reason: flag.reason,
      from: flag.valid_from.toISOString(),
      to: flag.valid_to?.toISOString() ?? null,
    })),
  };
}

/** Four ends that must not be taken for each other; null where it stands as it did. */
function goneOf({ goneHow, goneAt, isArchived, visibility }: TaskDetailRow) {
  const hidden = visibility === 'access-lost' ? ('access-lost' as const) : null;
  const how = goneHow ?? hidden ?? (isArchived ? ('archived' as const) : null);
  return how && { how, at: goneAt?.toISOString() ?? null };
}

export type TaskExplained = Awaited<ReturnType<typeof explainTask>>;

/** Tasks a person may mean by a key, a tool's id or a pasted URL; exact hits before words of a title. */
export async function findTasksByWord(deps: ViewDeps, viewer: Viewer, word: string) {
  const { items } = await listTasksView(deps, viewer, { q: word, sort: 'title', limit: 20 });
  const lower = word.trim().toLowerCase();
  const isExact = (item: (typeof items)[number]) =>
    [
      item.key?.toLowerCase(),
      item.id.toLowerCase(),
      item.id.slice(item.id.indexOf('.') + 1).toLowerCase(),
      item.url?.toLowerCase(),
    ].includes(lower);
  const exact = items.filter(isExact);
  return exact.length > 0 ? exact : items;
}

/** What holds before what waits; the likeliest first, as they come. */
function byVerdict(a: TaskLinkRow, b: TaskLinkRow): number {
  return VERDICT_ORDER[a.verdict] - VERDICT_ORDER[b.verdict];
}

function taskIdsOf(row: TaskDetailRow, links: readonly TaskLinkRow[]): string[] {
  const like = (row.tried ?? []).flatMap(({ likeTaskId }) => likeTaskId ?? []);
  const ids = [row.id, row.parentId, ...like, ...hopsOf(links).map((hop) => hop.taskId)].filter((id) => id !== null);
  return [...new Set(ids)];
}

function pageIdsOf(links: readonly TaskLinkRow[]): string[] {
  return [...new Set(hopsOf(links).flatMap((hop) => hop.documentId ?? []))];
}

function hopsOf(links: readonly TaskLinkRow[]): Hop[] {
  return links.flatMap((link) => [
    ...link.evidence.flatMap((one) => one.hops),
    ...(link.brokenHop ? [link.brokenHop] : []),
  ]);
}

function parentOf(row: TaskDetailRow, names: Names) {
  return row.parentId ? nameOf(row.parentId, names) : null;
}

/** null where the viewer may not see it, or it is gone. */
function nameOf(taskId: string, { tasks }: Names) {
  const task = tasks.get(taskId);
  return task ? { id: task.id, key: task.key, title: task.title } : null;
}

function toPlumbLine(link: TaskLinkRow, names: Names, moment: ViewMoment) {
  const goal = names.goals.get(link.goalId);
  if (!goal) return [];
  const cycle = goal.cycleId ? names.cycles.get(goal.cycleId) : undefined;
  const [ref] = goalRef(goal);
  if (!ref) return [];
  return [
    {
      goal: {
        ...ref,
        isClosed: isClosed(goal, moment.today),
        from: goal.from,
        to: goal.to,
        unit: goal.unit,
        by: goal.by,
        cycle: cycle?.name ?? null,
      },
      above: parentsOfGoal(goal, names.goals).reverse().flatMap(goalRef),
      verdict: link.verdict,
      likelihood: link.likelihood,
      sureness: surenessOf(link.likelihood, link.evidence[0]?.kind ?? 'text', names.isCalibrated),
      weight: link.weight,
      evidence: link.evidence.map((one) => ({
        kind: one.kind,
        likelihood: one.likelihood,
        hops: one.hops.map((hop) => toHopView(hop, names, link.verdict !== 'broken')),
      })),
      brokenHop: link.brokenHop ? toHopView(link.brokenHop, names, false) : null,
      contradicts: (names.contradictions.get(goal.id) ?? []).flatMap((id) => goalRef(names.goals.get(id))),
      decidedBy: link.decidedBy,
      decidedAt: link.decidedAt?.toISOString() ?? null,
    },
  ];
}

/** What still holds was read whenever its task was last seen; what went was last seen when it was. */
function seenAt(hop: Hop, source: NamedTask | NamedPage | undefined, isCurrent: boolean): Date {
  return new Date(Math.max(hop.readAt, isCurrent ? (source?.readAt.getTime() ?? 0) : 0));
}

function toHopView(hop: Hop, names: Names, isCurrent: boolean) {
  // A page that is not stored any more was open to all, or the hop says that it was not.
  const canSeePage = (id: string) => names.pages.get(id)?.isVisible ?? hop.isApart !== true;
  const shown = hideHop(hop, (id) => names.tasks.has(id), canSeePage);
  const task = shown.taskId ? names.tasks.get(shown.taskId) : undefined;
  const page = shown.documentId ? names.pages.get(shown.documentId) : undefined;
  return {
    kind: shown.kind,
    place: shown.place + sinceWhen(page, names.timeZone),
    value: shown.value,
    readAt: seenAt(shown, page ?? task, isCurrent).toISOString(),
    by: shown.by,
    task: task ? { id: task.id, key: task.key, title: task.title, url: safeUrl(task.url) } : null,
    page: page ? { id: page.id, title: page.title, url: safeUrl(page.url) } : null,
    isHidden: shown !== hop,
    spans: shown.kind === 'words' ? spansOf(shown.value.split(', '), names.words) : [],
  };
}

/** What it stated holds until somebody reads otherwise; but nobody may take it for read today. */
function sinceWhen(page: NamedPage | undefined, timeZone: string): string {
  if (!page?.unreadableAt) return '';
  return ` (could not be read since ${dayAt(page.unreadableAt.getTime(), timeZone)})`;
}
