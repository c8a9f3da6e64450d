import { z } from 'zod';
import { instantSchema } from './common.ts';

export const connectionPatchSchema = z.object({ state: z.enum(['active', 'paused']) });
export const removeQuerySchema = z.object({
  /** What becomes of its tasks: kept as "unknown", or deleted with all that hangs on them. */
  tasks: z.enum(['keep', 'delete']).default('keep'),
});
export const decideRemovalBodySchema = z.object({ says: z.enum(['removed', 'kept']) });

/** More tasks vanished from a scope at once than are removed without a person's word. */
export const heldRemovalSchema = z.object({
  id: z.int(),
  scopeId: z.string(),
  scopeName: z.string(),
  /** How many vanished, of how many the scope had. */
  tasks: z.int(),
  ofTasks: z.int(),
  foundAt: instantSchema,
});
export type HeldRemovalAnswer = z.infer<typeof heldRemovalSchema>;
