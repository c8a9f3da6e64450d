import { z } from 'zod';
import { askedDaySchema, daySchema } from './common.ts';

export const cyclesSchema = z.object({
  /** The one that would follow, by the organisation’s calendar of cycles; nothing is made of it. */
  next: z.object({ name: z.string(), startsOn: daySchema, endsOn: daySchema }),
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      startsOn: daySchema,
      endsOn: daySchema,
      isCurrent: z.boolean(),
      /** The day it was closed with its goals; null while open. */
      closedOn: daySchema.nullable(),
      /** Goals in it, and how many of them are open. */
      goals: z.int(),
      openGoals: z.int(),
    }),
  ),
});
export type CyclesAnswer = z.infer<typeof cyclesSchema>;

const wordsSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  startsOn: askedDaySchema,
  endsOn: askedDaySchema,
});
export const addCycleBodySchema = wordsSchema;
export type AddCycleBody = z.infer<typeof addCycleBodySchema>;

export const changeCycleBodySchema = wordsSchema.partial().extend({
  /** Closes it with its open goals on this day; null opens it again, with the goals that were closed with it. */
  closedOn: askedDaySchema.nullable().optional(),
});
export type ChangeCycleBody = z.infer<typeof changeCycleBodySchema>;

/** `changeId` takes it back, null where all was so already. */
export const cycleChangedSchema = z.object({ id: z.string(), changeId: z.int().nullable() });
export type CycleChangedAnswer = z.infer<typeof cycleChangedSchema>;

export const copyGoalsBodySchema = z.strictObject({
  /** The id of the cycle they are copied into. */
  into: z.string().max(100),
  /** Which of the open goals; left out: all. */
  keys: z.array(z.string().max(50)).max(500).optional(),
});

export const goalsCopiedSchema = z.object({
  copied: z.array(z.object({ from: z.string(), to: z.string() })),
  changeId: z.int().nullable(),
});
export type GoalsCopiedAnswer = z.infer<typeof goalsCopiedSchema>;
