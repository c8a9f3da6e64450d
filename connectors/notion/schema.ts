import { z } from 'zod';

/** Only what we read; words stay optional, since each property and block carries but its own. */
export const richTextSchema = z.object({
  type: z.string().nullish(),
  plain_text: z.string().nullish(),
  href: z.string().nullish(),
  mention: z
    .object({ type: z.string(), date: z.object({ start: z.string() }).nullish() })
    .nullish()
    .catch(null),
});
export const richTextsSchema = z.array(richTextSchema).catch([]);
export type RichText = z.infer<typeof richTextSchema>;

const parentSchema = z
  .object({ type: z.string(), data_source_id: z.string(), database_id: z.string(), page_id: z.string() })
  .partial();

export const pageSchema = z.object({
  object: z.literal('page'),
  id: z.string().min(1),
  last_edited_time: z.string().nullish(),
  /** Version 2025-09-03 says both; the older word alone in older answers. */
  in_trash: z.boolean().nullish(),
  archived: z.boolean().nullish(),
  url: z.string().nullish(),
  parent: parentSchema.nullish(),
  properties: z.record(z.string(), z.object({ type: z.string() }).loose()).nullish(),
});
export type NotionPage = z.infer<typeof pageSchema>;

export const blockSchema = z
  .object({
    object: z.literal('block'),
    id: z.string().min(1),
    type: z.string(),
    has_children: z.boolean().nullish(),
    in_trash: z.boolean().nullish(),
    archived: z.boolean().nullish(),
    last_edited_time: z.string().nullish(),
  })
  .loose();
export type NotionBlock = z.infer<typeof blockSchema>;

export const dataSourceSchema = z.object({
  object: z.literal('data_source'),
  id: z.string().min(1),
  title: richTextsSchema.nullish(),
  url: z.string().nullish(),
  in_trash: z.boolean().nullish(),
  archived: z.boolean().nullish(),
});
export type NotionDataSource = z.infer<typeof dataSourceSchema>;

export const databaseSchema = z.object({
  object: z.literal('database'),
  url: z.string().nullish(),
  in_trash: z.boolean().nullish(),
  data_sources: z.array(z.object({ id: z.string().min(1), name: z.string().nullish() })),
});

export const userSchema = z.object({
  object: z.literal('user'),
  id: z.string().min(1),
  name: z.string().nullish(),
  type: z.string().nullish(),
  person: z.object({ email: z.string().nullish() }).nullish(),
  bot: z.object({ workspace_name: z.string().nullish() }).nullish(),
});

export const listSchema = z.object({
  results: z.array(z.unknown()),
  next_cursor: z.string().nullish(),
  has_more: z.boolean(),
});
