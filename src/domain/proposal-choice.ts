import type { Goal, GoalKind } from './goal.ts';
import type { ProposalItem } from './proposal-diff.ts';
import type { FieldDifference, ProposalField } from './proposal-diff-fields.ts';

export const PROPOSAL_DOES = ['add', 'change', 'link', 'close'] as const;

/** What a person wants done with one item. */
export interface ProposalChoice {
  /** The item's. */
  readonly id: string;
  readonly do: (typeof PROPOSAL_DOES)[number];
  /** `change`, `link`: those taken from the page; left out: all that no person gave another value meanwhile. */
  readonly fields?: readonly ProposalField[] | undefined;
  /** `add`: another goal to stand under than the page says. */
  readonly parentKey?: string | undefined;
  /** `link`: which goal of ours it is, where that is not what the item says. */
  readonly goalKey?: string | undefined;
}

/** One goal as it will stand. */
export interface PlannedStep {
  readonly item: ProposalItem;
  readonly do: ProposalChoice['do'];
  /** The goal it is about; null where it is added. */
  readonly goal: Goal | null;
  readonly parentKey: string | null;
  readonly fields: readonly FieldDifference[];
}

export interface ChoiceFault {
  readonly code: 'no-such-item' | 'cannot-do' | 'no-such-goal' | 'no-objective' | 'parent-left-out' | 'bad-parent';
  readonly message: string;
}

export type ChoicePlan = { readonly steps: readonly PlannedStep[] } | { readonly fault: ChoiceFault };

/** @param parentKey What goals stand under whose page names nothing above them. */
export function planChoices(
  items: readonly ProposalItem[],
  choices: readonly ProposalChoice[],
  parentKey: string | null,
  goals: readonly Goal[],
): ChoicePlan {
  const byId = new Map(items.map((item) => [item.id, item]));
  const added = new Set(choices.flatMap((choice) => (choice.do === 'add' ? (byId.get(choice.id)?.key ?? []) : [])));
  const steps: PlannedStep[] = [];
  for (const choice of choices) {
    const item = byId.get(choice.id);
    if (!item) return faulty('no-such-item', `The page states no “${choice.id}”.`);
    const step = planOne(item, choice, { parentKey, goals, added, items });
    if ('code' in step) return { fault: step };
    steps.push(step);
  }
  const twice = steps.find((step, at) => step.goal && steps.findIndex(({ goal }) => goal?.id === step.goal?.id) !== at);
  if (twice?.goal) return faulty('cannot-do', `Two items are about ${twice.goal.key}; choose one of them.`);
  return { steps };
}

interface Chosen {
  readonly parentKey: string | null;
  readonly goals: readonly Goal[];
  /** Keys of goals that are added with it. */
  readonly added: ReadonlySet<string>;
  readonly items: readonly ProposalItem[];
}

function planOne(item: ProposalItem, choice: ProposalChoice, chosen: Chosen): PlannedStep | ChoiceFault {
  if (item.isBlocked || !fits(item, choice)) {
    return fault('cannot-do', item.notes[0]?.detail ?? `“${choice.do}” cannot be done with ${item.key}.`);
  }
  if (choice.do === 'add') return planAdded(item, choice, chosen);
  const named = choice.goalKey?.toLowerCase();
  const goal = chosen.goals.find((one) =>
    named === undefined ? one.id === item.goalId : one.key.toLowerCase() === named,
  );
  if (!goal) return fault('no-such-goal', `There is no goal ${choice.goalKey ?? item.key}.`);
  if (goal.kind !== item.kind) return fault('cannot-do', `${goal.key} is of another kind than ${item.title}.`);
  const fields = goal.id === item.goalId ? chosenFields(item, choice) : [];
  const parent = fields.find(({ name }) => name === 'parent')?.stated;
  if (typeof parent === 'string' && !standing(parent, chosen)) return leftOut(item.key, parent);
  return { item, do: choice.do, goal, parentKey: null, fields };
}

function fits(item: ProposalItem, { do: does }: ProposalChoice): boolean {
  if (item.is === 'added') return does === 'add' || does === 'link';
  if (item.is === 'changed') return does === 'change' || (does === 'link' && item.isLink);
  return item.is === 'missing' && does === 'close';
}

function chosenFields(item: ProposalItem, { do: does, fields }: ProposalChoice): FieldDifference[] {
  if (does === 'close') return [];
  return item.fields.filter(({ name, isConflict }) => (fields ? fields.includes(name) : !isConflict));
}

const HEIGHT: Readonly<Record<GoalKind, number>> = { vision: 2, objective: 1, 'key-result': 0 };

function planAdded(item: ProposalItem, choice: ProposalChoice, chosen: Chosen): PlannedStep | ChoiceFault {
  const parentKey = choice.parentKey ?? item.parentKey ?? chosen.parentKey;
  if (parentKey === null && item.kind === 'key-result') {
    return fault('no-objective', `${item.key} stands under no objective on the page; choose the one it serves.`);
  }
  const kind = parentKey === null ? null : standing(parentKey, chosen);
  if (parentKey !== null && !kind) return leftOut(item.key, parentKey);
  if (kind && (HEIGHT[kind] < HEIGHT[item.kind] || parentKey === item.key))
    return fault('bad-parent', `${item.key} cannot stand under ${parentKey}.`);
  return { item, do: 'add', goal: null, parentKey, fields: [] };
}

/** What kind of goal this key is, one of ours or one that is added too. */
function standing(key: string, { goals, added, items }: Chosen): GoalKind | null {
  const ours = goals.find((goal) => goal.key.toLowerCase() === key.toLowerCase());
  return (
    ours?.kind ??
    (added.has(key) ? (items.find((item) => item.is === 'added' && item.key === key)?.kind ?? null) : null)
  );
}

function leftOut(key: string, parentKey: string): ChoiceFault {
  const message = `${key} would stand under ${parentKey}, which is no goal yet; accept that too, or choose another.`;
  return fault('parent-left-out', message);
}

function fault(code: ChoiceFault['code'], message: string): ChoiceFault {
  return { code, message };
}

function faulty(code: ChoiceFault['code'], message: string): ChoicePlan {
  return { fault: fault(code, message) };
}
