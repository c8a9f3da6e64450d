import { z } from 'zod';

/** Only what we read. Confluence's own ids are digits in a text; older answers give numbers. */
const id = z.union([z.string().min(1), z.number().transform(String)]);
const body = z.object({ value: z.string().nullish() }).nullish();

export const pageSchema = z.object({
  id,
  status: z.string(),
  title: z.string().nullish(),
  spaceId: id.nullish(),
  createdAt: z.string().nullish(),
  version: z.object({ number: z.number(), createdAt: z.string().nullish() }).nullish(),
  body: z.object({ storage: body, atlas_doc_format: body }).nullish(),
  labels: z
    .object({
      results: z.array(z.object({ name: z.string() })),
      meta: z.object({ hasMore: z.boolean() }).partial().nullish(),
    })
    .nullish(),
  _links: z.object({ webui: z.string(), base: z.string() }).partial().nullish(),
});
export type ConfluencePage = z.infer<typeof pageSchema>;

export const spaceSchema = z.object({
  id,
  key: z.string(),
  name: z.string().nullish(),
  type: z.string().nullish(),
  status: z.string().nullish(),
  _links: z.object({ webui: z.string(), base: z.string() }).partial().nullish(),
});
export type ConfluenceSpace = z.infer<typeof spaceSchema>;

/** A hit of a search names its page, without a body. */
export const hitSchema = z.object({
  content: z.object({
    id,
    status: z.string(),
    title: z.string(),
    // Only where it was asked for.
    version: z.object({ number: z.number(), when: z.string().nullish() }).nullish(),
    space: z.object({ key: z.string() }).nullish(),
  }),
  url: z.string().nullish(),
  resultGlobalContainer: z.object({ displayUrl: z.string() }).nullish(),
  lastModified: z.string().nullish(),
});
export type ConfluenceHit = z.infer<typeof hitSchema>;

export const listSchema = z.object({
  results: z.array(z.unknown()),
  _links: z.object({ next: z.string(), base: z.string() }).partial().nullish(),
});

export const userSchema = z.object({
  accountId: z.string().min(1),
  displayName: z.string().nullish(),
  publicName: z.string().nullish(),
  email: z.string().nullish(),
  timeZone: z.string().nullish(),
});

export const idSchema = z.object({ id });
export const labelSchema = z.object({ id, name: z.string() });
