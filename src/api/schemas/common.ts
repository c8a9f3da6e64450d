import { z } from 'zod';
import { EVIDENCE_KINDS } from '../../domain/evidence.ts';
import { FLAG_STATES, NEXT_ACTIONS } from '../../domain/flag.ts';
import { SOURCES, TOOLS } from '../../domain/task.ts';

export const toolSchema = z.enum(TOOLS);
/** A tool or a wiki. */
export const sourceSchema = z.enum(SOURCES);
export const flagStateSchema = z.enum(FLAG_STATES);
export const nextActionSchema = z.enum(NEXT_ACTIONS);
/** A likelihood in words: "62 % likely", or "likely", "maybe", "unlikely" until people said enough for a percentage. */
export const surenessSchema = z.string();

export const evidenceKindSchema = z.enum(EVIDENCE_KINDS);
export const weightSchema = z.enum(['count', 'estimate', 'active-days']);
export type Weight = z.infer<typeof weightSchema>;

/** An instant, ISO 8601 in UTC. */
export const instantSchema = z.iso.datetime();
/** A day, `YYYY-MM-DD`. */
export const daySchema = z.iso.date();
/** A day somebody asks about; what calendars do before 1970 is nothing we can compute with. */
export const askedDaySchema = daySchema.refine((day) => day >= '1970-01-01', 'must be 1970-01-01 or later');

/** RFC 9457. `code` is fixed and for programs, `detail` says what a person can do. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  requestId: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof problemSchema>;

/** Every list: a cursor to go on with, and a limit. */
export const pageQuerySchema = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(25),
});

export const goalRefSchema = z.object({
  id: z.string(),
  key: z.string(),
  kind: z.enum(['vision', 'objective', 'key-result']),
  title: z.string(),
});
export type GoalRef = z.infer<typeof goalRefSchema>;

export const namedRefSchema = z.object({ id: z.string(), name: z.string() });

/** The page that a team or a manager has and the viewer may open; null: none. */
export const partPageSchema = z.enum(['team', 'manager']).nullable();
export type PartPage = z.infer<typeof partPageSchema>;

/** A century at most: days further back are no day of any task. */
const daysSchema = z.coerce.number().int().min(0).max(36_525);

/** What every view can be narrowed to. */
export const taskFilterSchema = z.object({
  /** One or more, separated by commas. `unaligned` stands for all unaligned states, `decided` for all decided ones. */
  state: z.string().max(200).optional(),
  /** What one can do about it next: `choose-goal` are those whose sources name different goals. */
  action: nextActionSchema.optional(),
  /** A team's id; `none` = tasks with no team. */
  team: z.string().max(100).optional(),
  /** A person's id: everything in their part of the organisation. */
  manager: z.string().max(100).optional(),
  tool: toolSchema.optional(),
  scope: z.string().max(200).optional(),
  /** A goal's key; tasks that serve it, and for an objective those of its key results. */
  goal: z.string().max(50).optional(),
  /** A theme's id: unaligned tasks that are about the same thing. */
  theme: z.string().max(50).optional(),
  /** With `state`: only tasks that were in none of these states at that moment. */
  changedSince: z.iso.datetime().optional(),
  minAgeDays: daysSchema.optional(),
  maxAgeDays: daysSchema.optional(),
  minEstimate: z.coerce.number().min(0).optional(),
  maxEstimate: z.coerce.number().min(0).optional(),
  /** A key, words of the title, or a pasted URL. */
  q: z.string().max(500).optional(),
});
export type TaskFilter = z.infer<typeof taskFilterSchema>;
