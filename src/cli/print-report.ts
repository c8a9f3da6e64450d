import { FLAG_STATES } from '../domain/flag.ts';
import { coverageSentence, numberSentence, STATE_WORDS, TOOL_WORDS, thousands } from '../domain/wording.ts';
import type { Report } from '../usecases/read-report.ts';
import { printPrecision } from './print-precision.ts';
import type { Terminal } from './terminal.ts';

/** The report as people read it in a terminal. */
export function printReport(terminal: Terminal, report: Report): void {
  const { alignment } = report;
  const counted = {
    rate: alignment.rate,
    aligned: alignment.totals.aligned,
    unaligned: alignment.totals.unaligned,
    decided: alignment.totals.decided,
    coverage: { ...alignment.coverage, weighed: Math.round(alignment.coverage.weighed * alignment.coverage.visible) },
    shares: Object.fromEntries(FLAG_STATES.map((state) => [state, alignment.shares[state] ?? 0])) as never,
  };
  terminal.print(`Alignment, ${alignment.week}`);
  terminal.print();
  terminal.print(
    numberSentence(counted, alignment.previousRate)
      .map((part) => part.text)
      .join(''),
  );
  terminal.print(coverageSentence(counted.coverage, alignment.weight));
  terminal.print();
  terminal.print('Tasks read');
  for (const [tool, count] of Object.entries(report.tasks)) {
    terminal.print(`  ${TOOL_WORDS[tool as keyof typeof TOOL_WORDS].padEnd(8)} ${thousands(count).padStart(8)}`);
  }
  terminal.print();
  terminal.print('By flag');
  for (const state of FLAG_STATES) {
    if (report.flags[state] > 0)
      terminal.print(`  ${STATE_WORDS[state].padEnd(42)} ${thousands(report.flags[state]).padStart(6)}`);
  }
  terminal.print();
  printPrecision(terminal, report.precision);
  if (report.unaligned.length === 0) return;
  terminal.print();
  terminal.print('The largest without a why');
  for (const task of report.unaligned) {
    const name = task.key ?? TOOL_WORDS[task.tool];
    terminal.print(`  ○ ${name}  ${task.title}`);
    terminal.print(`      ${task.reason}`);
  }
}
