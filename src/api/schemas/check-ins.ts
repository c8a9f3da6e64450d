import { z } from 'zod';
import { NOTE_CHARACTERS_MAX } from '../../domain/check-in.ts';
import { instantSchema } from './common.ts';

/** That it will be reached, 0 to 1. */
const confidenceSchema = z.number().min(0).max(1);

/** How a key result stands today. */
export const checkInBodySchema = z.object({
  goalKey: z.string().max(50),
  /** In the key result's own unit. */
  value: z.number().min(-1e12).max(1e12),
  confidence: confidenceSchema.optional(),
  /** Plain text. */
  note: z.string().max(NOTE_CHARACTERS_MAX).optional(),
});
export type CheckInBody = z.infer<typeof checkInBodySchema>;

/** For undo. */
export const checkInAnswerSchema = z.object({ checkInId: z.int() });
export type CheckInAnswer = z.infer<typeof checkInAnswerSchema>;

export const undoCheckInsBodySchema = z.object({ checkInIds: z.array(z.int()).min(1).max(100) });

export const checkInSchema = z.object({
  id: z.int(),
  value: z.number(),
  confidence: confidenceSchema.nullable(),
  note: z.string(),
  by: z.string(),
  at: instantSchema,
  /** Since when it is taken back. */
  undoneAt: instantSchema.nullable(),
});
export type CheckInView = z.infer<typeof checkInSchema>;

export const checkInsSchema = z.object({
  /** Newest first. */
  items: z.array(checkInSchema),
  nextCursor: z.string().nullable(),
  /** Whoever asks may check in on it. */
  mayCheckIn: z.boolean(),
});
export type CheckInsAnswer = z.infer<typeof checkInsSchema>;
