import type { Goal } from '../goal.ts';
import { parentsOfGoal } from '../goal-standing.ts';
import type { GoalIndex } from './goal-index.ts';
import type { StatedGoal } from './page-index.ts';

/**
 * How surely a place on a page belongs to the goal. `heading`: it stands under the goal's own. `page`: the page states no other.
 * `near`: several goals could be meant, or none is stated where it stands.
 */
export type Belonging = 'heading' | 'page' | 'near';

export interface PageGoal {
  readonly goalId: string;
  readonly by: Belonging;
  /** The heading that told; null where the whole page did. */
  readonly heading: string | null;
}

interface Page {
  readonly title: string;
  readonly written: readonly StatedGoal[];
}

type Goals = Pick<GoalIndex, 'goals' | 'findKeys' | 'withTitle'>;

/**
 * The goal that a place on a page belongs to: that of the innermost heading which is a goal, names one of the page's goals, or has
 * goals stated right under it; failing that, what its title is or names (a row of a data source names its objective in a cell), what it
 * states above all headings, or on the whole.
 *
 * @param path The headings the place stands under, outermost first.
 * @returns null where the goals that could be meant have no objective in common: a guess among them would be one too many.
 */
export function goalUnder(path: readonly string[], { title, written: stated }: Page, goals: Goals): PageGoal | null {
  for (let depth = path.length; depth > 0; depth--) {
    const heading = path[depth - 1] ?? '';
    const here = stated.filter((one) => isSamePath(one.path, path.slice(0, depth)));
    const meant = meantBy(heading, here, stated, goals);
    if (meant) return settle(meant, 'heading', heading, goals);
  }
  const above = stated.filter((one) => one.path.length === 0);
  const meant = meantBy(title, above, stated, goals);
  if (meant) return settle(meant, 'page', null, goals);
  return settle(stated, path.length === 0 ? 'page' : 'near', null, goals);
}

/**
 * The goals that a link to a page states: the one under the heading it points to, where that can be told; else the page's only one, or
 * its objective; else each that has no other above it, as what it may be.
 *
 * @param anchor What stands behind the "#", decoded; null for none.
 */
export function goalsLinkedTo(anchor: string | null, page: Page, goals: Goals): PageGoal[] {
  const path = anchor === null ? null : pathOfAnchor(anchor, page);
  const found = (path && goalUnder(path, page, goals)) ?? goalUnder([], page, goals);
  if (found) return [found];
  const known = knownGoals(page.written, goals);
  const highest = known.filter((goal) => !parentsOfGoal(goal, goals.goals).some((parent) => known.includes(parent)));
  return highest.map(({ id }) => ({ goalId: id, by: 'near', heading: null }));
}

/** An anchor is made of its heading's words, at times behind the page's title; how they are joined differs by editor. */
function pathOfAnchor(anchor: string, { title, written }: Page): readonly string[] | null {
  const wanted = lettersOf(anchor);
  const isMeant = (heading: string) => [lettersOf(heading), lettersOf(title + heading)].includes(wanted);
  if (wanted === '') return null;
  for (const { path } of written) {
    const at = path.findIndex(isMeant);
    if (at >= 0) return path.slice(0, at + 1);
  }
  return null;
}

function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

function isSamePath(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((heading, at) => heading === other[at]);
}

/** What a heading is itself, else what it names, else what is stated right under it; null where that is nothing. */
function meantBy(heading: string, here: readonly StatedGoal[], stated: readonly StatedGoal[], goals: Goals) {
  const own = here.filter((one) => one.stated === heading);
  return [own, namedIn(heading, stated, goals), here].find((some) => some.length > 0) ?? null;
}

/** "KR3.2: what we do for it" names a goal that the page states elsewhere. */
function namedIn(heading: string, stated: readonly StatedGoal[], goals: Goals): StatedGoal[] {
  const keyed = goals
    .findKeys(heading, 'prose')
    .filter(({ clarity, written }) => clarity !== 'bare' || heading.trim().startsWith(written))
    .map(({ goalId }) => goalId);
  const named = keyed.length > 0 ? keyed : goals.withTitle(heading);
  return stated.filter(({ goalId }) => named.includes(goalId));
}

/** The one goal among these, or the objective that the others are key results of; else the nearest objective above all, as a question. */
function settle(meant: readonly StatedGoal[], by: Belonging, heading: string | null, goals: Goals): PageGoal | null {
  const known = knownGoals(meant, goals);
  const [first] = known;
  if (!first) return null;
  const common = lineOf(first, goals).find((goal) => known.every((one) => lineOf(one, goals).includes(goal)));
  if (!common || common.kind === 'vision') return null;
  return { goalId: common.id, by: known.includes(common) ? by : 'near', heading };
}

function knownGoals(stated: readonly StatedGoal[], goals: Goals): Goal[] {
  return [...new Set(stated.map(({ goalId }) => goalId))].flatMap((id) => goals.goals.get(id) ?? []);
}

function lineOf(goal: Goal, goals: Goals): Goal[] {
  return [goal, ...parentsOfGoal(goal, goals.goals)];
}
