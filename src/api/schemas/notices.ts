import { z } from 'zod';
import { instantSchema } from './common.ts';

const noticeSchema = z.object({
  id: z.int(),
  /** null: it is about none, but about a webhook of ours. */
  connectionId: z.string().nullable(),
  connectionName: z.string().nullable(),
  /** Fixed, for programs: `unauthorised`, … */
  kind: z.string(),
  /** The webhook, page or scope it is about; null: the whole connection. */
  subject: z.string().nullable(),
  /** What is wrong, and how to mend it: a sentence each. */
  text: z.string(),
  action: z.string(),
  foundAt: instantSchema,
  /** An owner has put it out of the way. */
  seenAt: instantSchema.nullable(),
});
export const noticesSchema = z.object({ items: z.array(noticeSchema) });
export type NoticesAnswer = z.infer<typeof noticesSchema>;
