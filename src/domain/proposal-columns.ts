import { readDueDay } from './proposal-day.ts';
import { type Measure, readQuantity } from './proposal-measure.ts';

/** What a table's or data source's columns hold, by their names as written there. */
export interface GoalColumns {
  readonly kind?: string;
  readonly key?: string;
  readonly objective?: string;
  readonly keyResult?: string;
  readonly from?: string;
  readonly to?: string;
  readonly unit?: string;
  readonly by?: string;
  readonly owner?: string;
}
type Field = keyof GoalColumns;

const NAMES: readonly (readonly [Field, RegExp])[] = [
  ['keyResult', /^(key results?|krs?|schlüsselergebnis(se)?|résultats? clés?|resultados? clave)$/],
  ['objective', /^(objectives?|objectifs?|objetivos?|ziele?|goals?)$/],
  ['kind', /^(type|kind|level|typ|tipo|niveau)$/],
  ['key', /^(key|id|#|no\.?|nr\.?|code)$/],
  ['from', /^(from|start|start value|baseline|starting point|von|ausgangswert|startwert|départ|desde|inicio)$/],
  ['to', /^(to|target|target value|goal value|zielwert|auf|cible|meta|hasta)$/],
  ['unit', /^(unit|units|einheit|unité|unidad)$/],
  ['by', /^(by|due|due date|due on|deadline|target date|end date|fällig( am)?|frist|échéance|fecha límite|plazo)$/],
  ['owner', /^(owner|owners|lead|responsible|dri|driver|verantwortlich(e[rs]?)?|responsable|pilote)$/],
];

/** Guesses what each column holds, once for all rows; a person may then say otherwise. The first of two candidates wins. */
export function guessColumns(names: readonly string[]): GoalColumns {
  const columns: Partial<Record<Field, string>> = {};
  for (const name of names) {
    const plain = name.trim().toLowerCase().replace(/\s+/g, ' ');
    const field = NAMES.find(([, pattern]) => pattern.test(plain))?.[0];
    if (field && columns[field] === undefined) columns[field] = name;
  }
  return columns;
}

/** A row's cells by what they hold; empty ones are absent. */
export type GoalCells = Partial<Record<Field, string>>;

export function readCells(columns: GoalColumns, cellOf: (column: string) => string | undefined): GoalCells {
  const cells: GoalCells = {};
  for (const [field, column] of Object.entries(columns) as [Field, string][]) {
    const value = cellOf(column)?.replace(/\s+/g, ' ').trim();
    if (value) cells[field] = value;
  }
  return cells;
}

/** The measure a row's cells say. A cell that is no number, or could be two, says nothing. */
export function measureOf({ from, to, unit, by }: GoalCells): Measure {
  const first = from === undefined ? null : readQuantity(from, null);
  const last = to === undefined ? null : readQuantity(to, null);
  return {
    from: first?.value ?? null,
    to: last?.value ?? null,
    unit: unit ?? last?.unit ?? first?.unit ?? null,
    by: by === undefined ? null : readDueDay(by),
  };
}
