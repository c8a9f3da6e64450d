import { isDay } from '../days.ts';
import { daysOfCycleName } from '../evidence/cycle-words.ts';
import { canonicalKey } from '../evidence/goal-index.ts';
import type { Cycle, Goal, GoalKind } from '../goal.ts';
import { type Difference, differenceOf } from './difference.ts';
import {
  checkAllColumns,
  type ImportError,
  type ImportResult,
  type ImportRow,
  onRings,
  type RowReader,
  readRow,
  result,
} from './rows.ts';

/** A goal as an import file says it: others named by key, people by e-mail, cycles by name. */
export interface GoalDraft {
  readonly key: string;
  readonly kind: GoalKind;
  readonly title: string;
  readonly description: string;
  readonly parentKey: string | null;
  readonly cycle: CycleDraft | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly unit: string | null;
  readonly by: string | null;
  readonly ownerEmail: string | null;
  readonly team: string | null;
  readonly commitment: 'committed' | 'aspirational' | null;
  readonly weight: number;
}

/** A cycle by its name; a calendar name (`2026-Q4`, `2026-H2`, `2026`, `2026-11`) says its own days. */
export type CycleDraft = Pick<Cycle, 'name' | 'startsOn' | 'endsOn'>;

export interface GoalImportContext {
  /** What is stored: parents may be among it. */
  readonly goals: readonly Pick<GoalDraft, 'key' | 'kind' | 'parentKey'>[];
  readonly cycles: readonly CycleDraft[];
  /** E-mails of everyone known; null: nobody was imported yet, owners are not checked. */
  readonly emails: readonly string[] | null;
}

export const GOAL_COLUMNS = [
  'key',
  'kind',
  'title',
  'description',
  'parent',
  'cycle',
  'from',
  'to',
  'unit',
  'by',
  'owner',
  'team',
  'commitment',
  'weight',
] as const;

const KINDS: readonly GoalKind[] = ['vision', 'objective', 'key-result'];
const KIND_NAMES: Readonly<Record<GoalKind, string>> = {
  vision: 'a vision',
  objective: 'an objective',
  'key-result': 'a key result',
};
const HEIGHT: Readonly<Record<GoalKind, number>> = { vision: 2, objective: 1, 'key-result': 0 };

/** Goals of a file, or everything that is wrong with it by row and column. */
export function readGoals(rows: readonly ImportRow[], context: GoalImportContext): ImportResult<GoalDraft> {
  const errors: ImportError[] = [];
  checkAllColumns(rows, GOAL_COLUMNS, errors);
  const drafts = rows.map((row) => ({ row: row.row, draft: readGoal(readRow(row, errors), context) }));
  checkKeys(drafts, errors);
  checkParents(drafts, context, errors);
  return result(
    drafts.map(({ draft }) => draft),
    errors,
  );
}

/** What applying the file would change. Stored goals that are not in it are kept, and listed as missing. */
export function diffGoals(current: readonly GoalDraft[], wanted: readonly GoalDraft[]): Difference<GoalDraft> {
  return differenceOf(current, wanted, (goal) => goal.key);
}

/** A stored goal in the file's words, to compare with. */
export function draftOfGoal(
  goal: Goal,
  goals: ReadonlyMap<string, Goal>,
  cycles: ReadonlyMap<string, Cycle>,
  emailById: ReadonlyMap<string, string>,
): GoalDraft {
  const cycle = goal.cycleId === null ? undefined : cycles.get(goal.cycleId);
  return {
    key: goal.key,
    kind: goal.kind,
    title: goal.title,
    description: goal.description,
    parentKey: goal.parentId === null ? null : (goals.get(goal.parentId)?.key ?? null),
    cycle: cycle ? { name: cycle.name, startsOn: cycle.startsOn, endsOn: cycle.endsOn } : null,
    from: goal.from,
    to: goal.to,
    unit: goal.unit,
    by: goal.by,
    ownerEmail: goal.ownerId === null ? null : (emailById.get(goal.ownerId) ?? null),
    team: goal.team,
    commitment: goal.commitment,
    weight: goal.weight,
  };
}

function readGoal(cells: RowReader, context: GoalImportContext): GoalDraft {
  const from = cells.number('from');
  const to = cells.number('to');
  if (from !== null && to === null) cells.fail('to', 'is missing beside “from”');
  if (cells.text('kind') === null) cells.fail('kind', `is missing; one of ${KINDS.join(', ')}`);
  return {
    key: cells.required('key'),
    kind: cells.oneOf('kind', KINDS) ?? 'key-result',
    title: cells.required('title'),
    description: cells.text('description') ?? '',
    parentKey: cells.text('parent'),
    cycle: readCycle(cells, context.cycles),
    from,
    to,
    unit: cells.text('unit'),
    by: readDay(cells, 'by'),
    ownerEmail: readOwner(cells, context.emails),
    team: cells.text('team'),
    commitment: cells.oneOf('commitment', ['committed', 'aspirational']),
    weight: readWeight(cells),
  };
}

function readWeight(cells: RowReader): number {
  const weight = cells.number('weight') ?? 1;
  if (weight < 0) cells.fail('weight', 'must not be negative');
  return weight;
}

function readDay(cells: RowReader, column: string): string | null {
  const day = cells.text(column);
  if (day !== null && !isDay(day)) cells.fail(column, `“${day}” is not a day; write it as 2026-12-31`);
  return day;
}

function readCycle(cells: RowReader, cycles: readonly CycleDraft[]): CycleDraft | null {
  const name = cells.text('cycle');
  if (name === null) return null;
  const known = cycles.find((cycle) => cycle.name.toLowerCase() === name.toLowerCase());
  if (known) return { name: known.name, startsOn: known.startsOn, endsOn: known.endsOn };
  const days = daysOfCycleName(name);
  if (days) return { name, ...days };
  cells.fail('cycle', `“${name}” is not a known cycle; write 2026-Q4, 2026-H2, 2026-11 or 2026`);
  return null;
}

function readOwner(cells: RowReader, emails: readonly string[] | null): string | null {
  const owner = cells.text('owner')?.toLowerCase() ?? null;
  if (owner === null) return null;
  if (!/^[^\s@]+@[^\s@]+$/u.test(owner)) cells.fail('owner', `“${owner}” is not an e-mail address`);
  else if (emails !== null && !emails.some((email) => email.toLowerCase() === owner)) {
    cells.fail('owner', `nobody with the e-mail ${owner} is known; import people first`);
  }
  return owner;
}

interface DraftRow {
  readonly row: number;
  readonly draft: GoalDraft;
}

/** Keys must differ as people read them: `KR1.1` and `kr-1.1` would be one in a label. */
function checkKeys(drafts: readonly DraftRow[], errors: ImportError[]): void {
  const first = new Map<string, number>();
  for (const { row, draft } of drafts) {
    const key = canonicalKey(draft.key);
    if (draft.key !== '' && key === '')
      errors.push({ row, column: 'key', message: `“${draft.key}” holds no letter or number` });
    const earlier = first.get(key);
    if (key !== '' && earlier !== undefined)
      errors.push({ row, column: 'key', message: `${draft.key} is already in row ${earlier}` });
    else first.set(key, row);
  }
}

function checkParents(drafts: readonly DraftRow[], context: GoalImportContext, errors: ImportError[]): void {
  const known = new Map(context.goals.map((goal) => [goal.key.toLowerCase(), goal]));
  for (const { draft } of drafts) known.set(draft.key.toLowerCase(), draft);
  const above = (key: string) => known.get(key)?.parentKey?.toLowerCase() ?? null;
  const rings = onRings(known.keys(), above);
  for (const { row, draft } of drafts) {
    const parent = draft.parentKey === null ? null : known.get(draft.parentKey.toLowerCase());
    if (parent === undefined) errors.push({ row, column: 'parent', message: `there is no goal ${draft.parentKey}` });
    else if (rings.has(draft.key.toLowerCase()))
      errors.push({ row, column: 'parent', message: `${draft.key} would be above itself` });
    else if (parent && HEIGHT[parent.kind] < HEIGHT[draft.kind]) {
      errors.push({
        row,
        column: 'parent',
        message: `${KIND_NAMES[draft.kind]} cannot be under ${KIND_NAMES[parent.kind]}, as ${parent.key} is`,
      });
    }
  }
}
