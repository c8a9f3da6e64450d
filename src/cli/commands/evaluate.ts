import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { meanFigures, type Prediction } from '../../domain/linking/figures.ts';
import type { LabelledSet } from '../../domain/linking/labelled-set.ts';
import { UseCaseError } from '../../usecases/errors.ts';
import { type Evaluated, evaluateSet } from '../../usecases/evaluate-set.ts';
import { readLabelledSet } from '../../usecases/read-labelled-set.ts';
import { printFigures, printFiguresTable, type SetRow } from '../print-figures.ts';
import type { Terminal } from '../terminal.ts';

export interface EvaluateOptions {
  /** Where the predictions go, a line of JSON each. */
  readonly predictions?: string;
  readonly seeded: boolean;
}

/** How well the linker links labelled sets. Needs no database, no service and no network. */
export async function evaluate(
  terminal: Terminal,
  files: readonly string[],
  { predictions: out, seeded: isSeeded }: EvaluateOptions,
  signal: AbortSignal,
): Promise<void> {
  if (out !== undefined && files.length > 1)
    throw new UseCaseError('one-set-only', '--predictions writes those of one data set; name one only.');
  const sets = await Promise.all(files.map(readSet));
  const found: Evaluated[] = [];
  for (const set of sets) found.push(await evaluateOne(terminal, set, isSeeded, signal));
  if (out !== undefined) await writePredictions(out, found[0]?.predictions ?? []);
  show(terminal, found, isSeeded);
}

async function readSet(file: string): Promise<LabelledSet> {
  try {
    return readLabelledSet(await readFile(file, 'utf8'), basename(file));
  } catch (error) {
    if (error instanceof UseCaseError) throw error;
    throw new UseCaseError('unreadable-file', `${file} cannot be read; check its name and that it may be opened.`, {
      cause: error,
    });
  }
}

async function evaluateOne(
  terminal: Terminal,
  set: LabelledSet,
  isSeeded: boolean,
  signal: AbortSignal,
): Promise<Evaluated> {
  const total = set.tasks.length;
  const progress = terminal.progress(set.name, total);
  try {
    const found = await evaluateSet(set, isSeeded, { onRead: (count) => progress.update(count, total), signal });
    progress.update(total, total);
    progress.stop(`${total} tasks read`);
    return found;
  } catch (error) {
    progress.stop(error instanceof Error ? error.message : 'failed');
    throw error;
  }
}

async function writePredictions(file: string, predictions: readonly Prediction[]): Promise<void> {
  const lines = function* () {
    for (const prediction of predictions) yield `${JSON.stringify(prediction)}\n`;
  };
  try {
    await pipeline(Readable.from(lines()), createWriteStream(file));
  } catch (error) {
    throw new UseCaseError('unwritable-file', `${file} cannot be written; check that its folder is there and yours.`, {
      cause: error,
    });
  }
}

function show(terminal: Terminal, found: readonly Evaluated[], isSeeded: boolean): void {
  const rows = found.map(toRow);
  const mean = {
    name: 'mean',
    goals: rows.reduce((total, { goals }) => total + goals, 0),
    ...meanFigures(found.map(({ figures }) => figures)),
    tasksPerSecond: speedOf(found),
  };
  if (terminal.isJson) {
    terminal.printJson({ protocol: isSeeded ? 'seeded' : 'text-only', sets: rows, mean });
    return;
  }
  const [only] = rows;
  if (rows.length === 1 && only) printFigures(terminal, only, isSeeded);
  else printFiguresTable(terminal, [...rows, mean]);
}

function toRow(one: Evaluated): SetRow {
  return { name: one.name, goals: one.goals, ...one.figures, automatic: one.automatic, tasksPerSecond: speedOf([one]) };
}

function speedOf(found: readonly Evaluated[]): number {
  const tasks = found.reduce((total, { predictions }) => total + predictions.length, 0);
  const ms = found.reduce((total, { readMs }) => total + readMs, 0);
  return (tasks * 1_000) / Math.max(ms, 1);
}
