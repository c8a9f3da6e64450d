import { type Boilerplate, knownBoilerplate, learnBoilerplate } from './boilerplate.ts';
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

/** What an organisation's tasks are read by; plain data, so that it can be stored, and handed to a thread. */
export interface ReadingKnowledge {
  readonly glossary: readonly GlossaryEntry[];
  /** Lines of ticket templates, as a `BoilerplateLearner` learnt them. */
  readonly boilerplate: readonly number[];
}

interface Sample {
  readonly glossary?: readonly GlossaryEntry[];
  /** Tasks of the same organisation, any of them, from which its ticket templates are learnt. */
  readonly sample: Iterable<Pick<LinkerTask, 'text'>>;
}

/** @param known What was learnt of the organisation, or a sample to learn its templates from. */
export function createTaskReader(
  known: (ReadingKnowledge | Sample) & { readonly goalTitles: readonly string[] },
): TaskReader {
  const boilerplate = boilerplateOf(known);
  const glossary = known.glossary ?? [];
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

function boilerplateOf(known: Parameters<typeof createTaskReader>[0]): Boilerplate {
  if ('boilerplate' in known) return knownBoilerplate(known.boilerplate, known.goalTitles);
  return learnBoilerplate(cleaned(known.sample), known.goalTitles);
}

function* cleaned(sample: Iterable<Pick<LinkerTask, 'text'>>): Generator<string> {
  for (const { text } of sample) yield cleanText(text);
}
