import { canonicalKey } from './evidence/goal-index.ts';
import type { Goal } from './goal.ts';
import { isClosed } from './goal-standing.ts';
import { normaliseTitle } from './normal-text.ts';
import type { DiffGround, KnownSource } from './proposal-ground.ts';
import { knownAs, type StatedGoal } from './proposal-reading.ts';

/** Which goal of ours a stated one is. */
export interface Match {
  readonly goal: Goal;
  /** Where a person accepted it from this page before; null where it only reads like one of ours. */
  readonly source: KnownSource | null;
}

/**
 * Known again by what it was known as; else by its title, so that another key (or none) is no other goal; else it is one of ours that
 * reads the same: same key, or same title. Each of ours is matched once.
 */
export function matchStated(stated: readonly StatedGoal[], ground: DiffGround): (Match | null)[] {
  const byId = new Map(ground.goals.map((goal) => [goal.id, goal]));
  const free = new Map(ground.sources.map((source) => [source.goalId, source]));
  const found: (Match | null)[] = stated.map(() => null);
  const open = () => stated.keys().filter((index) => found[index] === null);
  const settle = (index: number, source: KnownSource | undefined) => {
    const goal = source && byId.get(source.goalId);
    if (!goal || !source) return;
    found[index] = { goal, source };
    free.delete(source.goalId);
  };
  for (const index of open()) {
    const known = knownAs(stated[index] as StatedGoal);
    settle(
      index,
      [...free.values()].find(
        (source) => source.knownAs === known && byId.get(source.goalId)?.kind === stated[index]?.kind,
      ),
    );
  }
  for (const index of open()) settle(index, sameTitle(stated[index] as StatedGoal, [...free.values()], byId));
  const taken = new Set(ground.sources.map(({ goalId }) => goalId));
  for (const index of open()) {
    const goal = alike(stated[index] as StatedGoal, ground, taken);
    if (!goal) continue;
    taken.add(goal.id);
    found[index] = { goal, source: null };
  }
  return found;
}

function sameTitle(
  stated: StatedGoal,
  sources: readonly KnownSource[],
  goals: ReadonlyMap<string, Goal>,
): KnownSource | undefined {
  const title = normaliseTitle(stated.title);
  const fits = sources.filter((source) => {
    const goal = goals.get(source.goalId);
    const titles = [source.decided?.title, goal?.title].flatMap((one) => (one ? normaliseTitle(one) : []));
    return goal?.kind === stated.kind && titles.includes(title);
  });
  return fits.find(({ decided }) => decided?.parent === stated.parent) ?? fits[0];
}

function alike(stated: StatedGoal, ground: DiffGround, taken: ReadonlySet<string>): Goal | undefined {
  const title = normaliseTitle(stated.title);
  const candidates = ground.goals.filter((goal) => goal.kind === stated.kind && !taken.has(goal.id));
  const named = candidates.find((goal) => stated.key !== null && canonicalKey(goal.key) === canonicalKey(stated.key));
  // Last quarter's O1 is not this quarter's, unless it says the same.
  if (named && (!isPast(named, ground) || normaliseTitle(named.title) === title)) return named;
  if (stated.key !== null && !named) {
    const isKeyOfAnother = ground.goals.some((goal) => canonicalKey(goal.key) === canonicalKey(stated.key ?? ''));
    if (isKeyOfAnother) return undefined;
  }
  return title === ''
    ? undefined
    : candidates.find((goal) => !isPast(goal, ground) && normaliseTitle(goal.title) === title);
}

function isPast(goal: Goal, { today, cycleId }: DiffGround): boolean {
  return isClosed(goal, today) || (goal.cycleId !== null && cycleId !== null && goal.cycleId !== cycleId);
}
