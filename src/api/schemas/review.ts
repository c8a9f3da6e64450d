import { z } from 'zod';
import { evidenceKindSchema, goalRefSchema, pageQuerySchema, surenessSchema, weightSchema } from './common.ts';
import { spanSchema, taskRowSchema } from './tasks.ts';

export const reviewQuerySchema = pageQuerySchema.extend({
  /** What the rates are weighed by; left out: no rates, and a quicker answer. */
  weight: weightSchema.optional(),
  /** Only questions about a goal at least so likely, 0 to 1; then `all` is what one yes to all of them decides. */
  minLikelihood: z.coerce.number().min(0).max(1).optional(),
});

/** The alignment rate of all the viewer may see, 0 to 1; null without a weight, and where nothing can be judged. */
const rateSchema = z.number().nullable();

const anyAskSchema = z.object({
  /** Among the questions that wait for this viewer, from 1. */
  place: z.int(),
  task: taskRowSchema,
  /** The task's own text, its first 2,000 characters. */
  text: z.string(),
  /** Other tasks without a goal that read like this one, a count over all teams. */
  settles: z.int(),
  /** The rate once it hangs on a goal. */
  rateIfYes: rateSchema,
});

/** Does the task serve the goal it comes nearest to? In the order that teaches most. */
const servesSchema = anyAskSchema.extend({
  asks: z.literal('serves'),
  goal: goalRefSchema,
  likelihood: z.number(),
  sureness: surenessSchema,
  /** What speaks for that goal: the kind, and "the words “median”, “go-live”". */
  kind: evidenceKindSchema,
  because: z.string(),
  /** Where the words that carried it stand in title and text. */
  spans: z.array(spanSchema),
  /** Goals that it may serve as well, the likeliest first: a yes may be to one of them, or to all. */
  also: z.array(
    z.object({
      goal: goalRefSchema,
      likelihood: z.number(),
      sureness: surenessSchema,
      kind: evidenceKindSchema,
      because: z.string(),
    }),
  ),
  why: z.enum(['no-example', 'alike', 'uncertain']),
  /** Why this is asked: "no task is known to serve KR1.2 yet", "38 others read like it". */
  reason: z.string(),
});
export type ServesAsk = z.infer<typeof servesSchema>;

/** Its sources name goals that contradict each other: which one is meant? Asked before all others. */
const whichSchema = anyAskSchema.extend({
  asks: z.literal('which'),
  sides: z.array(
    z.object({
      /** Named together, at one place. */
      goals: z.array(goalRefSchema),
      /** Whether the task counts for them meanwhile. */
      isLinked: z.boolean(),
      kind: evidenceKindSchema,
      /** "epic ONB-40 “Self-service import”, label okr:kr2.1". */
      because: z.string(),
    }),
  ),
});
export type WhichAsk = z.infer<typeof whichSchema>;

const askSchema = z.discriminatedUnion('asks', [servesSchema, whichSchema]);
export type AskAnswer = z.infer<typeof askSchema>;

export const reviewAnswerSchema = z.object({
  items: z.array(askSchema),
  nextCursor: z.string().nullable(),
  /** How many questions wait for this viewer. */
  total: z.int(),
  /** Whether likelihoods are measured on enough answers of people to be shown as percentages. */
  isCalibrated: z.boolean(),
  rate: rateSchema,
  /** The first 500 that are likely enough, and the rate once all of them are answered with yes; null without `minLikelihood`. */
  all: z
    .object({
      items: z.array(z.object({ id: z.string(), key: z.string().nullable(), title: z.string(), goalKey: z.string() })),
      rateIfYes: rateSchema,
    })
    .nullable(),
});
export type ReviewAnswer = z.infer<typeof reviewAnswerSchema>;
