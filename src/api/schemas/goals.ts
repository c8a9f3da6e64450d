import { z } from 'zod';
import { GOAL_FLAGS } from '../../domain/goal-flag.ts';
import { daySchema, goalRefSchema, namedRefSchema } from './common.ts';
import { goalSourceSchema } from './proposals.ts';

export const goalSchema = goalRefSchema.extend({
  description: z.string(),
  parentKey: z.string().nullable(),
  cycle: z.object({ name: z.string(), startsOn: daySchema, endsOn: daySchema, isCurrent: z.boolean() }).nullable(),
  from: z.number().nullable(),
  to: z.number().nullable(),
  unit: z.string().nullable(),
  by: daySchema.nullable(),
  owner: namedRefSchema.nullable(),
  team: namedRefSchema.nullable(),
  commitment: z.enum(['committed', 'aspirational']).nullable(),
  isClosed: z.boolean(),
  /** Live tasks that serve it (for an objective: its key results included), each once. */
  liveTasks: z.int(),
  /** Finished this week. */
  finishedTasks: z.int(),
  /** Waiting for a person's word. */
  suggestedTasks: z.int(),
  /** Open, of the current cycle, and nobody works on it. */
  isUnstaffed: z.boolean(),
  /** By its last check-in; null where there is none. */
  progress: z
    .object({
      value: z.number(),
      on: daySchema,
      by: z.string(),
      /** That it will be reached, 0 to 1: as given last, and the time before. */
      confidence: z.number().nullable(),
      confidenceBefore: z.number().nullable(),
    })
    .nullable(),
  /** The last check-in against an even pace on its day; null where there is no check-in, no number or no time to go by. */
  pace: z
    .object({
      standing: z.enum(['reached', 'ahead', 'on-pace', 'behind', 'ended']),
      /** Whole days ahead, or, below zero, behind. */
      days: z.int(),
      /** Of the way from start to target: 0 to 1, below or above where it is. */
      share: z.number(),
      /** Where an even pace would stand. */
      expected: z.number(),
    })
    .nullable(),
  /** What somebody may want to look at; of open goals only. */
  flags: z.array(z.object({ kind: z.enum(GOAL_FLAGS), reason: z.string() })),
});
export type GoalAnswer = z.infer<typeof goalSchema>;

/** Vision first, then each objective with its key results. */
export const goalsSchema = z.object({ items: z.array(goalSchema) });
export type GoalsAnswer = z.infer<typeof goalsSchema>;

export const goalDetailSchema = goalSchema.extend({
  above: z.array(goalRefSchema),
  children: z.array(goalSchema),
  byTeam: z.array(z.object({ team: namedRefSchema.nullable(), liveTasks: z.int() })),
  /** Pages it is written in. */
  sources: z.array(goalSourceSchema),
});
export type GoalDetail = z.infer<typeof goalDetailSchema>;
