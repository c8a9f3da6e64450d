import type { Rule } from '../goal.ts';
import { TOOLS } from '../task.ts';
import { type Difference, differenceOf } from './difference.ts';
import {
  checkColumns,
  type ImportError,
  type ImportResult,
  type ImportRow,
  type RowReader,
  readRow,
  result,
} from './rows.ts';

/** A rule as an import file says it: in the file's order, its goal named by key. */
export interface RuleDraft {
  /** From 1: the first that fits wins. */
  readonly position: number;
  readonly when: Rule['when'];
  /** A goal's key as stored, or `ktlo`. */
  readonly then: string;
}

export const CONDITIONS = ['tool', 'scope', 'label', 'type', 'team', 'field', 'text'] as const;

/**
 * Rules of a file, or everything that is wrong with it by row and column. YAML gives `when` as a map, CSV its conditions as columns.
 *
 * @param goalKeys Keys of the goals that are stored.
 */
export function readRules(rows: readonly ImportRow[], goalKeys: readonly string[]): ImportResult<RuleDraft> {
  const errors: ImportError[] = [];
  const drafts = rows.map((row, index) => readRule(flatten(row, errors), index + 1, goalKeys, errors));
  return result(drafts, errors);
}

/** Rules have no key but their place: a file replaces them all, so what is missing from it goes. */
export function diffRules(current: readonly RuleDraft[], wanted: readonly RuleDraft[]): Difference<RuleDraft> {
  return differenceOf(current, wanted, (rule) => String(rule.position));
}

/**
 * The rules of a file with the ids they have already: a rule that says the same keeps its own wherever it stands now, one that says
 * something else at the same place is taken for a rewording of what stood there; the others are new and have none.
 */
export function keepIds<Known extends RuleDraft & { readonly id: string }>(
  known: readonly Known[],
  wanted: readonly RuleDraft[],
): (RuleDraft & { id?: string })[] {
  const left = [...known];
  const take = (fits: (rule: Known) => boolean) => {
    const at = left.findIndex(fits);
    return at < 0 ? undefined : left.splice(at, 1)[0]?.id;
  };
  const same = wanted.map((rule) => take((one) => saysOf(one) === saysOf(rule)));
  return wanted.map((rule, at) => {
    const id = same[at] ?? take(({ position }) => position === rule.position);
    return id === undefined ? rule : { ...rule, id };
  });
}

function saysOf({ when, then }: RuleDraft): string {
  return JSON.stringify([CONDITIONS.map((name) => when[name] ?? null), then]);
}

export function draftOfRule(rule: Rule, keyOfGoal: (goalId: string) => string): RuleDraft {
  return {
    position: rule.position,
    when: rule.when,
    // biome-ignore lint/suspicious/noThenProperty: the word of the import format; never awaited
    then: rule.then === 'ktlo' ? 'ktlo' : keyOfGoal(rule.then.goalId),
  };
}

function flatten(source: ImportRow, errors: ImportError[]): ImportRow {
  const { when, ...rest } = source.values;
  if (when === undefined || when === null || when === '') {
    checkColumns(source, [...CONDITIONS, 'then', 'when'], errors);
    return source;
  }
  if (typeof when !== 'object' || Array.isArray(when)) {
    errors.push({ row: source.row, column: 'when', message: `must hold conditions: ${CONDITIONS.join(', ')}` });
    return { row: source.row, values: rest };
  }
  checkColumns({ row: source.row, values: rest }, ['then'], errors);
  checkColumns({ row: source.row, values: when as ImportRow['values'] }, CONDITIONS, errors);
  return { row: source.row, values: { ...(when as ImportRow['values']), ...rest } };
}

function readRule(row: ImportRow, position: number, goalKeys: readonly string[], errors: ImportError[]): RuleDraft {
  const cells = readRow(row, errors);
  const when = readConditions(cells);
  if (Object.keys(when).length === 0) cells.fail('when', `needs at least one of ${CONDITIONS.join(', ')}`);
  // biome-ignore lint/suspicious/noThenProperty: the word of the import format; never awaited
  return { position, when, then: readThen(cells, goalKeys) };
}

function readConditions(cells: RowReader): Rule['when'] {
  const given = CONDITIONS.flatMap((name): [string, string][] => {
    const value = name === 'tool' ? cells.oneOf(name, TOOLS) : cells.text(name);
    return value === null ? [] : [[name, value]];
  });
  return Object.fromEntries(given);
}

function readThen(cells: RowReader, goalKeys: readonly string[]): string {
  const then = cells.required('then');
  if (then === '' || then.toLowerCase() === 'ktlo') return then.toLowerCase();
  const key = goalKeys.find((known) => known.toLowerCase() === then.toLowerCase());
  if (key === undefined) cells.fail('then', `there is no goal ${then}; write a goal’s key, or ktlo`);
  return key ?? then;
}
