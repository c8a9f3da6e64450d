import { z } from 'zod';
import { GOAL_FLAGS } from '../../domain/goal-flag.ts';
import { GOAL_CHANGE_THROUGHS, GOAL_FIELDS } from '../../domain/goal-history.ts';
import { askedDaySchema, daySchema, goalRefSchema, instantSchema, namedRefSchema } from './common.ts';
import { goalSourceSchema } from './proposals.ts';

export const goalSchema = goalRefSchema.extend({
  description: z.string(),
  parentKey: z.string().nullable(),
  cycle: z.object({ name: z.string(), startsOn: daySchema, endsOn: daySchema, isCurrent: z.boolean() }).nullable(),
  from: z.number().nullable(),
  to: z.number().nullable(),
  unit: z.string().nullable(),
  by: daySchema.nullable(),
  owner: namedRefSchema.nullable(),
  team: namedRefSchema.nullable(),
  commitment: z.enum(['committed', 'aspirational']).nullable(),
  isClosed: z.boolean(),
  /** Live tasks that serve it (for an objective: its key results included), each once. */
  liveTasks: z.int(),
  /** Finished this week. */
  finishedTasks: z.int(),
  /** Waiting for a person's word. */
  suggestedTasks: z.int(),
  /** Open, of the current cycle, and nobody works on it. */
  isUnstaffed: z.boolean(),
  /** By its last check-in; null where there is none. */
  progress: z
    .object({
      value: z.number(),
      on: daySchema,
      by: z.string(),
      /** That it will be reached, 0 to 1: as given last, and the time before. */
      confidence: z.number().nullable(),
      confidenceBefore: z.number().nullable(),
    })
    .nullable(),
  /** The last check-in against an even pace over the working days, on its day; null where there is no check-in, no number or no working day to go by. */
  pace: z
    .object({
      standing: z.enum(['reached', 'ahead', 'on-pace', 'behind', 'ended']),
      /** Whole working days ahead, or, below zero, behind. */
      days: z.int(),
      /** Of the way from start to target: 0 to 1, below or above where it is. */
      share: z.number(),
      /** Where an even pace would stand. */
      expected: z.number(),
    })
    .nullable(),
  /** What somebody may want to look at; of open goals only. */
  flags: z.array(z.object({ kind: z.enum(GOAL_FLAGS), reason: z.string() })),
  /** Another number after every change: what one looked at. */
  version: z.int(),
  /** This viewer may change it. */
  mayEdit: z.boolean(),
});
export type GoalAnswer = z.infer<typeof goalSchema>;

/** Vision first, then each objective with its key results. */
export const goalsSchema = z.object({
  items: z.array(goalSchema),
  /** This viewer may write objectives, put them in order, and change cycles. */
  mayEdit: z.boolean(),
});
export type GoalsAnswer = z.infer<typeof goalsSchema>;

export const goalDetailSchema = goalSchema.extend({
  above: z.array(goalRefSchema),
  children: z.array(goalSchema),
  byTeam: z.array(z.object({ team: namedRefSchema.nullable(), liveTasks: z.int() })),
  /** Pages it is written in. */
  sources: z.array(goalSourceSchema),
  /** The past day that all of it is of; null: now. */
  asOf: daySchema.nullable(),
  /** Of a past day: what it is called today, whose it is and of which cycle; null where it is of now, or gone since. */
  now: z
    .object({
      key: z.string(),
      title: z.string(),
      owner: namedRefSchema.nullable(),
      team: namedRefSchema.nullable(),
      cycle: z.string().nullable(),
    })
    .nullable(),
  closedOn: daySchema.nullable(),
  weight: z.number(),
});
export type GoalDetail = z.infer<typeof goalDetailSchema>;

const text = (max: number) => z.string().trim().max(max);
const measure = z.number().nullable();

const goalWordsSchema = z.strictObject({
  /** As people write it in tasks: `O1`, `KR1.2`. Left out of a new goal: the next free one. */
  key: text(50).min(1),
  kind: z.enum(['vision', 'objective', 'key-result']),
  title: text(500).min(1),
  description: text(10_000),
  parentKey: text(50).nullable(),
  /** A cycle's name. */
  cycle: text(100).nullable(),
  from: measure,
  to: measure,
  unit: text(50).nullable(),
  by: askedDaySchema.nullable(),
  /** A person's id. */
  ownerId: text(100).nullable(),
  /** A team's name; made where there is none of it. */
  team: text(100).nullable(),
  commitment: z.enum(['committed', 'aspirational']).nullable(),
  weight: z.number().min(0).max(1_000),
});

export const addGoalBodySchema = goalWordsSchema.partial().required({ kind: true, title: true });
export type AddGoalBody = z.infer<typeof addGoalBodySchema>;

export const changeGoalBodySchema = goalWordsSchema.partial().extend({
  /** The day it is closed on; null opens it again. */
  closedOn: askedDaySchema.nullable().optional(),
  /** Closes what is open under it too, and opens with it what was closed with it. */
  withChildren: z.boolean().optional(),
  /** The `version` that was looked at: a change made since is not written over. */
  seenVersion: z.int().optional(),
});
export type ChangeGoalBody = z.infer<typeof changeGoalBodySchema>;

/** What was done; `changeId` takes it back, null where all was so already. */
export const goalChangedSchema = z.object({ key: z.string(), changeId: z.int().nullable() });
export type GoalChangedAnswer = z.infer<typeof goalChangedSchema>;

/** All goals of one kind that stand side by side, first to last. */
export const orderGoalsBodySchema = z.strictObject({
  parentKey: text(50).nullable(),
  keys: z.array(text(50)).min(1).max(500),
});
export const orderedGoalsSchema = z.object({ changeId: z.int().nullable() });

const fieldValueSchema = z.union([z.string(), z.number()]).nullable();
export const goalHistorySchema = z.object({
  items: z.array(
    z.object({
      id: z.int(),
      changeId: z.int().nullable(),
      at: instantSchema,
      /** null: it stood so when the history began. */
      by: z.string().nullable(),
      through: z.enum(GOAL_CHANGE_THROUGHS).nullable(),
      /** It was written down then. */
      isFirst: z.boolean(),
      /** It took another change back. */
      isUndo: z.boolean(),
      /** It was taken back later. */
      isUndone: z.boolean(),
      /** Other goals that were changed with it. */
      others: z.int(),
      /** With names in place of ids. */
      changes: z.array(z.object({ field: z.enum(GOAL_FIELDS), from: fieldValueSchema, to: fieldValueSchema })),
      mayUndo: z.boolean(),
    }),
  ),
  nextCursor: z.string().nullable(),
});
export type GoalHistoryAnswer = z.infer<typeof goalHistorySchema>;
