import { z } from 'zod';
import { instantSchema, pageQuerySchema } from './common.ts';

const deliveryStateSchema = z.enum(['stored', 'done', 'failed']);

const deliverySchema = z.object({
  id: z.int(),
  connectionId: z.string(),
  receivedAt: instantSchema,
  /** stored: it waits. */
  state: deliveryStateSchema,
  /** Tries that failed. */
  attempts: z.int(),
  processedAt: instantSchema.nullable(),
  /** How many records it says changed, and how many it says are gone. */
  changed: z.int(),
  deleted: z.int(),
  /** Why parts of it concern nothing we read. */
  ignored: z.array(z.string()),
  error: z.string().nullable(),
});
export type DeliveryAnswer = z.infer<typeof deliverySchema>;

export const deliveriesQuerySchema = pageQuerySchema.extend({
  connection: z.string().max(100).optional(),
  state: deliveryStateSchema.optional(),
});
export const deliveriesSchema = z.object({ items: z.array(deliverySchema), nextCursor: z.string().nullable() });
export type DeliveriesAnswer = z.infer<typeof deliveriesSchema>;

export const redeliverBodySchema = z.object({
  connectionId: z.string().max(100),
  ids: z.array(z.int().min(1)).min(1).max(500).optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
});
export const redeliverAnswerSchema = z.object({ redelivered: z.int() });
