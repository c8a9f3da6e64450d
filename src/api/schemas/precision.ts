import { z } from 'zod';
import { THRESHOLDS } from '../../domain/threshold.ts';
import { askedDaySchema, evidenceKindSchema, instantSchema } from './common.ts';

export const precisionQuerySchema = z.object({
  /** Reads the past: the end of this day in the organisation's time zone. */
  asOf: askedDaySchema.optional(),
});

const share = z.number().min(0).max(1);

const precisionSchema = z.object({
  decided: z.int(),
  right: z.int(),
  /** right ÷ decided, 0 to 1, and the bounds it lies within 19 times of 20; null where nothing was decided. */
  precision: share.nullable(),
  low: share.nullable(),
  high: share.nullable(),
});

const measuredSchema = z.object({
  all: precisionSchema,
  /** Of the links that stood without asking. */
  automatic: precisionSchema,
  /** By likelihood, the surest first. */
  bands: z.array(precisionSchema.extend({ from: share, to: share })),
  /** By the strongest evidence. */
  kinds: z.array(precisionSchema.extend({ kind: evidenceKindSchema })),
});

const thresholdSchema = z.object({
  /** structural: stated, inherited or by rule. learned: from examples. */
  name: z.enum(THRESHOLDS),
  /** As the organisation set it; for learned links, as its examples promise it. */
  set: share,
  /** From this likelihood on links stand without asking now. */
  inForce: share,
  isMoved: z.boolean(),
  /** When it was moved last, up, down or back; null: never. */
  movedAt: instantSchema.nullable(),
  movedBy: z.string().nullable(),
  because: z.string(),
});
const thresholdsSchema = z.array(thresholdSchema);

/** How often links were right, of those that people decided on: counts alone, of tasks the viewer may see. */
export const precisionAnswerSchema = z.object({
  asOf: instantSchema,
  /** What links that stand without asking are to keep. */
  promised: share,
  /** Decisions of twelve months on links that Plumbline showed. */
  decided: z.int(),
  /** So many more decisions are needed before anything is said. */
  missing: z.int(),
  /** Decisions on links that Plumbline did not claim: set by hand, or broken at the time. */
  leftOut: z.int(),
  /** null while decisions are missing. */
  measured: measuredSchema
    .extend({ months: z.array(measuredSchema.extend({ month: z.string().regex(/^\d{4}-\d{2}$/) })) })
    .nullable(),
  thresholds: thresholdsSchema,
});
export type PrecisionAnswer = z.infer<typeof precisionAnswerSchema>;

export const thresholdBodySchema = z.object({
  name: z.enum(THRESHOLDS),
  /** null: back to where it was set. */
  to: share.nullable(),
});
export const thresholdsAnswerSchema = z.object({ thresholds: thresholdsSchema });
