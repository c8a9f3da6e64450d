import type { Problem } from '../api/schemas/common.ts';
import { statesTexts } from './texts/en/states.ts';

/** What the service answered in place of what was asked, in its own words (RFC 9457), or that it did not answer. */
export class ApiProblem extends Error {
  readonly status: number;
  /** Fixed, for programs; `unreachable` and `not-understood` are this file's own. */
  readonly code: string;
  readonly detail: string;
  readonly fields: readonly { field: string; message: string }[];
  readonly requestId: string | null;

  constructor(problem: Pick<Problem, 'title' | 'status' | 'code' | 'detail'> & Partial<Problem>, cause?: unknown) {
    super(problem.title, { cause });
    this.name = 'ApiProblem';
    this.status = problem.status;
    this.code = problem.code;
    this.detail = problem.detail;
    this.fields = problem.errors ?? [];
    this.requestId = problem.requestId ?? null;
  }
}

type Query = Readonly<Record<string, string | number | boolean | undefined | null>>;

const base = '/api/v1';
const timeoutMs = 30_000;

export function getJson<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return call<T>('GET', path + toQueryString(query), undefined, signal);
}

export function sendJson<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T> {
  return call<T>(method, path, body);
}

function toQueryString(query: Query): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  const text = params.toString();
  return text ? `?${text}` : '';
}

async function call<T>(method: string, path: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const response = await fetch(base + path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      // A click that is sent twice by a bad line is one decision.
      ...(method === 'POST' ? { 'idempotency-key': crypto.randomUUID() } : {}),
    },
    body: body === undefined ? null : JSON.stringify(body),
    signal: signal ? AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) : AbortSignal.timeout(timeoutMs),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw unreachable(cause);
  });
  if (response.status === 204) return undefined as T;
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok && answer !== undefined) return answer as T;
  throw isProblem(answer) ? new ApiProblem(answer) : notUnderstood(response.status);
}

function isProblem(answer: unknown): answer is Problem {
  return typeof answer === 'object' && answer !== null && 'code' in answer && 'title' in answer && 'detail' in answer;
}

function unreachable(cause: unknown): ApiProblem {
  const detail = statesTexts.unreachable;
  return new ApiProblem({ title: statesTexts.noAnswer, status: 0, code: 'unreachable', detail }, cause);
}

function notUnderstood(status: number): ApiProblem {
  const detail = statesTexts.otherAnswered(status);
  return new ApiProblem({ title: statesTexts.otherKind, status, code: 'not-understood', detail });
}

/** Whether the person has to sign in (again). */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401;
}

/** A 5xx or no answer may pass; anything else will be the same in a second. */
export function mayPass(error: unknown): boolean {
  return !(error instanceof ApiProblem) || error.status === 0 || error.status >= 500;
}
