/** One piece of work: its sort, its words, and what is true of it. */
import type { Truth } from '../world.ts';
import { type Draft, makeDraft, type Sort } from './drafts.ts';
import { drawFresh, type Planner } from './planner.ts';
import type { Random } from './random.ts';
import { ruleClueIn } from './rules.ts';
import type { PlannedScope } from './scopes.ts';
import {
  calendarWords,
  faultWords,
  nearDuplicate,
  opaqueWords,
  servingWords,
  strayWords,
  tellingWords,
  upkeepWords,
  type Words,
} from './words.ts';

export function drawSort(random: Random, { plan }: PlannedScope): Sort {
  const { sorts } = plan;
  const given = Object.values(sorts).reduce((sum, share) => sum + share, 0);
  const weights = [...Object.entries(sorts), ['stated', Math.max(0, 100 - given)]] as [Sort, number][];
  const drawn = random.weighted(weights);
  return drawn === 'past' && plan.past.length === 0 ? 'none' : drawn;
}

export function makeLeaf(planner: Planner, sort: Sort): Draft {
  const { random, planned } = planner;
  const kind = drawKind(random, planned);
  if (sort === 'ktlo') return ktloLeaf(planner, kind);
  if (sort === 'none') {
    const wish = fresh(planner, () => strayWords(random, planned.plan.teamId));
    return withWords(makeDraft(planned, kind, '', { is: 'none' }), wish);
  }
  const rule = sort === 'rule' ? ruleClueIn(planned.plan) : null;
  const goal = rule?.goal ?? drawGoal(planner, sort);
  const truth: Truth =
    sort === 'past' ? { is: 'closed-goal', goals: [goal] } : { is: 'serves', goals: [goal], clue: clueOf(sort) };
  const isBug = planned.plan.tool === 'jira' && planned.plan.key !== 'PLAT' && random.chance(0.14);
  const labels = [...(rule?.labels ?? []), ...staleLabels(random, planned, sort)];
  const draft = makeDraft(planned, isBug ? 'bug' : kind, '', truth, { labels, fields: { ...rule?.fields } });
  if (isBug && hasPlainWords(sort))
    return withWords(
      draft,
      fresh(planner, () => faultWords(random, goal)),
    );
  return withWords(
    draft,
    repeated(
      planner,
      goal,
      fresh(planner, () => wordsFor(random, sort, goal)),
    ),
  );
}

function fresh<T extends Words>(planner: Planner, draw: () => T): T {
  return drawFresh(planner, draw, (words) => words.title);
}

/** Sorts whose words are not what tells their goal. */
function hasPlainWords(sort: Sort): boolean {
  return sort !== 'text' && sort !== 'nothing';
}

function drawKind(random: Random, { plan }: PlannedScope): Draft['kind'] {
  if (plan.tool === 'jira') return random.chance(0.55) ? 'story' : 'task';
  return plan.tool === 'asana' ? 'task' : 'card';
}

function wordsFor(random: Random, sort: Sort, goal: string): Words {
  if (sort === 'text') return tellingWords(random, goal);
  return sort === 'nothing' ? opaqueWords(random) : servingWords(random, goal);
}

/** Labels of a past cycle that nobody took off, on work that has found another goal since. */
function staleLabels(random: Random, { plan }: PlannedScope, sort: Sort): string[] {
  const hasNewGoal = sort === 'stated' || sort === 'inherited' || sort === 'rule';
  return hasNewGoal && plan.past.length > 0 && random.chance(0.04)
    ? [`okr:${random.pick(plan.past).toLowerCase()}`]
    : [];
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

function ktloLeaf(planner: Planner, kind: Draft['kind']): Draft {
  const { random, planned } = planner;
  const draft = makeDraft(planned, kind, '', { is: 'ktlo' });
  if (planned.plan.name === 'Compliance calendar')
    return withWords(
      draft,
      fresh(planner, () => calendarWords(random)),
    );
  if (planned.plan.name === 'Office and people') {
    draft.labels.push('routine');
    return withWords(
      draft,
      fresh(planner, () => calendarWords(random)),
    );
  }
  const words = fresh(planner, () => upkeepWords(random));
  if (words.isBug && planned.plan.tool === 'jira') draft.kind = 'bug';
  // Bugs of the platform project are caught by their type; a few labels were simply forgotten, and then only a person can tell.
  const caughtByType = draft.kind === 'bug' && planned.plan.key === 'PLAT';
  if (words.label !== null && !caughtByType && !random.chance(0.06)) draft.labels.push(words.label);
  return withWords(draft, words);
}
