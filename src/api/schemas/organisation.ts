import { z } from 'zod';
import { daySchema, instantSchema } from './common.ts';
import { roleSchema } from './people.ts';

export const sessionSchema = z.object({
  person: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: roleSchema,
  }),
  organisation: z.object({ name: z.string(), timeZone: z.string() }),
  /** The organisation's today; the demo's clock may stand elsewhere than the reader's. */
  today: daySchema,
  now: instantSchema,
  isDemo: z.boolean(),
});
export type SessionAnswer = z.infer<typeof sessionSchema>;
export const signInWaysSchema = z.object({
  organisation: z.string(),
  /** A link can be sent by mail. */
  hasMail: z.boolean(),
});
export type SignInWays = z.infer<typeof signInWaysSchema>;
export const mailLinkBodySchema = z.strictObject({ email: z.string().trim().min(3).max(254) });
export const signInBodySchema = z.object({ token: z.string().min(20).max(200) });

export const teamsSchema = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), people: z.int() })),
});
export type TeamsAnswer = z.infer<typeof teamsSchema>;

export const cyclesSchema = z.object({
  items: z.array(
    z.object({ id: z.string(), name: z.string(), startsOn: daySchema, endsOn: daySchema, isCurrent: z.boolean() }),
  ),
});
export type CyclesAnswer = z.infer<typeof cyclesSchema>;
export const rulesSchema = z.object({
  items: z.array(
    z.object({
      position: z.int(),
      when: z.record(z.string(), z.string()),
      /** A goal's key, or `ktlo`. */
      leadsTo: z.string(),
    }),
  ),
});
export const settingsSchema = z.object({
  organisationName: z.string().min(1).max(200),
  timeZone: z.string(),
  automaticThreshold: z.number().min(0.5).max(1),
});

/** What the event stream says; a page asks again for what it shows. */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('sync-progress'), connectionId: z.string(), syncRunId: z.string() }),
  z.object({ type: z.literal('sync-finished'), connectionId: z.string(), syncRunId: z.string() }),
  z.object({ type: z.literal('flags-changed'), tasks: z.int() }),
  z.object({ type: z.literal('goals-changed') }),
  z.object({ type: z.literal('connections-changed') }),
  z.object({ type: z.literal('proposals-changed') }),
]);
export type StreamEvent = z.infer<typeof eventSchema>;
