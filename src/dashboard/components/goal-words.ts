import type { AddGoalBody, GoalAnswer, GoalDetail } from '../../api/schemas/goals.ts';

/** What stands in the fields of the form; all text, as it is typed. */
export interface GoalFields {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly parentKey: string;
  readonly cycle: string;
  readonly from: string;
  readonly to: string;
  readonly unit: string;
  readonly by: string;
  readonly ownerId: string;
  readonly team: string;
  readonly commitment: string;
  readonly weight: string;
}

/** What a new goal has before anything is typed. */
export interface FirstWords {
  readonly parentKey: string;
  readonly cycle: string;
  readonly owner: { readonly id: string; readonly name: string } | null;
}

const textOf = (value: string | number | null | undefined) =>
  value === null || value === undefined ? '' : String(value);

/** A goal as it stands, or a new one under a parent in a cycle. */
export function fieldsOf(goal: GoalDetail | null, first: FirstWords): GoalFields {
  return {
    key: goal?.key ?? '',
    title: goal?.title ?? '',
    description: goal?.description ?? '',
    parentKey: goal ? textOf(goal.parentKey) : first.parentKey,
    cycle: goal ? textOf(goal.cycle?.name) : first.cycle,
    from: textOf(goal?.from),
    to: textOf(goal?.to),
    unit: textOf(goal?.unit),
    by: textOf(goal?.by),
    ownerId: textOf(goal ? goal.owner?.id : first.owner?.id),
    team: textOf(goal?.team?.name),
    commitment: textOf(goal?.commitment),
    weight: textOf(goal?.weight ?? 1),
  };
}

/** What is another than before, as the service wants it said; an empty field is nothing. */
export function wordsOf(fields: GoalFields, before: GoalFields): Partial<AddGoalBody> {
  const names = (Object.keys(fields) as (keyof GoalFields)[]).filter((name) => fields[name] !== before[name]);
  return Object.fromEntries(names.map((name) => [name, toValue(name, fields[name].trim())]));
}

function toValue(name: keyof GoalFields, text: string): string | number | null | undefined {
  if (name === 'weight') return text === '' ? 1 : Number(text);
  if (name === 'from' || name === 'to') return text === '' ? null : Number(text);
  if (name === 'key') return text || undefined;
  if (name === 'title' || name === 'description') return text;
  return text || null;
}

/** What a goal of this kind may stand under. */
export function parentsFor(
  kind: GoalAnswer['kind'],
  goals: readonly GoalAnswer[],
  ownKey: string | null,
): GoalAnswer[] {
  if (kind === 'vision') return [];
  const kinds = kind === 'objective' ? ['vision', 'objective'] : ['objective', 'vision'];
  return goals.filter((goal) => kinds.includes(goal.kind) && goal.key !== ownKey && !goal.isClosed);
}
