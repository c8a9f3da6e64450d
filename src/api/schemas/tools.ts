import { z } from 'zod';
import { sourceSchema } from './common.ts';

const toolSchema = z.object({
  tool: sourceSchema,
  /** What it keeps its tasks or pages in: "project", "space". */
  scopeNoun: z.string(),
  address: z.object({
    /** Where it is for everybody; null where each organisation has its own. */
    usual: z.string().nullable(),
    example: z.string(),
  }),
  /** What a person gives, in the order in which they are asked. */
  credentials: z.array(
    z.object({
      name: z.enum(['email', 'key', 'token', 'appSecret']),
      isNeeded: z.boolean(),
      label: z.string(),
      /** Whose it is, where it is made, or what it is good for. */
      whereToGetIt: z.string(),
    }),
  ),
  /** Where a person may consent to an app of theirs in place of these; null: only with these. */
  consent: z
    .object({
      /** Whose page they consent on. */
      vendor: z.string(),
      /** It covers whole sites, of which one is chosen. */
      hasSites: z.boolean(),
      /** How the app is registered there, step by step. */
      setUp: z.array(z.string()),
    })
    .nullable(),
  /** What to do there where good credentials see nothing at all. */
  whenNothingIsSeen: z.string().nullable(),
});
export type ToolAnswer = z.infer<typeof toolSchema>;

export const toolsSchema = z.object({ items: z.array(toolSchema) });
export type ToolsAnswer = z.infer<typeof toolsSchema>;
