import { z } from 'zod';

const nameSchema = z.string().min(1).max(80);
/** What stands behind the `?` of the list's address. */
const searchSchema = z.string().max(8_000);

export const savedViewSchema = z.object({
  id: z.int(),
  name: z.string(),
  search: z.string(),
  isShared: z.boolean(),
  isMine: z.boolean(),
  /** Whose it is. */
  by: z.string(),
});
export type SavedViewAnswer = z.infer<typeof savedViewSchema>;

export const savedViewsSchema = z.object({ items: z.array(savedViewSchema) });
export type SavedViewsAnswer = z.infer<typeof savedViewsSchema>;

export const saveViewBodySchema = z.object({
  name: nameSchema,
  search: searchSchema,
  isShared: z.boolean().default(false),
});

/** What is left out stays as it is. */
export const changeViewBodySchema = z.object({
  name: nameSchema.optional(),
  search: searchSchema.optional(),
  isShared: z.boolean().optional(),
});
