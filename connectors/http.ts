import { setTimeout as delay } from 'node:timers/promises';
import type { SourceName } from '../src/domain/task.ts';
import type { TrafficEvent } from './connector.ts';
import { ConnectorError, type ConnectorErrorKind } from './errors.ts';
import {
  type Allowance,
  type BudgetReading,
  type CallBudget,
  createMemoryBudget,
  type Need,
} from './transport/budget.ts';
import {
  BodyTooLargeError,
  exchange,
  type WireAnswer,
  type WireBounds,
  type WireRequest,
} from './transport/exchange.ts';
import { createJudge, type Refusal, textOf } from './transport/judge.ts';
import { createPace, type PaceLimits, type Sleep } from './transport/pace.ts';
import { PrivateAddressError, type Reach } from './transport/reach.ts';
import { backoffMs } from './transport/retry-after.ts';
import { inScope } from './transport/scoped-dispatcher.ts';

export type { Refusal } from './transport/judge.ts';

export interface Limits extends Omit<WireBounds, 'reach'>, PaceLimits {
  /** Waits up to this are sat out in place; longer ones are thrown as `rate-limited`, so that the job is put off. */
  readonly shortWaitMs: number;
  /** Of one call over all its waits in place. */
  readonly waitTotalMs: number;
  /** First wait after a 429 that does not say how long; doubles each time, up to `defaultWaitMaxMs`. */
  readonly defaultWaitMs: number;
  readonly defaultWaitMaxMs: number;
  /** Tries of one read, the first included, when the tool is in trouble. */
  readonly attemptsMax: number;
  /** First wait between such tries; doubles each time. */
  readonly backoffMs: number;
}

const DEFAULT_LIMITS: Limits = {
  concurrency: 4,
  headersMs: 30_000,
  bodyMs: 30_000,
  totalMs: 120_000,
  bodyBytesMax: 64 * 1024 * 1024,
  shortWaitMs: 20_000,
  waitTotalMs: 60_000,
  defaultWaitMs: 5_000,
  defaultWaitMaxMs: 300_000,
  attemptsMax: 4,
  backoffMs: 500,
};

// A told wait is never shortened up to this; past it the tool's clock or ours is broken, and a day is long enough to be noticed.
const TOLD_WAIT_MAX_MS = 86_400_000;

export interface TransportOptions {
  readonly tool: SourceName;
  readonly connectionId: string;
  /** The origin all requests are bound to, with the path they all begin with, if any. */
  readonly baseUrl: string;
  /** Puts the credentials on the headers (names in lower case). Called for each try, after the origin was checked. */
  readonly authorise: (headers: Record<string, string>, signal: AbortSignal) => void | Promise<void>;
  /** Asked once for a request that was refused with 401, 403 or 404: true where it is to go out again with other credentials. */
  readonly renew?: (refused: Refused, signal: AbortSignal) => Promise<boolean>;
  readonly limits?: Partial<Limits>;
  /** Which addresses may be connected to; absent: any. */
  readonly reach?: Reach | undefined;
  /** What a request takes of which allowances, the widest first; absent: nothing is published. */
  readonly needs?: ((request: Pick<WireRequest, 'method' | 'url' | 'body'>) => readonly Need[]) | undefined;
  /** Keeps them, with all others that share them; absent: for this transport alone. */
  readonly budget?: CallBudget | undefined;
  /** What an answer's headers say is left, of the last of its needs unless they name another; null where they say nothing. */
  readonly readBudget?: (headers: Readonly<Record<string, string>>, now: number) => ReadingOf | null;
  /** Of a request's allowances those that a refusal for the rate is about; absent: all of them. */
  readonly limitedBy?: (answer: Refusal, needs: readonly Need[]) => readonly Need[];
  /** The tool's own meaning of a refusal, where the status alone misleads; null for the usual reading. */
  readonly classify?: (answer: Refusal) => ConnectorErrorKind | null;
  readonly onTraffic?: ((event: TrafficEvent) => void) | undefined;
  readonly now?: (() => number) | undefined;
  readonly sleep?: Sleep | undefined;
  /** From 0 to 1, for how much longer than told a wait is. */
  readonly random?: (() => number) | undefined;
}

export interface ReadingOf extends BudgetReading {
  /** The allowance that is meant, by its key. */
  readonly key?: string | undefined;
}

interface Refused {
  readonly call: string;
  /** The same object `authorise` was given. */
  readonly headers: Readonly<Record<string, string>>;
  readonly answer: Refusal;
}

export type QueryValue = string | number | boolean | readonly (string | number)[] | null | undefined;

export interface JsonRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE' | 'HEAD';
  /** Below the base URL, beginning with "/". An absolute URL of another origin is refused. */
  readonly path: string;
  /** Lists are repeated (`a=1&a=2`); null and undefined are left out. */
  readonly query?: Readonly<Record<string, QueryValue>> | undefined;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as a form, in place of a body. */
  readonly form?: Readonly<Record<string, string>> | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** A POST that only reads may be sent again after trouble. GET and HEAD always are. */
  readonly isRead?: boolean;
  /** Statuses besides 2xx that the caller wants to see itself, e.g. 404 or 412. 401 and 429 cannot be asked for. */
  readonly accept?: readonly number[];
}

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed; null where there was none. A text where an accepted refusal was not JSON. */
  readonly body: unknown;
}

export interface RunOptions {
  /** As in `JsonRequest`, for each request made inside. */
  readonly isRead?: boolean;
  readonly accept?: readonly number[];
}

export interface Transport {
  /**
   * One call to the tool, within all bounds.
   *
   * @throws ConnectorError of any kind but `cursor-expired` (unless `classify` says so); the signal's reason when it is aborted.
   */
  json(call: string, request: JsonRequest, signal: AbortSignal): Promise<JsonAnswer>;
  /** Runs an SDK: each fetch inside `fn` goes through the same bounds, and what they refuse comes out as our error. */
  run<T>(call: string, signal: AbortSignal, fn: () => Promise<T>, options?: RunOptions): Promise<T>;
}

/** The one way to a tool: bound to its origin, timed, sized, paced, and silent about what it carries. */
export function createTransport(options: TransportOptions): Transport {
  const base = new URL(options.baseUrl);
  const basePath = base.pathname.replace(/\/+$/, '');
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const bounds: WireBounds = { ...limits, reach: options.reach ?? null };
  const now = options.now ?? Date.now;
  const sleep: Sleep = options.sleep ?? sleepUnlessTold;
  const onTraffic = options.onTraffic ?? (() => {});
  const budget = options.budget ?? createMemoryBudget(now);
  const { concurrency } = limits;
  const pace = createPace({ concurrency, budget, now, sleep, random: options.random ?? Math.random, onTraffic });
  const judge = createJudge({ tool: options.tool, classify: options.classify ?? (() => null), now });

  /** One try. Trouble below HTTP comes back as a value, since it may be tried again. */
  async function attempt(
    call: string,
    request: WireRequest,
    needs: readonly Need[],
    signal: AbortSignal,
  ): Promise<WireAnswer | ConnectorError> {
    const startedAt = performance.now();
    const report = (status: number) =>
      onTraffic({ type: 'request', status, durationMs: performance.now() - startedAt });
    try {
      const answer = await exchange(request, bounds, signal);
      report(answer.status);
      await learn(answer.headers, needs);
      return answer;
    } catch (error) {
      report(0);
      signal.throwIfAborted();
      if (isPrivateAddress(error)) {
        return judge.fail(call, 'unexpected-answer', PRIVATE_ADDRESS, { cause: error });
      }
      if (error instanceof BodyTooLargeError) {
        return judge.fail(call, 'unexpected-answer', 'the answer is larger than the limit', { cause: error });
      }
      return judge.fail(call, 'unavailable', describeTrouble(error), { cause: error });
    }
  }

  async function learn(headers: WireAnswer['headers'], needs: readonly Need[]): Promise<void> {
    const reading = options.readBudget?.(headers, now()) ?? null;
    if (!reading) return;
    const isEmpty = pace.learn(reading);
    const named = needs.find(({ allowance }) => allowance.key === reading.key) ?? needs.at(-1);
    if (!named) return;
    budget.learn(named.allowance, reading);
    if (isEmpty) await budget.pause([named.allowance], reading.resetMs, 'used-up');
  }

  /** Prepares for the same request to go out again, or throws the error where it must not. */
  async function beforeRetry(
    error: ConnectorError,
    tries: Tries,
    limitedBy: readonly Allowance[],
    signal: AbortSignal,
  ): Promise<void> {
    if (error.kind === 'rate-limited') {
      tries.refused += 1;
      // "At once" right after a refusal would only be the next one.
      const told = error.retryAfterMs || backoffMs(tries.refused, limits.defaultWaitMs, limits.defaultWaitMaxMs);
      const waitMs = Math.min(TOLD_WAIT_MAX_MS, told);
      pace.pause(waitMs);
      await budget.pause(limitedBy, waitMs, 'refused');
      tries.waitedMs += waitMs;
      if (waitMs > limits.shortWaitMs || tries.waitedMs > limits.waitTotalMs) {
        throw judge.fail(error.call, 'rate-limited', 'too many requests', { status: 429, retryAfterMs: waitMs });
      }
      return;
    }
    tries.failed += 1;
    const waitMs = error.retryAfterMs ?? backoffMs(tries.failed, limits.backoffMs, limits.shortWaitMs);
    const isWorthIt = error.kind === 'unavailable' && tries.isRead && tries.failed < limits.attemptsMax;
    if (!isWorthIt || waitMs > limits.shortWaitMs) throw error;
    onTraffic({ type: 'wait', waitMs });
    await sleep(waitMs, signal);
  }

  async function isRenewed(
    call: string,
    headers: Record<string, string>,
    outcome: WireAnswer | ConnectorError,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (!options.renew || outcome instanceof ConnectorError || ![401, 403, 404].includes(outcome.status)) return false;
    const answer = { status: outcome.status, headers: outcome.headers, text: textOf(outcome) };
    return options.renew({ call, headers, answer }, signal);
  }

  async function send(call: string, plain: WireRequest, how: RunOptions, signal: AbortSignal): Promise<WireAnswer> {
    if (plain.url.origin !== base.origin) {
      throw judge.fail(call, 'unexpected-answer', 'a request to another origin was refused before it left');
    }
    const headers: Record<string, string> = { 'user-agent': 'plumbline', ...plain.headers };
    const request = { ...plain, headers };
    const isRead = how.isRead ?? ['GET', 'HEAD'].includes(request.method);
    const tries: Tries = { isRead, failed: 0, refused: 0, waitedMs: 0, isRenewed: false };
    const needs = options.needs?.(request) ?? [];
    const refuseWait = (waitMs: number) => {
      if (waitMs <= limits.shortWaitMs) return;
      throw judge.fail(call, 'rate-limited', 'the tool asked us to wait', { retryAfterMs: waitMs });
    };
    for (;;) {
      const outcome = await pace.take(needs, signal, refuseWait, async () => {
        // After all waits: what is authorised now must not have ended when it leaves.
        await options.authorise(headers, signal);
        return attempt(call, request, needs, signal);
      });
      if (!tries.isRenewed && (await isRenewed(call, headers, outcome, signal))) {
        tries.isRenewed = true;
        continue;
      }
      const error = outcome instanceof ConnectorError ? outcome : judge.refuse(call, outcome, how.accept ?? []);
      if (!error) return outcome as WireAnswer;
      await beforeRetry(error, tries, limitedBy(outcome, needs), signal);
    }
  }

  function limitedBy(outcome: WireAnswer | ConnectorError, needs: readonly Need[]): Allowance[] {
    if (outcome instanceof ConnectorError) return [];
    const answer = { status: outcome.status, headers: outcome.headers, text: textOf(outcome) };
    return (options.limitedBy?.(answer, needs) ?? needs).map(({ allowance }) => allowance);
  }

  return {
    async json(call, request, signal) {
      const answer = await send(call, toWire(request), request, signal);
      return { status: answer.status, headers: answer.headers, body: judge.parse(call, answer) };
    },
    async run(call, signal, fn, how = {}) {
      signal.throwIfAborted();
      const scope = {
        failure: undefined as unknown,
        send: (request: WireRequest, inner: AbortSignal) => send(call, request, how, AbortSignal.any([signal, inner])),
      };
      try {
        return await inScope(scope, fn);
      } catch (error) {
        signal.throwIfAborted();
        const failure = scope.failure ?? error;
        if (failure instanceof ConnectorError) throw failure;
        // An SDK's own message may quote the answer: its name has to do.
        const name = error instanceof Error ? error.name : typeof error;
        throw judge.fail(call, 'unexpected-answer', `the client could not read the answer (${name})`);
      }
    },
  };

  function toWire(request: JsonRequest): WireRequest {
    const isAbsolute = /^https?:/i.test(request.path);
    const url = isAbsolute ? new URL(request.path) : new URL(`${base.origin}${basePath}${request.path}`);
    addQuery(url, request.query);
    const { type, body } = contentOf(request);
    const headers = { accept: 'application/json', ...type, ...lowerCased(request.headers) };
    return { url, method: request.method, headers, body };
  }
}

const PRIVATE_ADDRESS =
  'its address is inside a private network; whoever runs Plumbline can list it in PLUMBLINE_PRIVATE_RANGES';

/** Also where it stands behind undici's own error. */
function isPrivateAddress(error: unknown): boolean {
  if (error instanceof PrivateAddressError) return true;
  return error instanceof Error && error.cause !== undefined && isPrivateAddress(error.cause);
}

interface Tries {
  readonly isRead: boolean;
  failed: number;
  refused: number;
  waitedMs: number;
  isRenewed: boolean;
}

/** A timer that was stopped rejects with its own error; whoever stopped it wants their reason back. */
async function sleepUnlessTold(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
}

function lowerCased(headers: Readonly<Record<string, string>> = {}): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

function contentOf({ body, form }: JsonRequest): { type: Record<string, string>; body: Buffer | null } {
  if (form) {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return { type, body: Buffer.from(new URLSearchParams(form).toString()) };
  }
  if (body === undefined) return { type: {}, body: null };
  return { type: { 'content-type': 'application/json' }, body: Buffer.from(JSON.stringify(body)) };
}

function addQuery(url: URL, query: Readonly<Record<string, QueryValue>> = {}): void {
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined) continue;
    for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
  }
}

/** undici's reasons in our words; its own messages may name hosts. */
function describeTrouble(error: unknown): string {
  const { code = '', name = '' } = error as { code?: string; name?: string };
  if (name === 'TimeoutError' || code.includes('TIMEOUT')) return 'no answer in time';
  if (code === 'ECONNREFUSED') return 'the connection was refused';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the host name is not known';
  return 'the connection broke off';
}
