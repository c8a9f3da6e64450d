import type { Runtime } from '../../compose.ts';
import type { Viewer } from '../../domain/person.ts';
import type { AlignmentQuery } from '../../usecases/read-alignment.ts';
import { readReport } from '../../usecases/read-report.ts';
import { printReport } from '../print-report.ts';
import type { Terminal } from '../terminal.ts';

/** The alignment report, the same numbers as on the Overview. */
export async function report(
  terminal: Terminal,
  runtime: Runtime,
  viewer: Viewer,
  query: AlignmentQuery,
): Promise<void> {
  const found = await readReport(runtime, viewer, query);
  if (terminal.isJson) terminal.printJson(found);
  else printReport(terminal, found);
}
