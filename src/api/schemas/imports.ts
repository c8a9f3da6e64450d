import { z } from 'zod';
import { IMPORT_KINDS } from '../../domain/import/kinds.ts';

export const importParamsSchema = z.object({ kind: z.enum(IMPORT_KINDS) });

export const importBodySchema = z.strictObject({
  /** The whole file. */
  text: z.string().max(1_000_000),
  format: z.enum(['csv', 'yaml']),
  /** `seen` of the answer that showed the difference: now it is applied. Left out: it is only shown. */
  seen: z.string().max(100).optional(),
});

/** What the file would do, or did; its faults come as a problem with one error each, named by row and column. */
export const importAnswerSchema = z.object({
  isApplied: z.boolean(),
  seen: z.string(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  /** They stand here and not in the file. Goals and people are kept; rules go, as a file replaces them all. */
  missing: z.int(),
  /** The first 200. */
  lines: z.array(
    z.object({
      is: z.enum(['added', 'changed', 'missing']),
      name: z.string(),
      fields: z.array(z.object({ name: z.string(), from: z.string(), to: z.string() })),
    }),
  ),
});
export type ImportAnswer = z.infer<typeof importAnswerSchema>;
