import type { Goal } from './goal.ts';
import type { DiffPerson } from './proposal-ground.ts';
import type { StatedGoal } from './proposal-reading.ts';

export const PROPOSAL_FIELDS = ['title', 'from', 'to', 'unit', 'by', 'owner', 'parent'] as const;
export type ProposalField = (typeof PROPOSAL_FIELDS)[number];

/** As a sentence or a label names them. */
export const PROPOSAL_FIELD_WORDS: Readonly<Record<ProposalField, string>> = {
  title: 'title',
  from: 'start',
  to: 'target',
  unit: 'unit',
  by: 'due day',
  owner: 'owner',
  parent: 'objective',
};
type Value = string | number | null;

/** One field a page states differently. Owners are people's ids, parents goals' keys. */
export interface FieldDifference {
  readonly name: ProposalField;
  readonly ours: Value;
  readonly stated: Value;
  /** A person gave ours its value since the page was accepted: it is kept unless somebody chooses the page's. */
  readonly isConflict: boolean;
}

interface Sides {
  readonly stated: StatedGoal;
  /** The key its objective has, or would get. */
  readonly statedParentKey: string | null;
  readonly ours: Goal;
  readonly oursParentKey: string | null;
  /** What the page stated when a person last decided; null where nobody has yet. */
  readonly decided: StatedGoal | null;
  /** The key of what it stood under then. */
  readonly decidedParentKey: string | null;
}

/** What changed on the page since a person decided and is not the same with us. What a page does not say is no change, unless it once did. */
export function differingFields(sides: Sides, people: readonly DiffPerson[]): FieldDifference[] {
  return PROPOSAL_FIELDS.flatMap((name) => {
    if (name === 'parent') return parentDifference(sides);
    const { stated, decided } = sides;
    if (decided ? decided[name] === stated[name] : stated[name] === null) return [];
    const wanted = statedValue(stated, name, people);
    const ours = ourValue(sides.ours, name);
    if (wanted === undefined || wanted === ours) return [];
    const before = decided ? statedValue(decided, name, people) : undefined;
    return [{ name, ours, stated: wanted, isConflict: before === undefined ? ours !== null : before !== ours }];
  });
}

/** Objectives stand under what a person chose; only a key result's objective is the page's to say. */
function parentDifference(sides: Sides): FieldDifference[] {
  const { stated, statedParentKey: wanted, oursParentKey: ours, decided, decidedParentKey } = sides;
  if (stated.kind !== 'key-result' || wanted === null || wanted === ours) return [];
  if (decided && decided.parent === stated.parent) return [];
  const isConflict = decided ? decidedParentKey !== ours : ours !== null;
  return [{ name: 'parent', ours, stated: wanted, isConflict }];
}

function statedValue(goal: StatedGoal, name: Exclude<ProposalField, 'parent'>, people: readonly DiffPerson[]) {
  if (name !== 'owner') return goal[name];
  return goal.owner === null ? null : personNamed(goal.owner, people)?.id;
}

function ourValue(goal: Goal, name: Exclude<ProposalField, 'parent'>): Value {
  return name === 'owner' ? goal.ownerId : goal[name];
}

/** By e-mail, or by a name that only one has. */
export function personNamed(words: string, people: readonly DiffPerson[]): DiffPerson | undefined {
  const text = words.trim().replace(/^@/u, '').toLowerCase();
  const fits = people.filter(({ email, name }) => email.toLowerCase() === text || name.trim().toLowerCase() === text);
  return fits.length === 1 ? fits[0] : undefined;
}
