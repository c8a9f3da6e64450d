import { z } from 'zod';
import type { LabelledSet } from '../domain/linking/labelled-set.ts';
import { UseCaseError } from './errors.ts';

const texts = z.array(z.object({ id: z.string().min(1), text: z.string() })).min(1);
const pairs = z.array(z.tuple([z.string(), z.string()]));
const labelledSet = z.object({
  name: z.string().default(''),
  source: z.string().default(''),
  licence: z.string().default(''),
  note: z.string().default(''),
  goals: texts,
  tasks: texts,
  links: pairs,
  rejected: pairs.default([]),
  seed: z.array(z.string()).default([]),
});

const FORM = '{name, goals: [{id, text}], tasks: [{id, text}], links: [[task, goal]], seed: [task]}';

/**
 * A labelled set from the text of its file.
 *
 * @param file What to call it: in errors, and where the set has no name of its own.
 * @throws UseCaseError `bad-labelled-set`, in one sentence that says what to mend
 */
export function readLabelledSet(text: string, file: string): LabelledSet {
  const result = labelledSet.safeParse(parse(text, file));
  if (!result.success) {
    const [issue] = result.error.issues;
    const place = issue?.path.join('.') || 'the whole';
    throw bad(`${file} has not the form of a labelled set, ${FORM}: ${place} is wrong (${issue?.message}).`);
  }
  const set = result.data;
  checkNames(set, file);
  return { ...set, name: set.name || file };
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw bad(`${file} is not JSON; a labelled set is one object ${FORM}.`, error);
  }
}

/** Every id once, and nothing named that is not there: each would quietly spoil the figures. */
function checkNames(set: z.infer<typeof labelledSet>, file: string): void {
  const goals = idsOf(set.goals, 'goal', file);
  const tasks = idsOf(set.tasks, 'task', file);
  for (const [list, links] of [
    ['links', set.links],
    ['rejected', set.rejected],
  ] as const) {
    for (const [task, goal] of links) {
      if (!tasks.has(task)) throw bad(`${file}: ${list} names the task “${task}”, which is not among its tasks.`);
      if (!goals.has(goal)) throw bad(`${file}: ${list} names the goal “${goal}”, which is not among its goals.`);
    }
  }
  for (const task of set.seed) {
    if (!tasks.has(task)) throw bad(`${file}: seed names the task “${task}”, which is not among its tasks.`);
  }
}

function idsOf(texts: readonly { readonly id: string }[], what: string, file: string): Set<string> {
  const ids = new Set<string>();
  for (const { id } of texts) {
    if (ids.has(id)) throw bad(`${file}: there are two ${what}s with the id “${id}”; each needs its own.`);
    ids.add(id);
  }
  return ids;
}

function bad(message: string, cause?: unknown): UseCaseError {
  return new UseCaseError('bad-labelled-set', message, { cause });
}
