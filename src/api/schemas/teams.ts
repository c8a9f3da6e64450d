import { z } from 'zod';
import { goalRefSchema, namedRefSchema } from './common.ts';

/** By name. */
export const teamsSchema = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      people: z.int(),
      /** Whom most of its people answer to; null: nobody, or the viewer may not open it. */
      leader: namedRefSchema.nullable(),
      /** From 0, in a walk of the org tree from the top: each leader's teams together. Never by a number. */
      place: z.int(),
      /** The viewer may open its page. */
      mayOpen: z.boolean(),
    }),
  ),
});
export type TeamsAnswer = z.infer<typeof teamsSchema>;

/** A goal with the tasks of one part of the organisation that serve it or anything under it: live, or finished this week. */
export const goalWorkSchema = goalRefSchema.extend({ tasks: z.int() });
export type GoalWork = z.infer<typeof goalWorkSchema>;

/** What is known of a team beside its numbers, which the views give with `team=`. */
export const teamDetailSchema = namedRefSchema.extend({
  leader: namedRefSchema.nullable(),
  /** Whom to ask, by name. Nothing is ever counted by person. */
  people: z.array(namedRefSchema),
  goals: z.array(goalWorkSchema),
});
export type TeamDetail = z.infer<typeof teamDetailSchema>;
