import { z } from 'zod';
import { GLOSSARY_GROUNDS, GLOSSARY_STATES } from '../../domain/glossary-entry.ts';
import { instantSchema, pageQuerySchema } from './common.ts';

const stateSchema = z.enum(GLOSSARY_STATES);
const wordingSchema = { short: z.string().max(100), long: z.string().max(500) };

export const glossaryQuerySchema = pageQuerySchema.extend({ state: stateSchema.default('kept') });

const entrySchema = z.object({
  id: z.int(),
  short: z.string(),
  long: z.string(),
  /** proposed: found in texts, and nobody has looked at it. kept: tasks are read by it. dismissed: it means nothing here. */
  state: stateSchema,
  /** stated: texts explain it. initials: a goal’s title has these initials. person: somebody entered it. */
  ground: z.enum(GLOSSARY_GROUNDS),
  /** Texts that explain it, and texts that use the short form, of those that are looked at each night. */
  seenIn: z.int(),
  usedIn: z.int(),
  /** A few of the texts that explain it, and how many of them this viewer may not see. */
  foundIn: z.object({
    places: z.array(
      z.object({ kind: z.enum(['task', 'goal']), id: z.string(), key: z.string().nullable(), title: z.string() }),
    ),
    hidden: z.int(),
  }),
  /** What a person said last; null where nobody said anything. */
  lastChange: z.object({ id: z.int(), by: z.string(), at: instantSchema }).nullable(),
});
export type GlossaryEntryAnswer = z.infer<typeof entrySchema>;

export const glossarySchema = z.object({
  items: z.array(entrySchema),
  nextCursor: z.string().nullable(),
  counts: z.object({ kept: z.int(), proposed: z.int(), dismissed: z.int() }),
});
export type GlossaryAnswer = z.infer<typeof glossarySchema>;

export const addEntryBodySchema = z.strictObject(wordingSchema);
export type AddEntryBody = z.infer<typeof addEntryBodySchema>;

export const changeEntryBodySchema = z.strictObject({
  short: wordingSchema.short.optional(),
  long: wordingSchema.long.optional(),
  state: z.enum(['kept', 'dismissed']).optional(),
});
export type ChangeEntryBody = z.infer<typeof changeEntryBodySchema>;

/** What takes the change back. */
export const glossaryChangedSchema = z.object({ entryId: z.int(), changeId: z.int() });
export type GlossaryChangedAnswer = z.infer<typeof glossaryChangedSchema>;

const wordSchema = z.object({ short: z.string(), long: z.string(), state: stateSchema });
export const glossaryChangesSchema = z.object({
  items: z.array(
    z.object({
      id: z.int(),
      before: wordSchema,
      after: wordSchema,
      by: z.string(),
      at: instantSchema,
      /** Since when it is taken back; null while it stands. */
      undoneAt: instantSchema.nullable(),
    }),
  ),
});
