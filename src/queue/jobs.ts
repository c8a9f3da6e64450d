import { z } from 'zod';

/** What one job is: its queue, its payload, how often and how long it is tried. */
export interface JobDefinition {
  readonly queue: QueueName;
  /** Ids only, never a token or a text: payloads are kept by the queue and shown to operators. */
  readonly payload: z.ZodType<object>;
  /** All tries together. A job that is put off because a tool asked for it uses none up. */
  readonly attempts: number;
  /** Before the second try; doubled for each later one, half of it random so that tries do not fall together. */
  readonly backoffMs: number;
  /** A try that takes longer is given up; another may follow. */
  readonly timeoutMs: number;
}

/** Worked on side by side: a pull of hours holds up neither the canary nor the flags. */
export const QUEUES = {
  plan: { concurrency: 2 },
  sync: { concurrency: 4 },
  derive: { concurrency: 1 },
  delivery: { concurrency: 4 },
  // One tool that keeps us waiting holds up no other.
  webhooks: { concurrency: 4 },
  // A language model takes its time; nobody waits for it.
  judge: { concurrency: 1 },
  // One mail at a time: of those that are on their way when a process dies, nobody knows what became.
  digest: { concurrency: 1 },
  outgoing: { concurrency: 1 },
} as const satisfies Record<string, { concurrency: number }>;
export type QueueName = keyof typeof QUEUES;

const id = z.string().min(1).max(200);
const MINUTE_MS = 60_000;

/** Every job there is. A name here has exactly one handler in `workers/`. */
export const JOBS = {
  /** Looks what is due and enqueues it; the ticker adds one every few seconds. */
  plan: { queue: 'plan', payload: z.strictObject({}), attempts: 1, backoffMs: 1_000, timeoutMs: MINUTE_MS },
  /** Proves that jobs are worked on at all. */
  canary: { queue: 'plan', payload: z.strictObject({}), attempts: 3, backoffMs: 1_000, timeoutMs: MINUTE_MS },
  /** Pulls one connection. */
  sync: {
    queue: 'sync',
    payload: z.strictObject({ syncRunId: id, connectionId: id }),
    attempts: 8,
    backoffMs: 2_000,
    timeoutMs: 12 * 60 * MINUTE_MS,
  },
  /** What one connection's stored deliveries name. */
  delivery: {
    queue: 'delivery',
    payload: z.strictObject({ connectionId: id }),
    attempts: 8,
    backoffMs: 1_000,
    timeoutMs: 10 * MINUTE_MS,
  },
  /** One connection's webhooks at its tool. */
  webhooks: {
    queue: 'webhooks',
    payload: z.strictObject({ connectionId: id }),
    attempts: 3,
    backoffMs: 5_000,
    timeoutMs: 10 * MINUTE_MS,
  },
  /** Links and flags of stale tasks. */
  derive: {
    queue: 'derive',
    payload: z.strictObject({
      reason: z.enum([
        'sync',
        'decision',
        'import',
        'mapping',
        'new-day',
        'sweep',
        'judge',
        'cohesion',
        'learning',
        'thresholds',
        'texts',
      ]),
    }),
    attempts: 5,
    backoffMs: 1_000,
    timeoutMs: 60 * MINUTE_MS,
  },
  /** A new day: what time alone changes. */
  flag: { queue: 'derive', payload: z.strictObject({}), attempts: 5, backoffMs: 5_000, timeoutMs: 60 * MINUTE_MS },
  /** What the children of parents have in common: those that have nothing carry nothing down. */
  cohesion: { queue: 'derive', payload: z.strictObject({}), attempts: 3, backoffMs: 5_000, timeoutMs: 30 * MINUTE_MS },
  /** What the texts of tasks share: lines of templates, and short forms that they explain. */
  texts: { queue: 'derive', payload: z.strictObject({}), attempts: 3, backoffMs: 5_000, timeoutMs: 30 * MINUTE_MS },
  /** What people decided and structure says, for all that hangs on no goal. */
  learn: { queue: 'derive', payload: z.strictObject({}), attempts: 3, backoffMs: 5_000, timeoutMs: 30 * MINUTE_MS },
  /** Holds what people decided against what is promised of links that stand without asking. */
  thresholds: {
    queue: 'derive',
    payload: z.strictObject({}),
    attempts: 3,
    backoffMs: 5_000,
    timeoutMs: 10 * MINUTE_MS,
  },
  /** What people are asked, in the order that teaches most. */
  review: { queue: 'derive', payload: z.strictObject({}), attempts: 3, backoffMs: 5_000, timeoutMs: 30 * MINUTE_MS },
  /** What the work without a why is about. */
  themes: { queue: 'derive', payload: z.strictObject({}), attempts: 3, backoffMs: 5_000, timeoutMs: 30 * MINUTE_MS },
  /** Makes and sends every digest that is due. */
  digest: { queue: 'digest', payload: z.strictObject({}), attempts: 3, backoffMs: 5_000, timeoutMs: 60 * MINUTE_MS },
  /** Tells other programs what changed. */
  outgoing: {
    queue: 'outgoing',
    payload: z.strictObject({}),
    attempts: 1,
    backoffMs: 1_000,
    timeoutMs: 10 * MINUTE_MS,
  },
  /** Asks a language model about uncertain tasks, where one is set up. */
  judge: { queue: 'judge', payload: z.strictObject({}), attempts: 1, backoffMs: 1_000, timeoutMs: 15 * MINUTE_MS },
} as const satisfies Record<string, JobDefinition>;

export type JobName = keyof typeof JOBS;
export type Payload<Name extends JobName> = z.infer<(typeof JOBS)[Name]['payload']>;

export function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOBS, name);
}
