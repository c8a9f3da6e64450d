import { z } from 'zod';
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
