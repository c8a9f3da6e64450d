import { writeFile } from 'node:fs/promises';
import type { Runtime } from '../../compose.ts';
import type { LabelledSet } from '../../domain/linking/labelled-set.ts';
import type { Viewer } from '../../domain/person.ts';
import { thousands } from '../../domain/wording.ts';
import { UseCaseError } from '../../usecases/errors.ts';
import { exportLabels } from '../../usecases/export-labels.ts';
import { COMMAND_LINE, noteAct } from '../../usecases/note-act.ts';
import type { Terminal } from '../terminal.ts';

/** The organisation's own decided links as a labelled set: into a file that only its owner may read, or as the result. */
export async function exportDecided(
  terminal: Terminal,
  runtime: Pick<Runtime, 'db' | 'now'>,
  viewer: Viewer,
  file: string | undefined,
): Promise<void> {
  const set = await exportLabels(runtime, viewer);
  const says = `Took ${set.tasks.length} labelled tasks out.`;
  await noteAct(runtime, COMMAND_LINE, { what: 'exported', about: { as: viewer.personId }, says });
  if (file === undefined) {
    terminal.printJson(set);
    return;
  }
  await write(file, set);
  const counts = countsOf(set);
  if (terminal.isJson) terminal.printJson({ file, ...counts });
  else
    terminal.print(
      `${file}: ${thousands(counts.tasks)} tasks with ${thousands(counts.links)} links to ${thousands(counts.goals)} goals, ` +
        `${thousands(counts.none)} known to serve none. See how they would be linked: plumbline evaluate ${file} --seeded`,
    );
}

function countsOf({ goals, tasks, links, seed }: LabelledSet) {
  const none = tasks.length - new Set(links.map(([task]) => task)).size;
  return { goals: goals.length, tasks: tasks.length, links: links.length, none, seed: seed.length };
}

async function write(file: string, set: LabelledSet): Promise<void> {
  try {
    await writeFile(file, `${JSON.stringify(set)}\n`, { mode: 0o600 });
  } catch (error) {
    throw new UseCaseError('unwritable-file', `${file} cannot be written; check that its folder is there and yours.`, {
      cause: error,
    });
  }
}
