import { z } from 'zod';
import { taskFilterSchema, weightSchema } from './common.ts';

export const strategyMapQuerySchema = taskFilterSchema.pick({ team: true, manager: true, goal: true }).extend({
  weight: weightSchema.default('count'),
});

/** Where work flows: vision, objectives, key results, teams and who leads them; and what serves no goal. */
export const strategyMapSchema = z.object({
  weight: weightSchema,
  nodes: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(['vision', 'objective', 'key-result', 'nothing', 'team', 'manager']),
      /** A goal's key, a team's or a person's id, or how work without a goal is counted; null: no team. */
      of: z.string().nullable(),
      key: z.string().nullable(),
      name: z.string(),
    }),
  ),
  flows: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      standing: z.enum(['aligned', 'unaligned', 'decided', 'unknown']),
      /** In the chosen weight; a task that serves two goals gives half to each. */
      amount: z.number(),
    }),
  ),
});
export type StrategyMapAnswer = z.infer<typeof strategyMapSchema>;
