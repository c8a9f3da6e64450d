import { z } from 'zod';
import { CYCLE_LENGTHS } from '../../domain/cycle-calendar.ts';
import { FIRST_WEEKDAYS } from '../../domain/settings-words.ts';
import { daySchema, instantSchema, weightSchema } from './common.ts';
import { roleSchema } from './people.ts';

/** What calendars begin their weeks with: 1 Monday, 7 Sunday, 6 Saturday. What is counted by weeks goes by ISO weeks whatever is chosen. */
const firstWeekdaySchema = z.literal(FIRST_WEEKDAYS);
const workingDaysSchema = z.array(z.int().min(1).max(7)).min(1).max(7);

export const sessionSchema = z.object({
  person: z.object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role: roleSchema,
  }),
  organisation: z.object({
    name: z.string(),
    timeZone: z.string(),
    defaultWeight: weightSchema,
    /** 1 Monday to 7 Sunday: what the pace of key results counts. */
    workingDays: workingDaysSchema,
    firstWeekday: firstWeekdaySchema,
  }),
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

export const settingsSchema = z.strictObject({
  organisationName: z.string().trim().min(1).max(200),
  /** An IANA name: decides what day and week it is. */
  timeZone: z.string().max(100),
  /** Evidence at or above it links by itself. */
  automaticThreshold: z.number().min(0.5).max(1),
  /** How the Overview weighs tasks where nobody chose. */
  defaultWeight: weightSchema,
  /** When digests come, of people who chose nothing: 1 Monday to 7 Sunday, and the hour of their day. */
  digestWeekday: z.int().min(1).max(7),
  digestHour: z.int().min(0).max(23),
  /** A key result without a check-in for longer is stale. */
  staleCheckInDays: z.int().min(1).max(365),
  /** Which days count as worked: 1 Monday to 7 Sunday. */
  workingDays: workingDaysSchema,
  firstWeekday: firstWeekdaySchema,
  /** How cycles follow each other, and the month their year begins in. */
  cycleLength: z.enum(CYCLE_LENGTHS),
  cycleStartMonth: z.int().min(1).max(12),
});
export type SettingsAnswer = z.infer<typeof settingsSchema>;

/** What the event stream says; a page asks again for what it shows. */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('sync-progress'), connectionId: z.string(), syncRunId: z.string() }),
  z.object({ type: z.literal('sync-finished'), connectionId: z.string(), syncRunId: z.string() }),
  z.object({ type: z.literal('flags-changed'), tasks: z.int() }),
  z.object({ type: z.literal('goals-changed') }),
  z.object({ type: z.literal('connections-changed') }),
  z.object({ type: z.literal('proposals-changed') }),
  z.object({ type: z.literal('organisation-changed') }),
  z.object({ type: z.literal('letters-changed') }),
]);
export type StreamEvent = z.infer<typeof eventSchema>;
