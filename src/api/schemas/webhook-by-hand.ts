import { z } from 'zod';
import { instantSchema } from './common.ts';

export const webhookByHandSchema = z.object({
  /** none: nobody began. waiting: for the wiki's token. handed: it is to be pasted back. working: deliveries come. */
  state: z.enum(['none', 'waiting', 'handed', 'working']),
  /** To be pasted into the wiki's settings. */
  address: z.string().nullable(),
  openUntil: instantSchema.nullable(),
  /** To be pasted there next; gone for ever once the first delivery was proved. */
  verificationToken: z.string().nullable(),
});
export type WebhookByHandAnswer = z.infer<typeof webhookByHandSchema>;
