import { z } from 'zod';
import { instantSchema, partPageSchema, taskFilterSchema } from './common.ts';
import { taskRowSchema, tasksQuerySchema } from './tasks.ts';

const groupingSchema = z.enum(['team', 'manager', 'theme', 'tool']);
export type Grouping = z.infer<typeof groupingSchema>;

export const orderQuerySchema = taskFilterSchema.extend({
  sort: tasksQuerySchema.shape.sort,
  group: groupingSchema.optional(),
});

export type OrderQuery = z.infer<typeof orderQuerySchema>;

/** The whole of a list, by ids: its windows are read with `rows`. */
export const taskOrderSchema = z.object({
  at: instantSchema,
  total: z.int(),
  /** Matching tasks this viewer may not see. */
  hidden: z.int(),
  /** How many ids follow; fewer than the total only in a list that nobody scrolls through. */
  listed: z.int(),
  /** The largest first, what belongs to none last; a single one with no name where nothing is grouped. */
  groups: z.array(
    z.object({
      key: z.string().nullable(),
      name: z.string(),
      /** Where it is a team or a manager whose page the viewer may open. */
      page: partPageSchema,
      count: z.int(),
      /** Task ids in order, one a line. */
      ids: z.string(),
    }),
  ),
});
export type TaskOrder = z.infer<typeof taskOrderSchema>;

/** As many as a page asks for at once. */
const ROWS_MAX = 200;
const idsSchema = z
  .string()
  .max(8_000)
  .transform((text) => text.split(',').filter(Boolean))
  .refine((ids) => ids.length <= ROWS_MAX, `at most ${ROWS_MAX}`);

export const taskRowsQuerySchema = z.object({
  /** Task ids, separated by commas. */
  ids: idsSchema,
});
export const taskRowsSchema = z.object({ items: z.array(taskRowSchema) });
export type TaskRowsAnswer = z.infer<typeof taskRowsSchema>;

export const arrivalsQuerySchema = taskFilterSchema.extend({
  /** When the list was read: its `at`. */
  since: instantSchema,
});
export const arrivalsSchema = z.object({
  /** How many match now. */
  total: z.int(),
  /** Of those, the ones judged anew since then; a list may hold them already. */
  ids: z.array(z.string()),
  /** True where there are more than these. */
  isCut: z.boolean(),
});
export type ArrivalsAnswer = z.infer<typeof arrivalsSchema>;
