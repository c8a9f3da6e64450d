import type { SourceName } from '../../src/domain/task.ts';
import { ConnectorError, type ConnectorErrorKind } from '../errors.ts';
import type { WireAnswer } from './exchange.ts';
import { readRetryAfter } from './retry-after.ts';

export interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The first 4 kB, for telling refusals apart only: never part of an error. */
  readonly text: string;
}

/** As much of a refusal's body as is looked at. */
export function textOf(answer: WireAnswer): string {
  return answer.body.toString('utf8', 0, 4096);
}

export interface JudgeOptions {
  readonly tool: SourceName;
  readonly classify: (answer: Refusal) => ConnectorErrorKind | null;
  readonly now: () => number;
}

/** What an answer means before anybody reads it. */
export interface Judge {
  fail(call: string, kind: ConnectorErrorKind, because: string, more?: FailureDetails): ConnectorError;
  /** Why the caller may not have this answer; null where it may. */
  refuse(call: string, answer: WireAnswer, accept: readonly number[]): ConnectorError | null;
  /** The body as JSON; null where there is none; the text where an accepted refusal was not JSON. */
  parse(call: string, answer: WireAnswer): unknown;
}

export interface FailureDetails {
  readonly status?: number;
  readonly retryAfterMs?: number | null;
  readonly cause?: unknown;
}

export function createJudge({ tool, classify, now }: JudgeOptions): Judge {
  function fail(call: string, kind: ConnectorErrorKind, because: string, more: FailureDetails = {}): ConnectorError {
    return new ConnectorError({ tool, call, kind, because, ...more });
  }

  function refuseStatus(call: string, answer: WireAnswer, accept: readonly number[]): ConnectorError | null {
    const { status, headers } = answer;
    const more = { status, retryAfterMs: readRetryAfter(headers, now()) };
    const own = classify({ status, headers, text: textOf(answer) });
    if (own) return fail(call, own, `refused with ${status}`, more);
    if (status === 401) return fail(call, 'unauthorised', 'the credentials were refused (401)', more);
    if (status === 429) return fail(call, 'rate-limited', 'too many requests (429)', more);
    if (accept.includes(status)) return null;
    if (status === 403 || status === 404) {
      return fail(call, 'not-visible', `not found or not visible to these credentials (${status})`, more);
    }
    if (status >= 500 || status === 408) return fail(call, 'unavailable', `the tool is in trouble (${status})`, more);
    if (status >= 300 && status < 400) {
      return fail(call, 'unexpected-answer', `redirected (${status}), which is never followed`, more);
    }
    return fail(call, 'unexpected-answer', `refused with ${status}`, more);
  }

  /** A good status whose body is not whole, or not JSON at all. */
  function refuseBody(call: string, answer: WireAnswer): ConnectorError | null {
    const { status } = answer;
    if (status === 204 || status === 205) return null;
    // Accepted, to be done later: there may be nothing more to say.
    if (status === 202 && answer.body.length === 0) return null;
    const type = answer.headers['content-type'] ?? '';
    const first = edgeOf(answer.body, 'first');
    if ((type !== '' && !/[/+]json\b/i.test(type)) || first === '<') {
      return fail(call, 'unexpected-answer', 'the answer is not JSON', { status });
    }
    const closing = { '{': '}', '[': ']' }[first];
    const isWhole = first !== '' && (closing === undefined || edgeOf(answer.body, 'last') === closing);
    return isWhole ? null : fail(call, 'unavailable', 'the answer was cut off', { status });
  }

  return {
    fail,
    refuse(call, answer, accept) {
      const isGood = answer.status >= 200 && answer.status < 300;
      return isGood ? refuseBody(call, answer) : refuseStatus(call, answer, accept);
    },
    parse(call, answer) {
      const text = answer.body.toString('utf8');
      if (text === '') return null;
      try {
        return JSON.parse(text);
      } catch {
        if (answer.status >= 300) return text;
        // V8's own message quotes the text, so it is no cause to keep.
        throw fail(call, 'unexpected-answer', 'the answer is not JSON', { status: answer.status });
      }
    },
  };
}

const BLANKS = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** The first or last character that is not blank; empty for a blank body. */
function edgeOf(body: Buffer, which: 'first' | 'last'): string {
  const isInk = (byte: number) => !BLANKS.has(byte);
  const at = which === 'first' ? body.findIndex(isInk) : body.findLastIndex(isInk);
  return at < 0 ? '' : String.fromCharCode(body[at] ?? 0);
}
