import type { Figures } from '../domain/linking/figures.ts';
import { thousands } from '../domain/wording.ts';
import type { Automatic } from '../usecases/evaluate-set.ts';
import type { Terminal } from './terminal.ts';

export interface FiguresRow extends Figures {
  readonly name: string;
  readonly goals: number;
  readonly tasksPerSecond: number;
}

export interface SetRow extends FiguresRow {
  readonly automatic: Automatic;
}

/** One set: every figure with its name. */
export function printFigures(terminal: Terminal, row: SetRow, isSeeded: boolean): void {
  const { print } = terminal;
  const counts = `${thousands(row.goals)} goals, ${thousands(row.tasks)} tasks (${thousands(row.noneTasks)} serve none), ${thousands(row.links)} links`;
  print(`${row.name}, ${isSeeded ? 'learnt from its seed tasks, over the others' : 'by text only'}: ${counts}`);
  print();
  printLine(terminal, 'links', {
    precision: row.precision,
    recall: row.recall,
    F1: row.f1,
    F2: row.f2,
    'best F1': row.bestF1,
  });
  printLine(terminal, 'ranking', {
    'accuracy@1': row.accuracy1,
    MRR: row.mrr,
    MAP: row.map,
    'recall@3': row.recall3,
  });
  printLine(terminal, 'none', { AUROC: row.noneAuroc, AP: row.noneAp, F1: row.noneF1 });
  printLine(terminal, 'likelihood', { Brier: row.brier, ECE: row.ece });
  printLine(terminal, 'surest', { 'precision of 5 %': row.surest5, 'of 10 %': row.surest10, 'of 20 %': row.surest20 });
  if (isSeeded) print(`${'automatic'.padEnd(LABEL)}${automaticWords(row)}`);
  print(`${'speed'.padEnd(LABEL)}${thousands(Math.round(row.tasksPerSecond))} tasks/s`);
}

const LABEL = 12;

function automaticWords({ automatic: { from, decided, right }, tasks }: SetRow): string {
  if (from === null) return 'nothing: the seed tasks do not prove that the promised precision would be kept';
  const share = `${thousands(decided)} of ${thousands(tasks)} tasks`;
  return `from ${figure(from)} on ${share}, ${thousands(right)} of them rightly`;
}

function printLine({ print }: Terminal, label: string, figures: Readonly<Record<string, number | null>>): void {
  const said = Object.entries(figures).map(([name, value]) => `${name} ${figure(value)}`);
  print(`${label.padEnd(LABEL)}${said.join('   ')}`);
}

const COLUMNS: readonly (readonly [string, (row: FiguresRow) => string])[] = [
  ['tasks', ({ tasks }) => thousands(tasks)],
  ['none', ({ noneTasks }) => thousands(noneTasks)],
  ['P', ({ precision }) => figure(precision)],
  ['R', ({ recall }) => figure(recall)],
  ['F1', ({ f1 }) => figure(f1)],
  ['F2', ({ f2 }) => figure(f2)],
  ['best F1', ({ bestF1 }) => figure(bestF1)],
  ['acc@1', ({ accuracy1 }) => figure(accuracy1)],
  ['MRR', ({ mrr }) => figure(mrr)],
  ['MAP', ({ map }) => figure(map)],
  ['rec@3', ({ recall3 }) => figure(recall3)],
  ['none AUROC', ({ noneAuroc }) => figure(noneAuroc)],
  ['AP', ({ noneAp }) => figure(noneAp)],
  ['F1', ({ noneF1 }) => figure(noneF1)],
  ['Brier', ({ brier }) => figure(brier)],
  ['ECE', ({ ece }) => figure(ece)],
  ['P@5 %', ({ surest5 }) => figure(surest5)],
  ['@10 %', ({ surest10 }) => figure(surest10)],
  ['@20 %', ({ surest20 }) => figure(surest20)],
  ['tasks/s', ({ tasksPerSecond }) => thousands(Math.round(tasksPerSecond))],
];

/** Several sets: a row each, the last one their mean. */
export function printFiguresTable({ print }: Terminal, rows: readonly FiguresRow[]): void {
  const first = Math.max('set'.length, ...rows.map(({ name }) => name.length));
  const cells = [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row)))];
  const widths = COLUMNS.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  for (const [at, line] of cells.entries()) {
    const name = at === 0 ? 'set' : (rows[at - 1]?.name ?? '');
    print([name.padEnd(first), ...line.map((cell, column) => cell.padStart(widths[column] ?? 0))].join('  '));
  }
}

function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(3);
}
