import { z } from 'zod';

/** Whether what it asks for is true now. */
const step = { isDone: z.boolean() };

export const firstRunSchema = z.object({
  /** Everything is done, or ten answers were given once: it is spoken of no more. */
  isFinished: z.boolean(),
  /** The first that is not done; null where it is finished. */
  next: z.enum(['goals', 'tools', 'people', 'pull', 'review']).nullable(),
  /** Goals that are open today. */
  goals: z.object({ ...step, objectives: z.int(), keyResults: z.int() }),
  tools: z.object({
    ...step,
    connections: z.int(),
    /** Ids of those that read nothing until somebody said what. */
    waiting: z.array(z.string()),
    /** Ids of those whose credentials are refused. */
    refused: z.array(z.string()),
  }),
  people: z.object({
    ...step,
    people: z.int(),
    /** Found in the tools so far. */
    accounts: z.int(),
    matched: z.int(),
  }),
  pull: z.object({
    ...step,
    /** Those that are to be read, and those that were read whole. */
    connections: z.int(),
    read: z.int(),
    tasks: z.int(),
    /** What was read is being looked at for the goals it serves. */
    isDeriving: z.boolean(),
  }),
  review: z.object({
    ...step,
    answered: z.int(),
    /** Questions that wait for whoever asks. */
    waiting: z.int(),
    /** Ten, or as many as there are. */
    wanted: z.int(),
    /** Everything was read, and the questions that come of it are put together. */
    isAsked: z.boolean(),
  }),
});
export type FirstRunAnswer = z.infer<typeof firstRunSchema>;
