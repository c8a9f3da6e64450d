import { bandWords, monthWords, precisionSentence, rateWithBounds } from '../domain/precision-words.ts';
import { thousands } from '../domain/wording.ts';
import type { PrecisionReport } from '../usecases/read-precision.ts';
import type { Terminal } from './terminal.ts';

/** How good the links are, as people read it in a terminal. */
export function printPrecision(terminal: Terminal, report: PrecisionReport): void {
  terminal.print('How good the links are');
  terminal.print(`  ${precisionSentence(report)}`);
  for (const month of report.measured?.months ?? []) terminal.print(rowOf(monthWords(month.month), month.all));
  for (const band of report.measured?.bands ?? []) terminal.print(rowOf(`likelihood ${bandWords(band)}`, band));
  for (const { isMoved, because } of report.thresholds) if (isMoved) terminal.print(`  ! ${because}`);
}

function rowOf(name: string, counted: Parameters<typeof rateWithBounds>[0]): string {
  const count = `${thousands(counted.right)} of ${thousands(counted.decided)}`;
  return `  ${name.padEnd(24)} ${count.padStart(12)}   ${rateWithBounds(counted)}`;
}
