/** Which tasks a scope holds: their words, their place in the tree, what is true of them. Their history comes later. */
import type { Truth } from '../world.ts';
import { container, type Draft, makeDraft, type Sort, type Statement } from './drafts.ts';
import { flowOf } from './flows.ts';
import type { Random } from './random.ts';
import { ruleClueIn } from './rules.ts';
import type { PlannedScope } from './scopes.ts';
import { catchAllEpics, strayEpics, upkeepEpics } from './topics/other.ts';
import {
  calendarWords,
  epicTitle,
  nearDuplicate,
  opaqueWords,
  partTitle,
  servingWords,
  strayWords,
  tellingWords,
  upkeepWords,
  type Words,
} from './words.ts';

const mirrorShare = 0.012;

interface OpenParent {
  readonly draft: Draft;
  left: number;
}

interface Planner {
  readonly random: Random;
  readonly planned: PlannedScope;
  readonly all: readonly PlannedScope[];
  readonly drafts: Draft[];
  readonly tasksMax: number;
  readonly parents: Map<string, OpenParent>;
  readonly initiatives: Map<string, Draft>;
}

/** Exactly `planned.tasks` drafts, parents before children. `all` are the scopes a task may also stand in. */
export function planTasks(random: Random, planned: PlannedScope, all: readonly PlannedScope[]): Draft[] {
  const mirrors = planned.plan.tool === 'trello' ? Math.floor(planned.tasks * mirrorShare) : 0;
  const planner: Planner = {
    random,
    planned,
    all,
    drafts: [],
    tasksMax: planned.tasks - mirrors,
    parents: new Map(),
    initiatives: new Map(),
  };
  while (roomIn(planner) > 0) planLeaf(planner);
  return planner.drafts;
}

/** Mirror cards: the same card shown on a second board. Added to boards until each holds what was planned for it. */
export function planMirrors(
  random: Random,
  all: readonly PlannedScope[],
  byScope: ReadonlyMap<PlannedScope, Draft[]>,
): void {
  const boards = all.filter((planned) => planned.plan.tool === 'trello');
  const cards = boards.flatMap((board) => byScope.get(board) ?? []);
  for (const board of boards) {
    const drafts = byScope.get(board) ?? [];
    const elsewhere = cards.filter((card) => card.in !== board && card.mirrorOf === null);
    while (drafts.length < board.tasks) {
      const source = random.pick(elsewhere);
      drafts.push(makeDraft(board, 'card', source.title, container, { mirrorOf: source, createdAt: source.createdAt }));
    }
  }
}

function roomIn(planner: Planner): number {
  return planner.tasksMax - planner.drafts.length;
}

function planLeaf(planner: Planner): void {
  const { random, planned } = planner;
  const sort = drawSort(random, planned);
  const leaf = makeLeaf(planner, sort);
  if (planned.plan.tool === 'jira') placeInJira(planner, leaf, sort);
  else if (planned.plan.tool === 'asana') placeInAsana(planner, leaf, sort);
  else placeInTrello(planner, leaf, sort);
}

function drawSort(random: Random, { plan }: PlannedScope): Sort {
  const { sorts } = plan;
  const given = Object.values(sorts).reduce((sum, share) => sum + share, 0);
  const weights = [...Object.entries(sorts), ['stated', Math.max(0, 100 - given)]] as [Sort, number][];
  const drawn = random.weighted(weights);
  return drawn === 'past' && plan.past.length === 0 ? 'none' : drawn;
}

function makeLeaf(planner: Planner, sort: Sort): Draft {
  const { random, planned } = planner;
  const kind =
    planned.plan.tool === 'trello'
      ? 'card'
      : planned.plan.tool === 'asana'
        ? 'task'
        : random.weighted([
            ['story', 5],
            ['task', 4],
          ] as const);
  if (sort === 'ktlo') return ktloLeaf(planner, kind);
  if (sort === 'none') return withWords(makeDraft(planned, kind, '', { is: 'none' }), strayWords(random));
  const past = sort === 'past';
  const rule = sort === 'rule' ? ruleClueIn(planned.plan) : null;
  const goal = rule?.goal ?? drawGoal(planner, sort);
  const truth: Truth = past
    ? { is: 'closed-goal', goals: [goal] }
    : { is: 'serves', goals: [goal], clue: clueOf(sort) };
  const words =
    sort === 'text'
      ? tellingWords(random, goal)
      : sort === 'nothing'
        ? opaqueWords(random)
        : servingWords(random, goal);
  const isBug = planned.plan.tool === 'jira' && planned.plan.key !== 'PLAT' && random.chance(0.14);
  return withWords(
    makeDraft(planned, isBug ? 'bug' : kind, '', truth, {
      labels: [...(rule?.labels ?? [])],
      fields: { ...rule?.fields },
    }),
    repeated(planner, goal, words),
  );
}

/** One in fifty is what somebody asked for already. */
function repeated({ random, drafts }: Planner, goal: string, words: Words): Words {
  const last = drafts[drafts.length - 1 - random.int(0, 20)];
  const same =
    last?.truth.is === 'serves' &&
    last.truth.clue !== 'text' &&
    last.truth.goals[0] === goal &&
    last.kind !== 'subtask';
  return same && random.chance(0.06) ? { title: nearDuplicate(random, last.title), text: words.text } : words;
}

function clueOf(sort: Sort): 'stated' | 'inherited' | 'rule' | 'text' | 'nothing' {
  return sort === 'inherited' || sort === 'rule' || sort === 'text' || sort === 'nothing' ? sort : 'stated';
}

function drawGoal({ random, planned }: Planner, sort: Sort): string {
  const { plan } = planned;
  if (sort === 'past') return random.pick(plan.past);
  // What hangs on a section or list hangs on the goal that one is named after.
  const grouped = plan.groups.flatMap((group) => (group.goal === undefined ? [] : [group.goal]));
  if (sort === 'inherited' && grouped.length > 0 && (plan.tool === 'trello' || random.chance(0.6)))
    return random.pick(grouped);
  return random.weighted(Object.entries(plan.goals));
}

function withWords(draft: Draft, words: Words): Draft {
  draft.title = words.title;
  draft.text = words.text;
  return draft;
}

function ktloLeaf({ random, planned }: Planner, kind: Draft['kind']): Draft {
  const draft = makeDraft(planned, kind, '', { is: 'ktlo' });
  if (planned.plan.name === 'Compliance calendar') return withWords(draft, calendarWords(random));
  if (planned.plan.name === 'Office and people') {
    draft.labels.push('routine');
    return withWords(draft, calendarWords(random));
  }
  const words = upkeepWords(random);
  if (words.isBug && planned.plan.tool === 'jira') draft.kind = 'bug';
  // Bugs of the platform project are caught by their type; a few labels were simply forgotten, and then only a person can tell.
  const caughtByType = draft.kind === 'bug' && planned.plan.key === 'PLAT';
  if (words.label !== null && !caughtByType && !random.chance(0.06)) draft.labels.push(words.label);
  return withWords(draft, words);
}

function statement(random: Random, goals: readonly string[], tool: string): Statement {
  const places =
    tool === 'trello'
      ? ([
          ['label', 6],
          ['field', 2],
          ['title', 2],
          ['text', 3],
        ] as const)
      : ([
          ['label', 4],
          ['field', 5],
          ['title', 1],
          ['text', 3],
        ] as const);
  return { place: random.weighted(places), goals };
}

function goalsOf(truth: Truth): readonly string[] {
  return truth.is === 'serves' || truth.is === 'closed-goal' ? truth.goals : [];
}

/** A twentieth of what states its goal serves a second one as well. */
function stateGoal(planner: Planner, leaf: Draft): void {
  const { random, planned } = planner;
  if (leaf.truth.is === 'serves' && leaf.truth.clue === 'stated' && random.chance(0.05)) {
    const second = random.weighted(Object.entries(planned.plan.goals));
    if (!leaf.truth.goals.includes(second)) leaf.truth = { ...leaf.truth, goals: [...leaf.truth.goals, second] };
  }
  leaf.statement = statement(random, goalsOf(leaf.truth), planned.plan.tool);
}

function placeInJira(planner: Planner, leaf: Draft, sort: Sort): void {
  const { random } = planner;
  if (sort === 'inherited')
    return addUnder(planner, leaf, `goal ${goalsOf(leaf.truth)[0]}`, () => statedEpic(planner, leaf));
  if (sort === 'past' && random.chance(0.5))
    return addUnder(planner, leaf, `goal ${goalsOf(leaf.truth)[0]}`, () => statedEpic(planner, leaf));
  if (sort === 'stated' || sort === 'past') stateGoal(planner, leaf);
  if (sort === 'ktlo' && random.chance(0.5))
    return addUnder(planner, leaf, 'upkeep', () => plainEpic(planner, random.pick(upkeepEpics)));
  if (sort === 'none' && random.chance(0.2))
    return addUnder(planner, leaf, 'stray', () => plainEpic(planner, random.pick(strayEpics)));
  if (sort === 'stated' && random.chance(0.5)) {
    const goal = goalsOf(leaf.truth)[0] as string;
    return addUnder(planner, leaf, `topic ${goal}`, () => plainEpic(planner, epicTitle(random, goal)));
  }
  const catchAll = { stated: 0.25, text: 0.5, nothing: 0.5, ktlo: 0.3, none: 0.35, past: 0.2, rule: 0, inherited: 0 }[
    sort
  ];
  if (random.chance(catchAll)) return addUnder(planner, leaf, 'catch-all', () => catchAllEpic(planner), 60);
  add(planner, leaf);
}

function add(planner: Planner, draft: Draft): void {
  planner.drafts.push(draft);
}

/** Puts a leaf under the open parent of that name, or opens one; where there is no room left for a parent, the leaf says its goal itself. */
function addUnder(planner: Planner, leaf: Draft, name: string, open: () => Draft, childrenMax = 12): void {
  const { random, planned } = planner;
  let parent = planner.parents.get(name);
  if (parent === undefined || parent.left <= 0) {
    if (roomIn(planner) < 2) return addAlone(planner, leaf);
    parent = { draft: open(), left: random.int(Math.ceil(childrenMax / 2), childrenMax) };
    planner.parents.set(name, parent);
  }
  parent.left -= 1;
  if (
    planned.plan.tool === 'jira' &&
    roomIn(planner) >= 3 &&
    leaf.statement === null &&
    leaf.truth.is === 'serves' &&
    random.chance(0.1)
  ) {
    return addStoryWithParts(planner, { ...leaf, parent: parent.draft });
  }
  add(planner, { ...leaf, parent: parent.draft });
}

function addAlone(planner: Planner, leaf: Draft): void {
  if (leaf.truth.is === 'serves' && leaf.truth.clue === 'inherited') leaf.truth = { ...leaf.truth, clue: 'stated' };
  if (leaf.truth.is === 'closed-goal' || (leaf.truth.is === 'serves' && leaf.truth.clue === 'stated'))
    leaf.statement ??= statement(planner.random, goalsOf(leaf.truth), planner.planned.plan.tool);
  add(planner, leaf);
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
  const epic = plainEpic(planner, planner.random.pick(catchAllEpics));
  // Somebody once put a key result on the heap; it must carry nothing down.
  if (planner.random.chance(0.35))
    epic.statement = { place: 'label', goals: [planner.random.weighted(Object.entries(planner.planned.plan.goals))] };
  return epic;
}

/** An epic that names its goal itself, or stands under an initiative that does. */
function statedEpic(planner: Planner, leaf: Draft): Draft {
  const { random, planned } = planner;
  const goals = goalsOf(leaf.truth);
  const goal = goals[0] as string;
  const known = planner.initiatives.get(goal);
  const under = known ?? (roomIn(planner) > 6 && random.chance(0.35) ? initiative(planner, goal) : null);
  const parent = random.chance(0.75) ? under : null;
  const states = parent === null ? statement(random, [goal], 'jira') : null;
  const epic = makeDraft(planned, 'epic', epicTitle(random, goal), container, { parent, statement: states });
  add(planner, epic);
  return epic;
}

function initiative(planner: Planner, goal: string): Draft {
  const draft = makeDraft(planner.planned, 'initiative', `${epicTitle(planner.random, goal)}: programme`, container, {
    statement: { place: 'field', goals: [goal] },
  });
  planner.initiatives.set(goal, draft);
  add(planner, draft);
  return draft;
}

function placeInAsana(planner: Planner, leaf: Draft, sort: Sort): void {
  const { random, planned, all } = planner;
  if (sort === 'stated' || sort === 'past') stateGoal(planner, leaf);
  if (sort === 'inherited') return inheritInAsana(planner, leaf);
  if (random.chance(0.08))
    leaf.alsoIn = alsoIn(
      random,
      all.filter((other) => other !== planned && isNeutral(other)),
    );
  if ((sort === 'none' || sort === 'rule') && random.chance(0.12) && roomIn(planner) >= 3)
    return addParentWithParts(planner, leaf, null);
  add(planner, leaf);
}

/** Through the project's own name, a section named after the goal, a parent that states it, or a second project. */
function inheritInAsana(planner: Planner, leaf: Draft): void {
  const { random, planned, all } = planner;
  const flow = flowOf(planned.plan, planned.scope);
  const goal = goalsOf(leaf.truth)[0] as string;
  if (planned.plan.name.startsWith(goal)) {
    if (random.chance(0.15) && roomIn(planner) >= 3) return addParentWithParts(planner, leaf, null);
    return add(planner, leaf);
  }
  const section = flow.goals[goal];
  if (section !== undefined) {
    leaf.stays = section;
    return add(planner, leaf);
  }
  const second = all.filter(
    (other) => other !== planned && other.plan.tool === 'asana' && other.plan.name.startsWith(goal),
  );
  if (second.length > 0) {
    leaf.alsoIn = alsoIn(random, second);
    return add(planner, leaf);
  }
  if (roomIn(planner) >= 3) return addParentWithParts(planner, leaf, statement(random, [goal], 'asana'));
  addAlone(planner, leaf);
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
    add(planner, makeDraft(planned, 'subtask', partTitle(random), leaf.truth, { parent }));
}

/** A project that says nothing of a goal, neither by its name nor by a rule. */
function isNeutral({ plan }: PlannedScope): boolean {
  return plan.tool === 'asana' && !/^KR|Go-live|Compliance/.test(plan.name);
}

function alsoIn(random: Random, scopes: readonly PlannedScope[]): Draft['alsoIn'] {
  const other = random.pick(scopes);
  return [{ scopeId: other.scope.id, groupId: flowOf(other.plan, other.scope).todo[0] ?? null }];
}

function placeInTrello(planner: Planner, leaf: Draft, sort: Sort): void {
  const { random, planned } = planner;
  const flow = flowOf(planned.plan, planned.scope);
  if (sort === 'stated' || sort === 'past') stateGoal(planner, leaf);
  if (sort === 'inherited') leaf.stays = flow.goals[goalsOf(leaf.truth)[0] as string] ?? null;
  else if (sort === 'none' && flow.archived.length > 0 && random.chance(0.12)) leaf.stays = random.pick(flow.archived);
  add(planner, leaf);
}
