import { z } from 'zod';
import {
  askedDaySchema,
  daySchema,
  flagStateSchema,
  instantSchema,
  namedRefSchema,
  taskFilterSchema,
  weightSchema,
} from './common.ts';

export const alignmentQuerySchema = taskFilterSchema.extend({
  weight: weightSchema.default('count'),
  /** Reads the past: the end of this day in the organisation's time zone. */
  asOf: askedDaySchema.optional(),
});

/** The alignment rate, always beside its coverage. Never called so without it. */
export const alignmentSchema = z.object({
  week: z.string(),
  asOf: instantSchema,
  weight: weightSchema,
  /** 0 to 1; null where nothing can be judged. */
  rate: z.number().nullable(),
  /** The rate a week before; null where there was none. */
  previousRate: z.number().nullable(),
  /** In the chosen weight. */
  totals: z.object({ aligned: z.number(), unaligned: z.number(), decided: z.number(), unknown: z.number() }),
  /** Of everything visible; percentages that add up to 100. `weight` in the chosen weight, `count` in tasks. */
  shares: z.array(z.object({ state: flagStateSchema, share: z.number(), weight: z.number(), count: z.int() })),
  coverage: z.object({
    visible: z.int(),
    unknown: z.int(),
    /** Containers, mirrors and archived ones: seen, counted in no rate. */
    excluded: z.int(),
    /** Tasks the viewer may not see: counted, never named. */
    hidden: z.int(),
    /** Share of the visible that carries an estimate or a history, 0 to 1; 1 for the count. */
    weighed: z.number(),
    setAside: z.int(),
    withoutTeam: z.int(),
  }),
  syncedAt: instantSchema.nullable(),
});
export type AlignmentAnswer = z.infer<typeof alignmentSchema>;

export const trendQuerySchema = alignmentQuerySchema.extend({
  weeks: z.coerce.number().int().min(2).max(53).default(9),
});

export const trendSchema = z.object({
  weight: weightSchema,
  weeks: z.array(
    z.object({
      week: z.string(),
      startsOn: daySchema,
      endsOn: daySchema,
      isUnfinished: z.boolean(),
      rate: z.number().nullable(),
      aligned: z.number(),
      unaligned: z.number(),
      decided: z.number(),
      unknown: z.number(),
    }),
  ),
  /** Bounds of cycles inside the weeks shown. */
  cycles: z.array(z.object({ name: z.string(), startsOn: daySchema, endsOn: daySchema })),
});
export type TrendAnswer = z.infer<typeof trendSchema>;

/** Where the unaligned work is: by team. Never by person. */
export const byTeamSchema = z.object({
  weight: weightSchema,
  teams: z.array(
    z.object({
      /** null: tasks without a team. */
      team: namedRefSchema.nullable(),
      rate: z.number().nullable(),
      aligned: z.number(),
      unaligned: z.number(),
      decided: z.number(),
      unknown: z.number(),
      count: z.int(),
    }),
  ),
});
export type ByTeamAnswer = z.infer<typeof byTeamSchema>;
