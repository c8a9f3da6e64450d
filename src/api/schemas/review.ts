import { z } from 'zod';
import { evidenceKindSchema, goalRefSchema, pageQuerySchema, surenessSchema } from './common.ts';
import { taskRowSchema } from './tasks.ts';

export const reviewQuerySchema = pageQuerySchema;

const askSchema = z.object({
  /** Among the questions that wait for this viewer, from 1: the order that teaches most. */
  place: z.int(),
  task: taskRowSchema,
  /** The one it comes nearest to: does the task serve it? */
  goal: goalRefSchema,
  likelihood: z.number(),
  sureness: surenessSchema,
  /** What speaks for that goal: the kind, and "the words “median”, “go-live”". */
  kind: evidenceKindSchema,
  because: z.string(),
  why: z.enum(['no-example', 'alike', 'uncertain']),
  /** Why this is asked: "no task is known to serve KR1.2 yet", "38 others read like it". */
  reason: z.string(),
  /** Other tasks without a goal that read like this one, a count over all teams. */
  settles: z.int(),
});
export type AskAnswer = z.infer<typeof askSchema>;

export const reviewAnswerSchema = z.object({
  items: z.array(askSchema),
  nextCursor: z.string().nullable(),
  /** How many questions wait for this viewer. */
  total: z.int(),
});
export type ReviewAnswer = z.infer<typeof reviewAnswerSchema>;
