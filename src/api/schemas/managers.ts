import { z } from 'zod';
import { daySchema, instantSchema, namedRefSchema } from './common.ts';
import { goalWorkSchema } from './teams.ts';

/** What is known of a manager beside the numbers of their part, which the views give with `manager=`. */
export const managerDetailSchema = namedRefSchema.extend({
  teamIds: z.array(z.string()),
  goals: z.array(goalWorkSchema),
  digest: z.object({ next: instantSchema.nullable(), isPaused: z.boolean() }),
  /** Who is told that this was read: whom a reader from further above skips. */
  told: z.array(z.string()),
});
export type ManagerDetail = z.infer<typeof managerDetailSchema>;

/** Who read the page of whoever asks, or of a manager below them, from above. */
export const pageReadsSchema = z.object({
  items: z.array(z.object({ day: daySchema, reader: z.string(), person: namedRefSchema, isOwn: z.boolean() })),
});
export type PageReadsAnswer = z.infer<typeof pageReadsSchema>;
