import { z } from 'zod';
import { instantSchema, namedRefSchema } from './common.ts';

const shareSchema = z.number().min(0).max(1);

/** A share of a team's work that may keep the lights on, 0 to 1. */
export const allowanceBodySchema = z.object({
  /** null: for every team without its own. */
  teamId: z.string().max(100).nullable(),
  /** null: in any cycle. */
  cycleId: z.string().max(100).nullable(),
  /** null: none from now on. */
  share: shareSchema.nullable(),
});
export type AllowanceBody = z.infer<typeof allowanceBodySchema>;

export const allowancesSchema = z.object({
  /** What is in force for each team today; null: no bound. */
  teams: z.array(z.object({ team: namedRefSchema, share: shareSchema.nullable() })),
  /** For teams without one of their own. */
  common: shareSchema.nullable(),
  /** Everything that was ever set, newest first. */
  items: z.array(
    z.object({
      team: namedRefSchema.nullable(),
      cycle: namedRefSchema.nullable(),
      share: shareSchema,
      by: z.string(),
      at: instantSchema,
      endedAt: instantSchema.nullable(),
    }),
  ),
});
export type AllowancesAnswer = z.infer<typeof allowancesSchema>;
