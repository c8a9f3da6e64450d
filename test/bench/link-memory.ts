/** A process that links and does nothing else, so that its memory is the linker's, Node's and one batch of tasks. */
import { createLinker } from '../../src/domain/linking/linker.ts';
import { answerParent } from './child.ts';
import { corpusOf, type LinkSource, nextTasks } from './link.ts';

const BATCHES = 40;
const BATCH = 1_000;

answerParent(
  async ({ source, examples }: { source: LinkSource; examples: number }) => {
    const corpus = corpusOf(source);
    const linker = createLinker({ goals: corpus.goals, examples: corpus.examples(examples) });
    for (let batch = 0; batch < BATCHES; batch++) {
      const kind = batch % 2 === 0 ? 'titles' : 'with text';
      for (const task of nextTasks(corpus, kind, BATCH)) linker.read(task, { countMax: 2 });
    }
    // In KiB.
    return process.resourceUsage().maxRSS / 1024;
  },
  async () => {},
);
