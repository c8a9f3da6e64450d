import { learnBoilerplate } from './boilerplate.ts';
import { cleanText } from './clean-text.ts';
import { createGlossary, type GlossaryEntry } from './glossary.ts';
import type { LinkerTask } from './reading.ts';

/** Reads tasks as people write them. */
export interface TaskReader {
  /**
   * The task with spaces in the place of all that does not say what it is about. A place in its title or text is the same place in the
   * original; what stands past the original's end is what the glossary adds.
   */
  read(task: LinkerTask): LinkerTask;
}

interface Known {
  /** Tasks of the same organisation, any of them, from which its ticket templates are learnt. */
  readonly sample: Iterable<Pick<LinkerTask, 'text'>>;
  readonly goalTitles: readonly string[];
  readonly glossary?: readonly GlossaryEntry[];
}

export function createTaskReader({ sample, goalTitles, glossary = [] }: Known): TaskReader {
  const boilerplate = learnBoilerplate(cleaned(sample), goalTitles);
  const { expand } = createGlossary(glossary);
  return {
    read: (task) => {
      const title = cleanText(task.title);
      const text = boilerplate.strip(cleanText(task.text));
      if (glossary.length === 0) return { id: task.id, title, text };
      const besides = expand(`${title} ${text}`.match(/[\p{L}\p{N}_]+/gu) ?? []);
      return { id: task.id, title, text: besides.length === 0 ? text : `${text}\n${besides.join(' ')}` };
    },
  };
}

function* cleaned(sample: Iterable<Pick<LinkerTask, 'text'>>): Generator<string> {
  for (const { text } of sample) yield cleanText(text);
}
