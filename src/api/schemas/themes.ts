import { z } from 'zod';
import { BECAUSE_CHARACTERS_MAX } from '../../domain/task-decision.ts';
import { daySchema, instantSchema, taskFilterSchema, weightSchema } from './common.ts';
import { decideLinksAnswerSchema } from './tasks.ts';

export const themesQuerySchema = taskFilterSchema.pick({ team: true, manager: true }).extend({
  weight: weightSchema.default('count'),
  limit: z.coerce.number().int().min(1).max(50).default(6),
});

/** Unaligned tasks that are about the same thing. Names and samples come from tasks the viewer may see; the others are counted. */
export const themeSchema = z.object({
  id: z.string(),
  name: z.string(),
  count: z.int(),
  /** More of its tasks that the viewer may not see. */
  hidden: z.int(),
  /** Of the tasks seen, in the chosen weight. */
  effort: z.number(),
  since: instantSchema,
  samples: z.array(z.object({ id: z.string(), key: z.string().nullable(), title: z.string() })),
});
export type ThemeAnswer = z.infer<typeof themeSchema>;

export const themesSchema = z.object({
  weight: weightSchema,
  items: z.array(themeSchema),
  /** How many themes there are. */
  total: z.int(),
  /** How many of the tasks seen are in one. */
  tasks: z.int(),
  /** When themes were looked for last; null: never yet. */
  foundAt: instantSchema.nullable(),
});
export type ThemesAnswer = z.infer<typeof themesSchema>;

export const themeGoalBodySchema = z.object({
  kind: z.enum(['objective', 'key-result']).default('objective'),
  /** Left out: the theme's name. */
  title: z.string().trim().min(1).max(300).optional(),
  /** Of a key result: its objective. */
  parentKey: z.string().max(50).optional(),
});

export const themeGoalAnswerSchema = decideLinksAnswerSchema.extend({
  goal: z.object({ key: z.string(), title: z.string() }),
});
export type ThemeGoalAnswer = z.infer<typeof themeGoalAnswerSchema>;

export const undoThemeGoalBodySchema = z.object({
  goalKey: z.string().max(50),
  /** As many as the theme had tasks. */
  decisionIds: z.array(z.int()).max(20_000),
});

export const undoThemeGoalAnswerSchema = z.object({
  undone: z.int(),
  /** false: something else hangs on it by now, so it stays. */
  isGoalGone: z.boolean(),
});
export type UndoThemeGoalAnswer = z.infer<typeof undoThemeGoalAnswerSchema>;

export const putThemeOffBodySchema = z.object({
  because: z.string().max(BECAUSE_CHARACTERS_MAX),
  yieldsTo: z.string().max(50).optional(),
  revisitOn: daySchema.optional(),
});
