/** What the simulated tools share: the clock, the journal, published limits, and listening on loopback. */
import { type FastifyInstance, type FastifyRequest, fastify } from 'fastify';
import { type DeliveryOptions, makePostman, type Postman } from './deliveries.ts';
import { addFaults, type Faults } from './faults.ts';
import { makeLive } from './live.ts';
import { addPlayground } from './play.ts';
import type { Changed, Edit, JournalEntry, SimCredentials, SimServer, SimTool, World } from './world.ts';

/** `enforced`: too many requests are answered 429. `counted`: they are only counted. `off`: nobody looks. */
export type RateLimits = 'enforced' | 'counted' | 'off';

export interface SimOptions extends DeliveryOptions {
  /** The moment the tool shows at first; milliseconds since 1970. */
  readonly now: number;
  /** 0 or absent: a free one. */
  readonly port?: number;
  /** Default `enforced`. */
  readonly rateLimits?: RateLimits;
  /** Renders the pages of full walks before listening, so that a bench does not measure the simulator. */
  readonly prerender?: boolean;
  /** The clock limits run on, whatever day the tool shows; default the machine's. A test stands it still. */
  readonly wallClock?: () => number;
}

/** The inside of one simulator; `listen` turns it into a `SimServer`. */
export interface SimCore<Tool extends string = SimTool> {
  readonly tool: Tool;
  readonly app: FastifyInstance;
  readonly rateLimits: RateLimits;
  readonly clock: Clock;
  readonly wallClock: () => number;
  readonly journal: JournalEntry[];
  readonly counts: { violations: number };
  /** Says how many tasks the answer to this request holds; the journal keeps it. */
  countTasks(request: FastifyRequest, tasks: number): void;
  readonly faults: Faults;
  /** Brings the deliveries of webhooks. */
  readonly postman: Postman;
}

export interface Clock {
  now: number;
  /** From now on it runs with the machine's. */
  run(): void;
}

function makeClock(start: number): Clock {
  let shown = start;
  let since: number | null = null;
  return {
    get now() {
      return since === null ? shown : shown + (Date.now() - since);
    },
    set now(now) {
      shown = now;
      if (since !== null) since = Date.now();
    },
    run: () => {
      since ??= Date.now();
    },
  };
}

const bodyMax = 4 * 1024 * 1024;

/**
 * A simulator with its journal, and no routes yet.
 *
 * @param secretParameters Query parameters that carry credentials: they never reach the journal.
 */
export function makeSim<Tool extends string>(
  tool: Tool,
  options: SimOptions,
  secretParameters: readonly string[] = [],
): SimCore<Tool> {
  const app = fastify({ bodyLimit: bodyMax, routerOptions: { maxParamLength: 500 }, forceCloseConnections: true });
  const taskCounts = new WeakMap<FastifyRequest, number>();
  const journal: JournalEntry[] = [];
  const faults = addFaults(app);
  app.addHook('onResponse', async (request, reply) => {
    journal.push({
      at: Date.now(),
      method: request.method,
      path: withoutSecrets(request.url, secretParameters),
      body: request.body ?? null,
      status: reply.statusCode,
      tasks: taskCounts.get(request) ?? 0,
    });
  });
  return {
    tool,
    app,
    rateLimits: options.rateLimits ?? 'enforced',
    clock: makeClock(options.now),
    wallClock: options.wallClock ?? Date.now,
    journal,
    counts: { violations: 0 },
    countTasks: (request, tasks) => taskCounts.set(request, tasks),
    faults,
    postman: makePostman(options),
  };
}

/** What a simulator shows, and what it does when that changes. */
export interface Shown {
  readonly world: World;
  /** Drops whatever was remembered of the former moment. */
  readonly onClockMoved: () => void;
  /** Drops what was remembered of what changed, and tells its webhooks. Called for each change, in order. */
  readonly onChange: (changed: Changed) => void;
}

/** Listens on 127.0.0.1. */
export async function listen(
  core: SimCore,
  credentials: SimCredentials,
  port: number,
  shown: Shown,
): Promise<SimServer> {
  const live = makeLive(shown.world, core.tool, core.clock);
  const change = (edit: Edit): Changed => {
    const changes = live.change(edit);
    for (const changed of changes) shown.onChange(changed);
    return changes[0];
  };
  addPlayground({ core, world: shown.world, change });
  return { ...(await open(core, credentials, port, shown.onClockMoved)), change };
}

/** Whatever a simulator shows: all of it but what can be changed. */
export async function open<Tool extends string>(
  core: SimCore<Tool>,
  credentials: SimCredentials,
  port: number,
  onClockMoved: () => void,
): Promise<Omit<SimServer, 'tool' | 'change'> & { readonly tool: Tool }> {
  const { clock, postman } = core;
  const url = await core.app.listen({ host: '127.0.0.1', port });
  return {
    tool: core.tool,
    url: url.replace(/\/$/, ''),
    credentials,
    setClock: (now) => {
      clock.now = now;
      onClockMoved();
    },
    runClock: () => clock.run(),
    fault: (hook) => core.faults.set(hook),
    journal: core.journal,
    violations: () => core.counts.violations,
    deliveries: postman.deliveries,
    settled: () => postman.settled(),
    release: (order) => postman.release(order),
    close: async () => {
      postman.close();
      await core.app.close();
    },
  };
}

/** The path as asked, without the query parameters that carry credentials. */
export function withoutSecrets(url: string, secretParameters: readonly string[]): string {
  const cut = url.indexOf('?');
  if (cut < 0 || secretParameters.length === 0) return url.replace(tokenInPath, '/tokens/TOKEN');
  const kept = url
    .slice(cut + 1)
    .split('&')
    .filter((pair) => !secretParameters.includes(pair.split('=')[0] ?? ''));
  const path = url.slice(0, cut).replace(tokenInPath, '/tokens/TOKEN');
  return kept.length === 0 ? path : `${path}?${kept.join('&')}`;
}

/** Trello has a route with the token in its path. */
const tokenInPath = /\/tokens\/[^/?]+/;

/** One published limit. Times are real ones: a limit runs on the wall clock, whatever day the tool shows. */
export interface Limit {
  /** Takes one request out of the allowance; false when there was none left. */
  take(at: number): boolean;
  remaining(at: number): number;
  /** Milliseconds until the next request would be let through; 0 when it would be now. */
  retryAfterMs(at: number): number;
}

/** A bucket of `capacity` requests that fills again by `perSecond`. */
export function tokenBucket(capacity: number, perSecond: number): Limit {
  let tokens = capacity;
  let filledAt = 0;
  const fill = (at: number) => {
    if (filledAt > 0) tokens = Math.min(capacity, tokens + ((at - filledAt) / 1000) * perSecond);
    filledAt = at;
  };
  return {
    take: (at) => {
      fill(at);
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
    remaining: (at) => {
      fill(at);
      return Math.floor(tokens);
    },
    retryAfterMs: (at) => {
      fill(at);
      return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1000);
    },
  };
}

/** `max` requests in a fixed window of `windowMs` that opens with its first request. */
export function fixedWindow(max: number, windowMs: number): Limit {
  let opensAt = Number.NEGATIVE_INFINITY;
  let used = 0;
  const turn = (at: number) => {
    if (at - opensAt < windowMs) return;
    opensAt = at;
    used = 0;
  };
  return {
    take: (at) => {
      turn(at);
      if (used >= max) return false;
      used += 1;
      return true;
    },
    remaining: (at) => {
      turn(at);
      return max - used;
    },
    retryAfterMs: (at) => {
      turn(at);
      return used < max ? 0 : opensAt + windowMs - at;
    },
  };
}
