import { z } from 'zod';
import { OUTGOING_EVENTS, TEST_EVENT } from '../../domain/outgoing.ts';
import { instantSchema } from './common.ts';

const eventsSchema = z.array(z.enum(OUTGOING_EVENTS)).min(1).max(OUTGOING_EVENTS.length);

const outgoingWebhookSchema = z.object({
  id: z.string(),
  url: z.string(),
  events: eventsSchema,
  /** paused: by a person. silent: paused here, nothing was taken for three days. gone: it answered 410. */
  state: z.enum(['active', 'paused', 'silent', 'gone']),
  madeAt: instantSchema,
  madeBy: z.string(),
  /** When a call was taken last. */
  deliveredAt: instantSchema.nullable(),
  /** Since when none is taken; null: the last one was. */
  failingSince: instantSchema.nullable(),
  /** Changes that are not told yet. */
  waiting: z.int(),
});
export const outgoingWebhooksSchema = z.object({ items: z.array(outgoingWebhookSchema) });
export type OutgoingWebhooksAnswer = z.infer<typeof outgoingWebhooksSchema>;

export const newOutgoingWebhookSchema = z.strictObject({
  url: z.string().trim().min(1).max(2_000),
  events: eventsSchema,
});
export const outgoingChangeSchema = z.strictObject({
  events: eventsSchema.optional(),
  isPaused: z.boolean().optional(),
});

/** What calls are signed with, as Standard Webhooks writes it; shown this once. */
const secretSchema = z.string().startsWith('whsec_');
export const madeOutgoingWebhookSchema = z.object({ id: z.string(), secret: secretSchema });
export type MadeOutgoingWebhook = z.infer<typeof madeOutgoingWebhookSchema>;
export const newSecretSchema = z.object({ secret: secretSchema });
export type NewSecret = z.infer<typeof newSecretSchema>;

export const outgoingTestSchema = z.object({ deliveryId: z.int() });

const outgoingDeliverySchema = z.object({
  id: z.int(),
  /** Its `webhook-id`, the same over all tries. */
  messageId: z.string(),
  type: z.enum([...OUTGOING_EVENTS, TEST_EVENT]),
  madeAt: instantSchema,
  /** How many changes it names, and how many it only counts. */
  items: z.int(),
  hidden: z.int(),
  state: z.enum(['waiting', 'delivered', 'failed']),
  attempts: z.int(),
  /** What was answered last. */
  status: z.int().nullable(),
  trouble: z.string().nullable(),
  /** Of one that waits: its next try. */
  retryAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
});
export const outgoingDeliveriesSchema = z.object({
  items: z.array(outgoingDeliverySchema),
  nextCursor: z.string().nullable(),
});
export type OutgoingDeliveriesAnswer = z.infer<typeof outgoingDeliveriesSchema>;
