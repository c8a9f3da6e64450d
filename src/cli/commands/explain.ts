import type { Runtime } from '../../compose.ts';
import { shorten } from '../../domain/normal-text.ts';
import type { Viewer } from '../../domain/person.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { UseCaseError } from '../../usecases/errors.ts';
import { explainTask, findTasksByWord } from '../../usecases/explain-task.ts';
import { taskLines, taskName } from '../task-lines.ts';
import type { Terminal } from '../terminal.ts';

type Hit = Awaited<ReturnType<typeof findTasksByWord>>[number];

/** One task's plumb lines, or what was tried. Several hits are listed. */
export async function explain(terminal: Terminal, runtime: Runtime, viewer: Viewer, word: string): Promise<void> {
  const hits = await findTasksByWord(runtime, viewer, word);
  const [first] = hits;
  if (!first)
    throw new UseCaseError(
      'no-such-task',
      `No task is called “${word}”: give its key, its id, words of its title, or its address.`,
    );
  if (hits.length > 1) {
    list(terminal, word, hits);
    return;
  }
  const task = await explainTask(runtime, viewer, first.id);
  if (terminal.isJson) terminal.printJson(task);
  else for (const line of taskLines(task, readableWidth())) terminal.print(line);
}

function list(terminal: Terminal, word: string, hits: readonly Hit[]): void {
  if (terminal.isJson) {
    terminal.printJson({ hits });
    return;
  }
  const idWidth = Math.max(...hits.map(({ id }) => id.length));
  const titleWidth = Math.max(20, readableWidth() - idWidth - 12);
  terminal.print(`Several tasks fit “${word}”; name one by its id:`);
  for (const hit of hits)
    terminal.print(
      `  ${hit.id.padEnd(idWidth)}  ${TOOL_WORDS[hit.tool].padEnd(6)}  ${shorten(taskName(hit), titleWidth)}`,
    );
}

/** As wide as the terminal, within what is read well; 80 where nobody says. */
function readableWidth(): number {
  return Math.min(100, Math.max(60, process.stdout.columns ?? 80));
}
