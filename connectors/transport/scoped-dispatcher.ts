import { AsyncLocalStorage } from 'node:async_hooks';
import { Dispatcher, getGlobalDispatcher, setGlobalDispatcher } from 'undici';
import type { WireAnswer, WireRequest } from './exchange.ts';

/** Who asks: set for the time an SDK runs inside a transport, so that its fetches find their bounds. */
export interface Scope {
  send(request: WireRequest, signal: AbortSignal): Promise<WireAnswer>;
  /** The last thing that went wrong below the SDK, which SDKs wrap beyond recognition. */
  failure: unknown;
}

const scopes = new AsyncLocalStorage<Scope>();
let isInstalled = false;

/** Runs `fn` so that each fetch inside it goes through the scope. Fetches outside of any scope pass untouched. */
export function inScope<T>(scope: Scope, fn: () => Promise<T>): Promise<T> {
  if (!isInstalled) {
    setGlobalDispatcher(new ScopedDispatcher(getGlobalDispatcher()));
    isInstalled = true;
  }
  return scopes.run(scope, fn);
}

/** undici's global dispatcher is what Node's own fetch asks as well, so no SDK has to be patched. */
class ScopedDispatcher extends Dispatcher {
  readonly #outside: Dispatcher;

  constructor(outside: Dispatcher) {
    super();
    this.#outside = outside;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    const scope = scopes.getStore();
    if (!scope) return this.#outside.dispatch(options, handler);
    void play(scope, options, handler);
    return true;
  }

  override close(): Promise<void> {
    return this.#outside.close();
  }

  override destroy(): Promise<void> {
    return this.#outside.destroy();
  }
}

/** Sends through the scope, then plays the complete answer to the handler as if it came off the wire. */
async function play(
  scope: Scope,
  options: Dispatcher.DispatchOptions,
  handler: Dispatcher.DispatchHandler,
): Promise<void> {
  const stop = new AbortController();
  const controller = createController(stop);
  try {
    handler.onRequestStart?.(controller, {});
    stop.signal.throwIfAborted();
    const request: WireRequest = {
      url: new URL(`${String(options.origin)}${options.path}`),
      method: options.method,
      headers: readHeaders(options.headers),
      body: await readBody(options.body),
    };
    const answer = await scope.send(request, stop.signal);
    controller.rawHeaders = Object.entries(answer.headers)
      .flat()
      .map((part) => Buffer.from(part, 'latin1'));
    handler.onResponseStart?.(controller, answer.status, { ...answer.headers }, '');
    if (answer.body.length > 0) handler.onResponseData?.(controller, answer.body);
    handler.onResponseEnd?.(controller, {});
  } catch (error) {
    scope.failure ??= error;
    handler.onResponseError?.(controller, error instanceof Error ? error : new Error('the request was stopped'));
  }
}

interface PlayController extends Dispatcher.DispatchController {
  rawHeaders: Buffer[];
}

function createController(stop: AbortController): PlayController {
  return {
    rawHeaders: [],
    get aborted() {
      return stop.signal.aborted;
    },
    get paused() {
      return false;
    },
    get reason() {
      return stop.signal.aborted ? (stop.signal.reason as Error) : null;
    },
    abort(reason) {
      stop.abort(reason);
    },
    // The body is already here and bounded: there is nothing to hold back.
    pause() {},
    resume() {},
  };
}

function readHeaders(headers: Dispatcher.DispatchOptions['headers']): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, value] of headerPairs(headers)) {
    if (value !== undefined) read[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : String(value);
  }
  return read;
}

function headerPairs(headers: Dispatcher.DispatchOptions['headers']): Iterable<[string, unknown]> {
  if (!headers) return [];
  if (Array.isArray(headers)) {
    const pairs: [string, unknown][] = [];
    for (let at = 0; at + 1 < headers.length; at += 2) pairs.push([String(headers[at]), headers[at + 1]]);
    return pairs;
  }
  if (Symbol.iterator in headers) return headers as Iterable<[string, unknown]>;
  return Object.entries(headers);
}

async function readBody(body: unknown): Promise<Uint8Array | null> {
  if (body === null || body === undefined) return null;
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  const parts: Uint8Array[] = [];
  for await (const part of body as AsyncIterable<Uint8Array>) parts.push(part);
  return Buffer.concat(parts);
}
