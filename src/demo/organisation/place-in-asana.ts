/** Where work stands in Asana: its project, its section, a parent task, or a second project beside the first. */
import { container, type Draft, makeDraft, type Sort, type Statement } from './drafts.ts';
import { flowOf } from './flows.ts';
import { add, addAlone, goalsOf, type Planner, roomIn, stateGoal, statement } from './planner.ts';
import type { Random } from './random.ts';
import type { PlannedScope } from './scopes.ts';
import { partTitle } from './words.ts';

export function placeInAsana(planner: Planner, leaf: Draft, sort: Sort): void {
  const { random, planned, all } = planner;
  if (sort === 'stated' || sort === 'past') stateGoal(planner, leaf);
  if (sort === 'inherited') {
    inherit(planner, leaf);
    return;
  }
  const neutral = all.filter((other) => other !== planned && isNeutral(other));
  if (random.chance(0.08)) leaf.alsoIn = alsoIn(random, neutral);
  addWhole(planner, leaf, sort === 'none' || sort === 'rule' ? 0.12 : 0);
}

/** Through the project's own name, a section named after the goal, a second project, or a parent that states it. */
function inherit(planner: Planner, leaf: Draft): void {
  const { random, planned, all } = planner;
  const goal = goalsOf(leaf.truth)[0] as string;
  const section = flowOf(planned.plan, planned.scope).goals[goal];
  const named = all.filter((other) => other.plan.tool === 'asana' && other.plan.name.startsWith(goal));
  if (planned.plan.name.startsWith(goal)) addWhole(planner, leaf, 0.15);
  else if (section !== undefined) add(planner, { ...leaf, stays: section });
  else if (named.length > 0) add(planner, { ...leaf, alsoIn: alsoIn(random, named) });
  else if (roomIn(planner) >= 3) addParentWithParts(planner, leaf, statement(random, [goal], 'asana'));
  else addAlone(planner, leaf);
}

/** A leaf as it is, or, at this likelihood, cut into sub-tasks. */
function addWhole(planner: Planner, leaf: Draft, cutLikelihood: number): void {
  if (planner.random.chance(cutLikelihood) && roomIn(planner) >= 3) addParentWithParts(planner, leaf, null);
  else add(planner, leaf);
}

function addParentWithParts(planner: Planner, leaf: Draft, states: Statement | null): void {
  const { random, planned } = planner;
  const parent = makeDraft(planned, 'task', leaf.title, container, {
    text: leaf.text,
    statement: states,
    stays: leaf.stays,
    fields: leaf.fields,
    labels: leaf.labels,
  });
  add(planner, parent);
  const parts = Math.min(roomIn(planner), random.int(2, 5));
  for (let part = 0; part < parts; part += 1)
    add(
      planner,
      makeDraft(planned, 'subtask', partTitle(random), leaf.truth, {
        parent,
        fields: leaf.fields,
        labels: leaf.labels,
      }),
    );
}

/** A project that says nothing of a goal, neither by its name nor by a rule. */
function isNeutral({ plan }: PlannedScope): boolean {
  return plan.tool === 'asana' && !/^KR|Go-live|Compliance/.test(plan.name);
}

function alsoIn(random: Random, scopes: readonly PlannedScope[]): Draft['alsoIn'] {
  const other = random.pick(scopes);
  return [{ scopeId: other.scope.id, groupId: flowOf(other.plan, other.scope).todo[0] ?? null }];
}
