import { z } from 'zod';
import {
  askedDaySchema,
  daySchema,
  flagStateSchema,
  goalRefSchema,
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

export const changesQuerySchema = taskFilterSchema.pick({ team: true, manager: true }).extend({
  weight: weightSchema.default('count'),
  /** Left out: since this week began. */
  since: z.iso.datetime().optional(),
});

/** What is another since then. Each number opens into its tasks: `/tasks?state=…&changedSince=…`. */
export const changesSchema = z.object({
  since: instantSchema,
  weight: weightSchema,
  /** Work that has no why and had one then, or was not there. */
  unaligned: z.object({ count: z.int(), weight: z.number() }),
  /** Work that serves a goal and served none then. */
  aligned: z.object({ count: z.int(), weight: z.number() }),
  /** Open goals that had live work then and have none now. */
  goalsLost: z.array(goalRefSchema),
});
export type ChangesAnswer = z.infer<typeof changesSchema>;

/** When this person had the overview open before; null: never. */
export const lookAnswerSchema = z.object({ before: instantSchema.nullable() });
export type LookAnswer = z.infer<typeof lookAnswerSchema>;

/** Where effort goes, and where the unaligned work is: by team. Never by person. */
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
      /** In the chosen weight. The first three are what was decided, the last is part of what has no why. */
      parts: z.object({ ktlo: z.number(), approved: z.number(), notNow: z.number(), overAllowance: z.number() }),
      /** The share of its work that may keep the lights on, 0 to 1; null: none was set. */
      allowance: z.number().nullable(),
      count: z.int(),
    }),
  ),
});
export type ByTeamAnswer = z.infer<typeof byTeamSchema>;
