import { z } from 'zod';
import { BECAUSE_CHARACTERS_MAX, TASK_WORDS } from '../../domain/task-decision.ts';
import { daySchema, goalRefSchema, instantSchema, pageQuerySchema, toolSchema } from './common.ts';

/** A person's word on tasks other than which goal they serve. */
export const decideTasksBodySchema = z.object({
  says: z.enum(TASK_WORDS),
  items: z
    .array(z.object({ taskId: z.string().max(200) }))
    .min(1)
    .max(500),
  /** Plain text; “not now” needs one. */
  because: z.string().max(BECAUSE_CHARACTERS_MAX).optional(),
  /** Of “not now”: the key of the open goal it makes room for. */
  yieldsTo: z.string().max(50).optional(),
  /** Of “not now”: a day to come, when it is looked at again; left out: the first of the next cycle, else in ninety days. */
  revisitOn: daySchema.optional(),
  /** Of “ask the owner”: whose decision it waits for; left out: who leads the task's team, else the next above. */
  askedPersonId: z.string().max(100).optional(),
});
export type DecideTasksBody = z.infer<typeof decideTasksBodySchema>;

export const decisionsQuerySchema = z.object({
  ...pageQuerySchema.shape,
  taskId: z.string().max(200).optional(),
  /** `due`: promised revisits whose day has come; `waiting`: what waits for the decision of whoever asks; `pending`: of anybody. */
  which: z.enum(['all', 'due', 'waiting', 'pending']).default('all'),
  /** A team's id; of what is due or waits, what is about its tasks. */
  team: z.string().max(100).optional(),
  /** A person's id: everything in their part of the organisation. */
  manager: z.string().max(100).optional(),
  /** A person's id; of what is pending, what waits for them. */
  asked: z.string().max(100).optional(),
});

export const decisionSchema = z.object({
  id: z.int(),
  task: z.object({
    id: z.string(),
    tool: toolSchema,
    key: z.string().nullable(),
    title: z.string(),
    url: z.string().nullable(),
  }),
  says: z.enum(['ktlo', 'not-now', 'approved', 'pending-decision']),
  because: z.string(),
  by: z.string(),
  at: instantSchema,
  yieldsTo: goalRefSchema.nullable(),
  revisitOn: daySchema.nullable(),
  /** The last day it is in force; null: until another word. */
  untilOn: daySchema.nullable(),
  /** Whose decision it waits for. */
  asked: z.string().nullable(),
  /** Which time the same was said of this task, from 1. */
  times: z.int(),
  /** due: a “not now” whose day has come. */
  standing: z.enum(['in-force', 'due', 'over', 'replaced', 'undone']),
  endedAt: instantSchema.nullable(),
});
export type DecisionAnswer = z.infer<typeof decisionSchema>;

export const decisionsSchema = z.object({
  items: z.array(decisionSchema),
  nextCursor: z.string().nullable(),
  /** Of what is due or waits; null for the history, which has pages. */
  total: z.int().nullable(),
  /** Due or pending, about tasks this viewer may not see. */
  hidden: z.int(),
});
export type DecisionsAnswer = z.infer<typeof decisionsSchema>;
