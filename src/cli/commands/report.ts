import type { Runtime } from '../../compose.ts';
import type { Viewer } from '../../domain/person.ts';
import type { AlignmentQuery } from '../../usecases/read-alignment.ts';
import { readReport } from '../../usecases/read-report.ts';
import { printReport } from '../print-report.ts';
import type { Terminal } from '../terminal.ts';

/** How many a person reads in a terminal. */
const LARGEST = 10;

/** The alignment report, the same numbers as on the Overview. */
export async function report(
  terminal: Terminal,
  runtime: Pick<Runtime, 'db' | 'now'>,
  viewer: Viewer,
  query: AlignmentQuery,
): Promise<void> {
  if (terminal.isJson) terminal.printJson(await readReport(runtime, viewer, query));
  else printReport(terminal, await readReport(runtime, viewer, query, LARGEST));
}
