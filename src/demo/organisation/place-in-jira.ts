/** Where work stands in Jira: under an epic that names its goal, under one that does not, on the heap, or nowhere. */
import { container, type Draft, makeDraft, type Sort } from './drafts.ts';
import { add, addAlone, drawFresh, goalsOf, type Planner, roomIn, stateGoal, statement } from './planner.ts';
import { catchAllEpics, strayEpics, upkeepEpics } from './topics/other.ts';
import { epicTitle, fill, partTitle } from './words.ts';

export function placeInJira(planner: Planner, leaf: Draft, sort: Sort): void {
  const { random } = planner;
  const goal = goalsOf(leaf.truth)[0] ?? '';
  if (sort === 'inherited' || (sort === 'past' && random.chance(0.5))) {
    addUnder(planner, leaf, `goal ${goal}`, () => statedEpic(planner, goal));
    return;
  }
  if (sort === 'stated' || sort === 'past') stateGoal(planner, leaf);
  if (sort === 'ktlo' && random.chance(0.5)) {
    addUnder(planner, leaf, 'upkeep', () => plainEpic(planner, random.pick(upkeepEpics)));
  } else if (sort === 'none' && random.chance(0.2)) {
    addUnder(planner, leaf, 'stray', () => plainEpic(planner, random.pick(strayEpics)));
  } else if (sort === 'stated' && random.chance(0.5)) {
    addUnder(planner, leaf, `topic ${goal}`, () => plainEpic(planner, freshEpicTitle(planner, goal)));
  } else if (random.chance(heapShare[sort])) {
    addUnder(planner, leaf, 'heap', () => catchAllEpic(planner), 60);
  } else {
    add(planner, leaf);
  }
}

/** How much of what is left lands under a catch-all epic. */
const heapShare: Readonly<Record<Sort, number>> = {
  stated: 0.25,
  text: 0.5,
  nothing: 0.5,
  ktlo: 0.3,
  none: 0.35,
  past: 0.2,
  rule: 0,
  inherited: 0,
};

/** Puts a leaf under the open parent of that name, or opens one; where there is no room left for a parent, the leaf says its goal itself. */
function addUnder(planner: Planner, leaf: Draft, name: string, open: () => Draft, childrenMax = 12): void {
  const { random } = planner;
  let parent = planner.parents.get(name);
  if (parent === undefined || parent.left <= 0) {
    if (roomIn(planner) < 2) {
      addAlone(planner, leaf);
      return;
    }
    parent = { draft: open(), left: random.int(Math.ceil(childrenMax / 2), childrenMax) };
    planner.parents.set(name, parent);
  }
  parent.left -= 1;
  const placed = { ...leaf, parent: parent.draft };
  const isCut = roomIn(planner) >= 3 && leaf.statement === null && leaf.truth.is === 'serves' && random.chance(0.1);
  if (isCut) addStoryWithParts(planner, placed);
  else add(planner, placed);
}

/** A story that was cut into parts becomes a container; its parts serve what it served. */
function addStoryWithParts(planner: Planner, leaf: Draft): void {
  const { random, planned } = planner;
  const story = makeDraft(planned, 'story', leaf.title, container, {
    text: leaf.text,
    parent: leaf.parent,
    labels: leaf.labels,
    fields: leaf.fields,
  });
  add(planner, story);
  const parts = Math.min(roomIn(planner), random.int(2, 3));
  for (let part = 0; part < parts; part += 1)
    add(planner, makeDraft(planned, 'subtask', partTitle(random), leaf.truth, { parent: story }));
}

function plainEpic(planner: Planner, title: string): Draft {
  const epic = makeDraft(planner.planned, 'epic', title, container);
  add(planner, epic);
  return epic;
}

function catchAllEpic(planner: Planner): Draft {
  const { random, planned } = planner;
  const epic = plainEpic(planner, planned.plan.key === 'ONB' ? 'Unassociated tickets' : random.pick(catchAllEpics));
  // Somebody once put a key result on the heap; it must carry nothing down.
  if (random.chance(0.35))
    epic.statement = { place: 'label', goals: [random.weighted(Object.entries(planned.plan.goals))] };
  return epic;
}

/** An epic that names its goal itself, or stands under an initiative that does. */
function statedEpic(planner: Planner, goal: string): Draft {
  const { random, planned } = planner;
  const known = planner.initiatives.get(goal);
  const under = known ?? (roomIn(planner) > 6 && random.chance(0.35) ? initiative(planner, goal) : null);
  const parent = random.chance(0.75) ? under : null;
  const states = parent === null ? statement(random, [goal], 'jira') : null;
  const epic = makeDraft(planned, 'epic', freshEpicTitle(planner, goal), container, { parent, statement: states });
  add(planner, epic);
  return epic;
}

/** A second epic on the same matter is for one hospital. */
function freshEpicTitle(planner: Planner, goal: string): string {
  const { random } = planner;
  const title = epicTitle(random, goal);
  const draw = () => (planner.titles.has(title) ? fill(random, `${title} at {hospital}`) : title);
  return drawFresh(planner, draw, (drawn) => drawn);
}

function initiative(planner: Planner, goal: string): Draft {
  const draft = makeDraft(planner.planned, 'initiative', `Programme: ${freshEpicTitle(planner, goal)}`, container, {
    statement: { place: 'field', goals: [goal] },
  });
  planner.initiatives.set(goal, draft);
  add(planner, draft);
  return draft;
}
