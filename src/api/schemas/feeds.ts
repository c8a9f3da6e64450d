import { z } from 'zod';
import { instantSchema } from './common.ts';

export const feedStateSchema = z.object({
  /** When the addresses were made; null where there are none. */
  madeAt: instantSchema.nullable(),
  /** When a program read them last. */
  readAt: instantSchema.nullable(),
});
export type FeedState = z.infer<typeof feedStateSchema>;

export const feedAddressesSchema = z.object({ atom: z.string(), calendar: z.string() });
export type FeedAddresses = z.infer<typeof feedAddressesSchema>;
