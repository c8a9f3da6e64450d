import { z } from 'zod';
import { DIGEST_STATES } from '../../domain/digest-state.ts';
import { instantSchema } from './common.ts';

const digestSchema = z.object({
  id: z.string(),
  person: z.object({ id: z.string(), name: z.string() }),
  /** The ISO week it is sent in. */
  week: z.string(),
  isTest: z.boolean(),
  state: z.enum(DIGEST_STATES),
  dueAt: instantSchema,
  sentAt: instantSchema.nullable(),
  subject: z.string().nullable(),
  /** Why it was not sent, in words. */
  trouble: z.string().nullable(),
  /** It is written, and for your eyes. */
  mayRead: z.boolean(),
});
export type DigestItem = z.infer<typeof digestSchema>;

export const outboxSchema = z.object({
  items: z.array(digestSchema),
  nextCursor: z.string().nullable(),
  isMailSetUp: z.boolean(),
});
export type OutboxAnswer = z.infer<typeof outboxSchema>;

export const letterSchema = digestSchema.extend({ html: z.string(), text: z.string() });
export type LetterAnswer = z.infer<typeof letterSchema>;

export const previewSchema = z.object({ subject: z.string(), html: z.string(), text: z.string() });
export type PreviewAnswer = z.infer<typeof previewSchema>;

export const digestChoiceSchema = z.object({
  /** 1 Monday to 7 Sunday. */
  weekday: z.int().min(1).max(7),
  hour: z.int().min(0).max(23),
  timeZone: z.string(),
  isPaused: z.boolean(),
  /** Digests are sent to those who lead somebody, and to owners. */
  isForMe: z.boolean(),
  next: instantSchema.nullable(),
  stop: z.string().nullable(),
});
export type DigestChoiceAnswer = z.infer<typeof digestChoiceSchema>;

export const digestChoiceBodySchema = z.strictObject({
  weekday: z.int().min(1).max(7).optional(),
  hour: z.int().min(0).max(23).optional(),
  timeZone: z.string().max(100).optional(),
  isPaused: z.boolean().optional(),
});
export type DigestChoiceBody = z.infer<typeof digestChoiceBodySchema>;

export const testDigestSchema = z.object({ digestId: z.string() });
