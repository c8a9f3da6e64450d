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
import { exchange, type WireAnswer, type WireBounds, type WireRequest } from './transport/exchange.ts';
import { createJudge, type Judge, type Refusal, textOf } from './transport/judge.ts';
import { createPace, type PaceLimits, type Sleep } from './transport/pace.ts';
import type { Reach } from './transport/reach.ts';
import { createRetries, type RetryLimits, sleepUnlessTold, type Tries } from './transport/retries.ts';
import { inScope } from './transport/scoped-dispatcher.ts';
import { type PlainRequest, toWire } from './transport/to-wire.ts';
import { troubleOf } from './transport/trouble.ts';

export type { Refusal } from './transport/judge.ts';

export interface Limits extends Omit<WireBounds, 'reach'>, PaceLimits, RetryLimits {}

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

export interface JsonRequest extends PlainRequest, RunOptions {}

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed; null where there was none. A text where an accepted refusal was not JSON. */
  readonly body: unknown;
}

export interface RunOptions {
  /** A POST that only reads may be sent again after trouble. GET and HEAD always are. */
  readonly isRead?: boolean;
  /** Statuses besides 2xx that the caller wants to see itself, e.g. 404 or 412. 401 and 429 cannot be asked for. */
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
  const { judge, send } = createSender(options, base);
  return {
    async json(call, request, signal) {
      const answer = await send(call, toWire(base, request), request, signal);
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
}

type Send = (call: string, request: WireRequest, how: RunOptions, signal: AbortSignal) => Promise<WireAnswer>;

/** Sends requests, again and again where that may help, until there is an answer for the caller. */
function createSender(options: TransportOptions, base: URL): { readonly judge: Judge; readonly send: Send } {
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const bounds: WireBounds = { ...limits, reach: options.reach ?? null };
  const { now = Date.now, sleep = sleepUnlessTold, random = Math.random, onTraffic = () => {} } = options;
  const budget = options.budget ?? createMemoryBudget(now);
  const pace = createPace({ concurrency: limits.concurrency, budget, now, sleep, random, onTraffic });
  const judge = createJudge({ tool: options.tool, classify: options.classify ?? (() => null), now });
  const beforeRetry = createRetries({ limits, pace, budget, judge, sleep, onTraffic });

  const learn = async (headers: WireAnswer['headers'], needs: readonly Need[]): Promise<void> => {
    const reading = options.readBudget?.(headers, now()) ?? null;
    if (!reading) return;
    const isEmpty = pace.learn(reading);
    const named = needs.find(({ allowance }) => allowance.key === reading.key) ?? needs.at(-1);
    if (!named) return;
    budget.learn(named.allowance, reading);
    if (isEmpty) await budget.pause([named.allowance], reading.resetMs, 'used-up');
  };
  /** One try. Trouble below HTTP comes back as a value, since it may be tried again. */
  const attempt = async (call: string, request: WireRequest, needs: readonly Need[], signal: AbortSignal) => {
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
      return troubleOf(judge, call, error);
    }
  };
  const isRenewed = (call: string, headers: Record<string, string>, outcome: Outcome, signal: AbortSignal) => {
    if (!options.renew || outcome instanceof ConnectorError || ![401, 403, 404].includes(outcome.status)) return false;
    return options.renew({ call, headers, answer: refusalOf(outcome) }, signal);
  };
  const limitedBy = (outcome: Outcome, needs: readonly Need[]): Allowance[] => {
    if (outcome instanceof ConnectorError) return [];
    return (options.limitedBy?.(refusalOf(outcome), needs) ?? needs).map(({ allowance }) => allowance);
  };
  const send: Send = async (call, plain, how, signal) => {
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
  };
  return { judge, send };
}

type Outcome = WireAnswer | ConnectorError;

function refusalOf(answer: WireAnswer): Refusal {
  return { status: answer.status, headers: answer.headers, text: textOf(answer) };
}
