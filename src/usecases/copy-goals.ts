import type { Cycle, Goal } from '../domain/goal.ts';
import { nextGoalKey } from '../domain/goal-keys.ts';
import { inTreeOrder } from '../domain/goal-order.ts';
import { draftOfGoal, type GoalDraft } from '../domain/import/goals.ts';
import { normaliseTitle } from '../domain/normal-text.ts';
import type { Viewer } from '../domain/person.ts';
import type { Actor } from '../store/audit.ts';
import { requireCycle, requireLeader } from './change-cycles.ts';
import { UseCaseError } from './errors.ts';
import { type GoalShelf, loadGoalShelf } from './goal-words.ts';
import { writeGoals } from './import-goals.ts';
import { actOnGoals, type GoalDeps } from './settle-goals.ts';

export interface GoalsCopied {
  readonly copied: { readonly from: string; readonly to: string }[];
  readonly changeId: number | null;
}

/**
 * Writes the open goals of a cycle down anew in another one, under the next free keys, with all but their due day. A goal that is there
 * already, by kind and title, is left as it is: a second time copies nothing. What was learnt of a goal goes on to its copy by itself, once the
 * first is closed or its cycle over (`carriedOn`).
 *
 * @param wanted.keys Which of them; left out: all.
 * @throws UseCaseError `leaders-only`, `unknown-cycle`, `same-cycle`, `cycle-closed`.
 */
export async function copyGoals(
  deps: GoalDeps,
  viewer: Viewer,
  by: Actor,
  wanted: { readonly from: string; readonly into: string; readonly keys?: readonly string[] | undefined },
): Promise<GoalsCopied> {
  requireLeader(viewer);
  const { answer: copied, changeId } = await actOnGoals(deps, { by, through: 'browser' }, async (tx, at) => {
    const shelf = await loadGoalShelf(tx);
    const [from, into] = [requireCycle(shelf.cycles, wanted.from), requireCycle(shelf.cycles, wanted.into)];
    requireOther(from, into);
    const isWanted = ({ key }: Goal) => wanted.keys?.includes(key) ?? true;
    const chosen = inTreeOrder(shelf.goals).filter(
      (goal) => goal.cycleId === from.id && goal.closedOn === null && isWanted(goal),
    );
    const copies = copiesOf(chosen, into, shelf);
    await writeGoals(
      tx,
      copies.map(({ draft }) => draft),
      at,
    );
    return copies.map(({ of, draft }) => ({ from: of.key, to: draft.key }));
  });
  return { copied, changeId };
}

function requireOther(from: Cycle, into: Cycle): void {
  if (from.id === into.id) throw new UseCaseError('same-cycle', 'They are in this cycle already; choose another.');
  if (into.closedOn)
    throw new UseCaseError('cycle-closed', `${into.name} was closed on ${into.closedOn}; open it again first.`);
}

interface Copy {
  readonly of: Goal;
  readonly draft: GoalDraft;
}

/** Parents come first, so that each copy stands under the copy of its parent. */
function copiesOf(chosen: readonly Goal[], into: Cycle, shelf: GoalShelf): Copy[] {
  const { goals, cycles, people } = shelf;
  const nameOf = (goal: Goal) => `${goal.kind} ${normaliseTitle(goal.title)}`;
  const there = new Map(goals.filter(({ cycleId }) => cycleId === into.id).map((goal) => [nameOf(goal), goal.key]));
  const byId = new Map(goals.map((goal) => [goal.id, goal]));
  const cycleById = new Map(cycles.map((cycle) => [cycle.id, cycle]));
  const emails = new Map(people.map(({ id, email }) => [id, email]));
  const keyOfCopy = new Map<string, string>();
  const taken: Pick<Goal, 'key'>[] = [...goals];
  return chosen.flatMap((goal): Copy[] => {
    const known = there.get(nameOf(goal));
    if (known !== undefined) {
      keyOfCopy.set(goal.id, known);
      return [];
    }
    const draft = draftOfGoal(goal, byId, cycleById, emails);
    const parentKey = keyOfCopy.get(goal.parentId ?? '') ?? draft.parentKey;
    const key = nextGoalKey(goal.kind, parentKey === null ? undefined : { key: parentKey }, taken);
    taken.push({ key });
    keyOfCopy.set(goal.id, key);
    const { name, startsOn, endsOn } = into;
    return [{ of: goal, draft: { ...draft, key, parentKey, by: null, cycle: { name, startsOn, endsOn } } }];
  });
}
