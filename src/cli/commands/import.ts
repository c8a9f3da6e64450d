import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import type { Runtime } from '../../compose.ts';
import type { Difference } from '../../domain/import/difference.ts';
import { type DifferenceLine, linesOf } from '../../domain/import/difference-words.ts';
import type { ImportKind } from '../../domain/import/kinds.ts';
import { deriveStale } from '../../usecases/derive.ts';
import { UseCaseError } from '../../usecases/errors.ts';
import type { ImportPlan } from '../../usecases/import-file.ts';
import { IMPORTERS, noteImportedPeople } from '../../usecases/import-text.ts';
import { COMMAND_LINE } from '../../usecases/note-act.ts';
import { formatOf, readRows } from '../../usecases/read-rows.ts';
import type { Terminal } from '../terminal.ts';

const SHOWN_MAX = 40;

/** Shows what a file would change, then does all of it or nothing; errors come by row and column. */
export async function importFile(
  terminal: Terminal,
  runtime: Runtime,
  kind: ImportKind,
  file: string,
  options: { readonly isYes: boolean },
  signal: AbortSignal,
): Promise<void> {
  const rows = readRows(await readText(file), formatOf(file));
  const plan = await IMPORTERS[kind](
    {
      db: runtime.db,
      now: runtime.now,
      by: COMMAND_LINE,
      onStale: async () => void (await deriveStale(runtime, signal)),
      confirm: (difference) => confirm(terminal, difference, options.isYes),
    },
    rows,
  );
  if (plan.errors.length > 0) return refuse(terminal, file, plan.errors);
  if (kind === 'people' && plan.difference && plan.isApplied)
    await noteImportedPeople(runtime, COMMAND_LINE, plan.difference);
  if (terminal.isJson) {
    terminal.printJson({ isApplied: plan.isApplied, difference: plan.difference });
    return;
  }
  if (plan.difference) sum(terminal, plan.difference, plan.isApplied);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UseCaseError('unreadable-file', `${file} cannot be read; check its name and that it may be opened.`, {
      cause: error,
    });
  }
}

function refuse(terminal: Terminal, file: string, errors: ImportPlan<object>['errors']): void {
  process.exitCode = 1;
  if (terminal.isJson) {
    terminal.printJson({ isApplied: false, errors });
    return;
  }
  process.stderr.write(`${file} was not imported; nothing was changed. Please correct:\n`);
  for (const { row, column, message } of errors) {
    process.stderr.write(`  row ${row}${column ? `, ${column}` : ''}: ${message}\n`);
  }
}

async function confirm(terminal: Terminal, difference: Difference<unknown>, isYes: boolean): Promise<boolean> {
  if (terminal.isJson || isYes || !process.stdin.isTTY) {
    if (!terminal.isJson) show(terminal, difference);
    return true;
  }
  show(terminal, difference);
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question('Apply all of this? [Y/n] ');
  prompt.close();
  return !/^n/i.test(answer.trim());
}

function show(terminal: Terminal, difference: Difference<unknown>): void {
  const lines = linesOf(difference as Difference<object>).flatMap(toText);
  for (const line of lines.slice(0, SHOWN_MAX)) terminal.print(line);
  if (lines.length > SHOWN_MAX) terminal.print(`… and ${lines.length - SHOWN_MAX} more`);
}

function toText({ is, name, fields }: DifferenceLine): string[] {
  if (is === 'added') return [`+ ${name}`];
  if (is === 'missing') return [`  ${name} is not in the file`];
  return fields.map((field) => `~ ${name}  ${field.name}: ${field.from} → ${field.to}`);
}

function sum(terminal: Terminal, difference: Difference<object>, isApplied: boolean): void {
  const { added, changed, unchangedCount } = difference;
  if (!isApplied && added.length + changed.length === 0) {
    terminal.print(`Nothing to change: all ${unchangedCount} are as in the file.`);
    return;
  }
  const counts = `${added.length} added, ${changed.length} changed, ${unchangedCount} as before`;
  terminal.print(isApplied ? `Imported: ${counts}.` : `Left as it was (${counts} would be the result).`);
}
