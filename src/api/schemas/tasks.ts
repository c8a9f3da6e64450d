import { z } from 'zod';
import {
  askedDaySchema,
  evidenceKindSchema,
  flagStateSchema,
  goalRefSchema,
  instantSchema,
  namedRefSchema,
  nextActionSchema,
  pageQuerySchema,
  surenessSchema,
  taskFilterSchema,
  toolSchema,
} from './common.ts';

const taskSortSchema = z.enum(['age', '-age', 'estimate', '-estimate', 'title', '-score', 'score']);

export const tasksQuerySchema = taskFilterSchema.extend({
  ...pageQuerySchema.shape,
  sort: taskSortSchema.default('-age'),
  /** As it stood at the end of this day. */
  asOf: askedDaySchema.optional(),
});
export type TasksQuery = z.infer<typeof tasksQuerySchema>;

const flagSchema = z.object({
  state: flagStateSchema,
  /** One sentence. */
  reason: z.string(),
  nextAction: nextActionSchema,
  since: instantSchema,
});

export const taskRowSchema = z.object({
  id: z.string(),
  tool: toolSchema,
  key: z.string().nullable(),
  title: z.string(),
  /** Where it opens in its own tool; http or https only. */
  url: z.string().nullable(),
  kind: z.string(),
  scope: namedRefSchema.nullable(),
  team: namedRefSchema.nullable(),
  assignee: z.string().nullable(),
  statusName: z.string(),
  statusCategory: z.enum(['todo', 'in-progress', 'done']),
  ageDays: z.int().nullable(),
  estimate: z.number().nullable(),
  /** null for a container or a task not judged. */
  flag: flagSchema.nullable(),
  /** Goals it serves, or the closed ones it points at; while it waits for a yes or no all that are suggested, the likeliest first. */
  goals: z.array(goalRefSchema),
  /** The likeliest goal waiting for a person's word. */
  suggestion: z
    .object({
      goal: goalRefSchema,
      likelihood: z.number(),
      sureness: surenessSchema,
      kind: evidenceKindSchema,
      /** "the words “median”, “go-live”". */
      because: z.string(),
    })
    .nullable(),
});
export type TaskRow = z.infer<typeof taskRowSchema>;

export const tasksSchema = z.object({
  items: z.array(taskRowSchema),
  nextCursor: z.string().nullable(),
  total: z.int(),
  /** Matching tasks this viewer may not see. */
  hidden: z.int(),
});
export type TasksAnswer = z.infer<typeof tasksSchema>;

/** How many tasks each filter value would give, everything else held. */
export const facetsSchema = z.object({
  states: z.array(z.object({ state: flagStateSchema, count: z.int() })),
  teams: z.array(z.object({ team: namedRefSchema.nullable(), count: z.int() })),
  tools: z.array(z.object({ tool: toolSchema, count: z.int() })),
  scopes: z.array(z.object({ scope: namedRefSchema, tool: toolSchema, count: z.int() })),
  managers: z.array(z.object({ manager: namedRefSchema, count: z.int() })),
});
export type FacetsAnswer = z.infer<typeof facetsSchema>;

/** A stretch of the task's own title or text, in UTF-16 units, end excluded. */
export const spanSchema = z.object({ in: z.enum(['title', 'text']), from: z.int(), to: z.int() });

export const hopSchema = z.object({
  kind: z.string(),
  /** "label okr:kr2.1", or "a task you cannot see", "a page you cannot see". */
  place: z.string(),
  value: z.string(),
  readAt: instantSchema,
  by: z.string().nullable(),
  /** The task this hop passes, where the viewer may see it. */
  task: z
    .object({ id: z.string(), key: z.string().nullable(), title: z.string(), url: z.string().nullable() })
    .nullable(),
  /** The wiki page it was read on, where the viewer may see it. */
  page: z.object({ id: z.string(), title: z.string(), url: z.string().nullable() }).nullable(),
  isHidden: z.boolean(),
  /** Where its words stand in the task's own title and text; only of `words`. */
  spans: z.array(spanSchema),
});
export type HopAnswer = z.infer<typeof hopSchema>;

/** One plumb line: from the vision down to the task. */
export const plumbLineSchema = z.object({
  goal: goalRefSchema.extend({
    isClosed: z.boolean(),
    from: z.number().nullable(),
    to: z.number().nullable(),
    unit: z.string().nullable(),
    by: z.string().nullable(),
    cycle: z.string().nullable(),
  }),
  /** Vision first, the goal's own parent last. */
  above: z.array(goalRefSchema),
  verdict: z.enum(['accepted', 'automatic', 'suggested', 'rejected', 'broken']),
  likelihood: z.number(),
  sureness: surenessSchema,
  weight: z.number(),
  /** Strongest first; each from the goal's side down to the task is `hops` reversed. */
  evidence: z.array(z.object({ kind: evidenceKindSchema, likelihood: z.number(), hops: z.array(hopSchema) })),
  brokenHop: hopSchema.nullable(),
  /** Goals that other evidence of this task names instead; a person says which is meant. */
  contradicts: z.array(goalRefSchema),
  decidedBy: z.string().nullable(),
  decidedAt: instantSchema.nullable(),
});
export type PlumbLine = z.infer<typeof plumbLineSchema>;

const namedTaskSchema = z.object({ id: z.string(), key: z.string().nullable(), title: z.string() });

const triedSchema = z.object({
  kind: evidenceKindSchema,
  what: z.string(),
  /** The task it reads like; null where there is none, or this viewer may not see it. */
  like: namedTaskSchema.nullable(),
  bestGoal: goalRefSchema.nullable(),
  bestScore: z.number().nullable(),
  sureness: surenessSchema.nullable(),
});

const carryWordSchema = z.enum(['carries', 'carries-nothing']);

export const taskDetailSchema = taskRowSchema.extend({
  text: z.string(),
  labels: z.array(z.string()),
  fields: z.array(z.object({ name: z.string(), value: z.string() })),
  parent: namedTaskSchema.nullable(),
  isContainer: z.boolean(),
  childCount: z.int(),
  /** What it carries down to its children, where that is anything but plain; `because`: what its name or its children say. */
  carries: z
    .object({ says: carryWordSchema, because: z.string().nullable(), decidedBy: z.string().nullable() })
    .nullable(),
  groupName: z.string().nullable(),
  createdAt: instantSchema.nullable(),
  updatedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  dueOn: z.string().nullable(),
  readAt: instantSchema,
  /** Why it is not there as it was; `at`: when we found it deleted or moved where we do not read. */
  gone: z
    .object({ how: z.enum(['deleted', 'moved', 'archived', 'access-lost']), at: instantSchema.nullable() })
    .nullable(),
  lines: z.array(plumbLineSchema),
  tried: z.array(triedSchema),
  /** What its flag was before, newest first. */
  history: z.array(
    z.object({ state: flagStateSchema, reason: z.string(), from: instantSchema, to: instantSchema.nullable() }),
  ),
});
export type TaskDetail = z.infer<typeof taskDetailSchema>;

const linkWordSchema = z.enum(['accepted', 'rejected']);

/** A person's word on links, one or many at once. */
export const decideLinksBodySchema = z.object({
  says: linkWordSchema,
  items: z
    .array(
      z.object({
        taskId: z.string().max(200),
        /** Left out: the task's suggested goal. */
        goalKey: z.string().max(50).optional(),
        /** Of this one alone: "this goal, and not that one" is one decision with one undo. */
        says: linkWordSchema.optional(),
      }),
    )
    .min(1)
    .max(500),
});
export type DecideLinksBody = z.infer<typeof decideLinksBodySchema>;

export const decideLinksAnswerSchema = z.object({
  /** For undo. */
  decisionIds: z.array(z.int()),
  decided: z.int(),
  failed: z.array(z.object({ taskId: z.string(), code: z.string(), detail: z.string() })),
});
export type DecideLinksAnswer = z.infer<typeof decideLinksAnswerSchema>;

export const undoBodySchema = z.object({ decisionIds: z.array(z.int()).min(1).max(500) });
export const undoAnswerSchema = z.object({ undone: z.int() });

/** A person's word on what a parent carries down, whatever its name or its children say. */
export const decideCarryingBodySchema = z.object({ says: carryWordSchema });
export type DecideCarryingBody = z.infer<typeof decideCarryingBodySchema>;
/** For undo. */
export const decideCarryingAnswerSchema = z.object({ decisionId: z.int() });
export type DecideCarryingAnswer = z.infer<typeof decideCarryingAnswerSchema>;
export const undoCarryingBodySchema = z.object({ decisionId: z.int() });
