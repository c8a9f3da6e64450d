/**
 * Tasks linked a second against 1,000 goals on one core, for titles and for titles with text, beside a bare loop over words in the same
 * run, from the first task on: a hundred thousand titles, twenty thousand texts; with 2,000 examples, too; what one example more costs;
 * and what memory it takes. Tasks are new in every round: what is remembered is words, not tasks.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createLinker, type Linker } from '../../src/domain/linking/linker.ts';
import type { LinkerExample, LinkerTask } from '../../src/domain/linking/reading.ts';
import { cpuUs, startChild } from './child.ts';
import { type Ledger, median, round } from './ledger.ts';
import { createBareLinker } from './link-bare.ts';
import { type Corpus, labelledCorpus, madeUpCorpus } from './link-corpus.ts';

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

const GOALS = 1_000;
const EXAMPLES = 2_000;
const MEMORY_MB_MAX = 300;
/** Rounds at the beginning and at the end that are told by themselves. */
const EDGE = 3;
/** An example more, with so many goals and as many examples as above. */
const CHANGE_GOALS = 300;
const CHANGES = 12;
/** What is asked for is the linker's speed divided by the bare loop's. */
const KINDS = [
  { name: 'titles', tasks: 4_000, rounds: 25, atLeast: 1 },
  { name: 'with text', tasks: 1_000, rounds: 20, atLeast: 0.6 },
] as const;

/** What is linked: made up by a seed, or a folder of labelled sets. */
export interface LinkSource {
  readonly seed: string;
  readonly labelled: string | null;
}

export async function benchLink(source: LinkSource, ledger: Ledger): Promise<void> {
  for (const examples of [0, EXAMPLES]) againstBare(corpusOf(source), examples, ledger);
  changes(corpusOf(source, CHANGE_GOALS), ledger);
  await memory(source, ledger);
}

/** A person decides: one example takes the place of another. */
function changes(corpus: Corpus, ledger: Ledger): void {
  const examples = corpus.examples(EXAMPLES + CHANGES);
  const [known, added] = [examples.slice(0, EXAMPLES), examples.slice(EXAMPLES)];
  const { trust } = createLinker({ goals: corpus.goals });
  let linker = createLinker({ goals: corpus.goals, examples: known, trust });
  const figures = added.map((example, at) => {
    collectGarbage();
    const startedAt = cpuUs();
    linker = linker.with({ added: [example], removed: [known[at * 7]?.id ?? ''] });
    return (cpuUs() - startedAt) / 1_000;
  });
  const what = `link: an example for another, ${corpus.goals.length} goals and ${known.length} examples`;
  ledger.say(`${what}: ${round(median(figures))} ms`);
}

function againstBare(corpus: Corpus, exampleCount: number, ledger: Ledger): void {
  const bare = createBareLinker(corpus.goals);
  const linker = built(corpus, corpus.examples(exampleCount), ledger);
  for (const { name, tasks, rounds, atLeast } of KINDS) {
    const figures = turns(rounds, () => nextTasks(corpus, name, tasks), {
      bare: (task) => bare(task),
      linker: (task) => linker.read(task, { countMax: 2 }),
    });
    const ratio = ratioOf(figures.bare, figures.linker);
    const what = `link ${tasks * rounds} ${name}: ${speed(figures.linker)} ÷ ${speed(figures.bare)} of the bare loop`;
    if (exampleCount === 0) ledger.atLeast(what, ratio, atLeast, '');
    else ledger.say(`${what}, with ${exampleCount} examples: ${round(ratio)}`);
    const of = (from: number, to: number) =>
      round(ratioOf(figures.bare.slice(from, to), figures.linker.slice(from, to)));
    ledger.say(`  the first ${tasks * EDGE} ${of(0, EDGE)}, the last ${tasks * EDGE} ${of(rounds - EDGE, rounds)}`);
  }
}

export function corpusOf({ seed, labelled }: LinkSource, goals = GOALS): Corpus {
  return labelled === null ? madeUpCorpus(seed, goals) : labelledCorpus(labelled, goals);
}

export function nextTasks(corpus: Corpus, kind: (typeof KINDS)[number]['name'], count: number): LinkerTask[] {
  return kind === 'titles' ? corpus.titles(count) : corpus.withText(count);
}

function built({ goals }: Corpus, examples: LinkerExample[], { say }: Ledger): Linker {
  const startedAt = cpuUs();
  const linker = createLinker({ goals, examples });
  say(`link: ${goals.length} goals, ${examples.length} examples learnt in ${round((cpuUs() - startedAt) / 1_000)} ms`);
  return linker;
}

interface Sides<Value> {
  readonly bare: Value;
  readonly linker: Value;
}

/** Processor time of each task in µs, round by round, the sides in turn, from the first task on: most words are met in the first rounds. */
function turns(rounds: number, next: () => LinkerTask[], sides: Sides<(task: LinkerTask) => unknown>): Sides<number[]> {
  const figures: Sides<number[]> = { bare: [], linker: [] };
  for (let turn = 0; turn < rounds; turn++) {
    const tasks = next();
    for (const side of ['bare', 'linker'] as const) {
      const run = sides[side];
      // Nobody pays for what another left behind.
      collectGarbage();
      const startedAt = cpuUs();
      for (const task of tasks) run(task);
      figures[side].push((cpuUs() - startedAt) / tasks.length);
    }
  }
  return figures;
}

/** How many times as fast over all rounds; the sides took turns, so the machine's mood falls on both. */
function ratioOf(bare: readonly number[], linker: readonly number[]): number {
  return mean(bare) / mean(linker);
}

function speed(figures: readonly number[]): string {
  return `${round(1e6 / mean(figures))} tasks/s`;
}

function mean(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}

/** In a process of its own, which does nothing else: the whole process counts, Node with it. */
async function memory(source: LinkSource, ledger: Ledger): Promise<void> {
  for (const examples of [0, EXAMPLES]) {
    const child = startChild('link-memory.ts');
    try {
      const megabytes = await child.ask<number>({ source, examples });
      if (examples === 0) ledger.limit('link, memory of the whole process', megabytes, MEMORY_MB_MAX, ' MB');
      else ledger.say(`link: memory of the whole process with ${examples} examples ${round(megabytes)} MB`);
    } finally {
      await child.stop();
    }
  }
}
