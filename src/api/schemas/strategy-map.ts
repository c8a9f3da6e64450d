import { z } from 'zod';
import { namedRefSchema, partPageSchema, taskFilterSchema, weightSchema } from './common.ts';

export const strategyMapQuerySchema = taskFilterSchema.pick({ team: true, manager: true, goal: true }).extend({
  weight: weightSchema.default('count'),
  /** Every team by itself, however many there are. */
  teams: z.literal('all').optional(),
});

/** Where work flows: vision, objectives, key results, teams and who leads them; and what serves no goal. */
export const strategyMapSchema = z.object({
  weight: weightSchema,
  /** So many key results are not drawn apart: their work flows through their objectives. */
  keyResultsFolded: z.int(),
  /** The team and the manager asked about, where the viewer may open their pages. */
  opens: z.object({ team: namedRefSchema.nullable(), manager: namedRefSchema.nullable() }),
  nodes: z.array(
    z.object({
      id: z.string(),
      /** `group`: the teams under a person, shown as one; `rest`: all but the largest teams. */
      kind: z.enum(['vision', 'objective', 'key-result', 'nothing', 'team', 'group', 'rest', 'manager']),
      /** A goal's key, a team's or a person's id, or how work without a goal is counted; null: no team, and the rest. */
      of: z.string().nullable(),
      key: z.string().nullable(),
      name: z.string(),
      /** How many teams are shown as one. */
      teams: z.int().nullable(),
      /** Of a team; of the person, where it is a manager or a group. */
      page: partPageSchema,
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
