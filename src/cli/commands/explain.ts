import type { Runtime } from '../../compose.ts';
import type { Viewer } from '../../domain/person.ts';
import {
  ACTION_WORDS,
  EVIDENCE_WORDS,
  GOAL_KIND_WORDS,
  GONE_WORDS,
  STATE_WORDS,
  TOOL_WORDS,
  VERDICT_WORDS,
} from '../../domain/wording.ts';
import { UseCaseError } from '../../usecases/errors.ts';
import { explainTask, findTasksByWord, type TaskExplained } from '../../usecases/explain-task.ts';
import { glyphs } from '../glyphs.ts';
import type { Terminal } from '../terminal.ts';

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
  else print(terminal, task);
}

function list(
  terminal: Terminal,
  word: string,
  hits: readonly { id: string; key: string | null; title: string; tool: string }[],
): void {
  if (terminal.isJson) {
    terminal.printJson({ hits });
    return;
  }
  terminal.print(`Several tasks fit “${word}”; name one by its id:`);
  for (const hit of hits) terminal.print(`  ${hit.id.padEnd(28)} ${hit.key ?? ''} ${hit.title}`);
}

function print(terminal: Terminal, task: TaskExplained): void {
  const name = [task.key, task.title].filter(Boolean).join(' ');
  terminal.print(`${name}  (${TOOL_WORDS[task.tool]}, ${task.statusName}${task.team ? `, ${task.team.name}` : ''})`);
  if (task.url) terminal.print(task.url);
  terminal.print();
  if (task.flag) {
    terminal.print(`${STATE_WORDS[task.flag.state]}: ${task.flag.reason}`);
    if (task.flag.nextAction !== 'none') terminal.print(`Next: ${ACTION_WORDS[task.flag.nextAction]}.`);
  } else {
    terminal.print(
      task.isContainer
        ? `Carries ${task.childCount} tasks and is not counted itself.`
        : task.gone
          ? `${GONE_WORDS[task.gone.how]} Not judged.`
          : 'Finished long ago: not judged.',
    );
  }
  for (const line of task.lines) printLine(terminal, task, line);
  if (task.lines.length === 0) terminal.print(`\n    ${glyphs().cut}\n    ${glyphs().task}  ${name}`);
  if (task.tried.length === 0) return;
  terminal.print();
  terminal.print('Tried');
  for (const one of task.tried) {
    const best =
      one.bestGoal && one.bestScore !== null
        ? ` (nearest: ${one.bestGoal.key}, ${Math.round(one.bestScore * 100)} % likely)`
        : '';
    terminal.print(`  ${EVIDENCE_WORDS[one.kind].padEnd(28)} ${one.what}${best}`);
  }
}

function printLine(terminal: Terminal, task: TaskExplained, line: TaskExplained['lines'][number]): void {
  const glyph = glyphs();
  const bar =
    line.verdict === 'suggested'
      ? glyph.dotted
      : line.verdict === 'broken' || line.verdict === 'rejected'
        ? glyph.cut
        : glyph.solid;
  terminal.print();
  for (const goal of [...line.above, line.goal]) {
    terminal.print(`    ${glyph[goal.kind]}  ${GOAL_KIND_WORDS[goal.kind].padEnd(14)} ${goal.key} ${goal.title}`);
    if (goal !== line.goal) terminal.print(`    ${glyph.solid}`);
  }
  const [strongest] = line.evidence;
  const likelihood = line.verdict === 'suggested' ? `, ${Math.round(line.likelihood * 100)} % likely` : '';
  terminal.print(
    `    ${bar}  ${VERDICT_WORDS[line.verdict]}${likelihood}${line.decidedBy ? ` (${line.decidedBy})` : ''}`,
  );
  if (line.brokenHop) terminal.print(`    ${glyph.cut}  this went: ${hopLine(line.brokenHop)}`);
  for (const hop of [...(strongest?.hops ?? [])].reverse()) terminal.print(`    ${bar}  ${hopLine(hop)}`);
  terminal.print(`    ${glyph.task}  ${'Task'.padEnd(14)} ${[task.key, task.title].filter(Boolean).join(' ')}`);
}

type HopView = TaskExplained['lines'][number]['evidence'][number]['hops'][number];

function hopLine({ place, value, page }: HopView): string {
  return [value ? `${place}: ${value}` : place, ...(page?.url ? [page.url] : [])].join('  ');
}
