import type { Evidence, Hop } from '../evidence.ts';
import { shorten } from '../normal-text.ts';
import type { Task, TaskLink } from '../task.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { GoalIndex } from './goal-index.ts';
import { LIKELIHOODS } from './likelihoods.ts';
import { type Belonging, goalsLinkedTo, goalUnder, type PageGoal } from './page-goals.ts';
import type { Mention, StatedGoal, StrategyPage } from './page-index.ts';

const BY_BELONGING: Readonly<Record<Belonging, number>> = {
  heading: LIKELIHOODS.pageHeading,
  page: LIKELIHOODS.page,
  near: LIKELIHOODS.pageNear,
};

/** The goals under whose headings wiki pages name the task. One for each page and goal is left by `distinct`, the strongest. */
export function readMentions(task: Task, goals: GoalIndex): Evidence[] {
  return goals.pages.mentionsOf(task).flatMap((mention) => {
    const written = statedOn(mention.page, goals);
    const found = goalUnder(mention.reference.path, { title: mention.page.title, written }, goals);
    if (!found) return [];
    const hop = pageHop(mention.page, found.heading ?? mention.reference.path.at(-1) ?? null, wordsOf(mention));
    const likelihood = Math.min(BY_BELONGING[found.by], mention.isShared ? LIKELIHOODS.sharedKey : 1);
    return [evidenceOf(found.goalId, likelihood, [hop], [hop])];
  });
}

/** What a link of the task to a wiki page states by what is written there. */
export function readPageLink(page: StrategyPage, link: TaskLink, step: Hop, goals: GoalIndex): Evidence[] {
  if (page.isGone) return [];
  return goalsLinkedTo(anchorOf(link.url), page, goals).map((found) => {
    const likelihood = isOnlyGoal(page, found) ? LIKELIHOODS.goalLink : BY_BELONGING[found.by];
    const hop = pageHop(page, found.heading, goals.goals.get(found.goalId)?.key ?? '');
    // Known again by the link alone: the same link with the page not stored yet is no other evidence.
    return evidenceOf(found.goalId, likelihood, [step, hop], [step]);
  });
}

/** What it states itself, and the goals that somebody says it is the page of. */
function statedOn(page: StrategyPage, goals: GoalIndex): StatedGoal[] {
  const listed = page.url === null ? [] : goals.withUrl(page.url).filter((goalId) => !page.knownGoalIds.has(goalId));
  return [...page.written, ...listed.map((goalId) => ({ goalId, stated: '', path: [] }))];
}

function isOnlyGoal(page: StrategyPage, { goalId, by }: PageGoal): boolean {
  return by === 'page' && page.written.every((one) => one.goalId === goalId);
}

/** What stands behind the "#", decoded; null for none. */
function anchorOf(url: string): string | null {
  const hash = URL.parse(url)?.hash.slice(1) ?? '';
  try {
    return decodeURIComponent(hash) || null;
  } catch {
    return hash;
  }
}

function wordsOf({ reference }: Mention): string {
  return shorten(reference.title ?? reference.taskKey ?? reference.url ?? '', 120);
}

/** 'page “Interfaces 2026-Q4”, under “KR3.2 …”'. */
function pageHop(page: StrategyPage, heading: string | null, value: string): Hop {
  const under = heading === null ? '' : `, under “${shorten(heading, 60)}”`;
  return {
    kind: 'document',
    taskId: null,
    scopeId: null,
    documentId: page.id,
    place: `page “${shorten(page.title, 60)}”${under}`,
    value,
    readAt: page.readAt,
    by: null,
    ...(page.isApart && { isApart: true as const }),
  };
}

function evidenceOf(goalId: string, likelihood: number, hops: readonly Hop[], known: readonly Hop[]): Evidence {
  const fingerprint = fingerprintOf('stated', goalId, known);
  return { kind: 'stated', goalId, likelihood, hops, fingerprint, weight: null };
}
