import { canonicalKey } from './evidence/goal-index.ts';
import { normaliseTitle } from './normal-text.ts';
import type { ProposedGoal } from './proposal.ts';

/** What a page says of one goal, without where it stands on the page: moving a section changes nothing. */
export interface StatedGoal
  extends Pick<ProposedGoal, 'kind' | 'key' | 'title' | 'from' | 'to' | 'unit' | 'by' | 'owner'> {
  /** What its objective is known as; null where it stands under none. */
  readonly parent: string | null;
}

/** By what the next reading knows a goal again: the key it is written with, else its title, in lower case. */
export function knownAs({ key, title }: Pick<ProposedGoal, 'key' | 'title'>): string {
  return (key ?? title).trim().toLowerCase();
}

export function statedGoal(goal: ProposedGoal, goals: readonly ProposedGoal[]): StatedGoal {
  const { kind, key, title, from, to, unit, by, owner } = goal;
  const parent = goal.parent === null ? undefined : goals[goal.parent];
  return { kind, key, title, from, to, unit, by, owner, parent: parent ? knownAs(parent) : null };
}

/** One text for everything a reading states, whatever its order and places: equal texts, nothing to look at. */
export function canonicalReading(goals: readonly ProposedGoal[]): string {
  return JSON.stringify(goals.map((goal) => JSON.stringify(Object.values(statedGoal(goal, goals)))).sort());
}

interface Draft {
  goal: ProposedGoal;
  parent: Draft | null;
}

/**
 * Several readings as one: each row of a data source states its own goal, and names the objective it belongs to. An objective that is
 * named in many rows is one goal, with everything any of them says of it. What says two different things of one key stays two.
 *
 * @param options.isSorted By key, then title, key results under their objective: rows have no order of their own.
 */
export function joinReadings(
  readings: readonly (readonly ProposedGoal[])[],
  options: { readonly isSorted: boolean },
): ProposedGoal[] {
  const drafts = joinObjectives(readings.flatMap(toDrafts));
  const ordered = options.isSorted ? inTree(drafts) : drafts;
  return ordered.map(({ goal, parent }) => ({ ...goal, parent: parent ? ordered.indexOf(parent) : null }));
}

function toDrafts(goals: readonly ProposedGoal[]): Draft[] {
  const drafts: Draft[] = goals.map((goal) => ({ goal, parent: null }));
  for (const draft of drafts) draft.parent = draft.goal.parent === null ? null : (drafts[draft.goal.parent] ?? null);
  return drafts;
}

/** The fullest first: what only names an objective joins the one that says more of it. */
function joinObjectives(drafts: readonly Draft[]): Draft[] {
  const kept: Draft[] = [];
  const heirs = new Map<Draft, Draft>();
  const objectives = drafts.filter(({ goal }) => goal.kind === 'objective');
  for (const draft of [...objectives].sort(byFullness)) {
    const same = kept.filter((one) => isSameObjective(one.goal, draft.goal));
    const [only] = same;
    if (!only || same.length > 1) kept.push(draft);
    else {
      only.goal = filled(only.goal, draft.goal);
      heirs.set(draft, only);
    }
  }
  const left = drafts.filter((draft) => !heirs.has(draft));
  for (const draft of left) draft.parent = draft.parent ? (heirs.get(draft.parent) ?? draft.parent) : null;
  return left;
}

function isSameObjective(full: ProposedGoal, other: ProposedGoal): boolean {
  if (hasConflict(full, other)) return false;
  const sameTitle = normaliseTitle(full.title) === normaliseTitle(other.title);
  if (full.key !== null && other.key !== null) return canonicalKey(full.key) === canonicalKey(other.key) && sameTitle;
  // A cell that holds nothing but the key, or nothing but the title.
  return sameTitle || (full.key !== null && canonicalKey(full.key) === canonicalKey(other.title));
}

const FILLED = ['key', 'from', 'to', 'unit', 'by', 'owner'] as const;

function hasConflict(a: ProposedGoal, b: ProposedGoal): boolean {
  return FILLED.some((name) => name !== 'key' && a[name] !== null && b[name] !== null && a[name] !== b[name]);
}

function filled(full: ProposedGoal, other: ProposedGoal): ProposedGoal {
  return { ...full, ...Object.fromEntries(FILLED.map((name) => [name, full[name] ?? other[name]])) };
}

function byFullness(a: Draft, b: Draft): number {
  const saysOf = ({ goal }: Draft) =>
    FILLED.filter((name) => goal[name] !== null).length + (goal.key === null ? 0 : 10);
  return saysOf(b) - saysOf(a) || compare(textOf(a), textOf(b));
}

function textOf({ goal }: Draft): string {
  return JSON.stringify([goal.key, goal.title, goal.from, goal.to, goal.unit, goal.by, goal.owner, goal.place]);
}

function inTree(drafts: readonly Draft[]): Draft[] {
  const sorted = [...drafts].sort(byKey);
  const placed: Draft[] = [];
  for (const draft of sorted) {
    if (draft.parent !== null) continue;
    placed.push(draft, ...sorted.filter(({ parent }) => parent === draft));
  }
  return [...placed, ...sorted.filter((draft) => !placed.includes(draft))];
}

function byKey(a: Draft, b: Draft): number {
  const rank = ({ goal }: Draft) => (goal.kind === 'objective' ? 0 : 2) + (goal.key === null ? 1 : 0);
  const keys = (a.goal.key ?? '').localeCompare(b.goal.key ?? '', 'en', { numeric: true });
  return rank(a) - rank(b) || keys || a.goal.title.localeCompare(b.goal.title, 'en') || compare(textOf(a), textOf(b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
