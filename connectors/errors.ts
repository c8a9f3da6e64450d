import type { SourceName } from '../src/domain/task.ts';

/**
 * How a call to a tool can end badly, told apart by what has to happen next.
 *
 * - `unauthorised`: the credentials were refused; the connection pauses until a person mends it.
 * - `not-visible`: this one thing is absent or hidden from these credentials; only its scope is touched.
 * - `cursor-expired`: the tool no longer knows the place; the scope starts over.
 * - `rate-limited`: the tool asked us to wait `retryAfterMs`; a try before that is never made.
 * - `unavailable`: passing trouble (5xx, reset, time-out, cut body); a later try may succeed.
 * - `unexpected-answer`: it answered, but not what its documents say; a second try at once will not help.
 */
export const CONNECTOR_ERROR_KINDS = [
  'unauthorised',
  'not-visible',
  'cursor-expired',
  'rate-limited',
  'unavailable',
  'unexpected-answer',
] as const;
export type ConnectorErrorKind = (typeof CONNECTOR_ERROR_KINDS)[number];

export interface ConnectorErrorDetails {
  readonly kind: ConnectorErrorKind;
  readonly tool: SourceName;
  /** Our name of the call: "search issues". Never a path or a query, which may hold a person's words. */
  readonly call: string;
  /** What went wrong, without the tool name and without any value of the answer. */
  readonly because: string;
  /** HTTP status; null where no answer came. */
  readonly status?: number | null;
  /** How long the tool asked us to wait, in ms; null where it said nothing. */
  readonly retryAfterMs?: number | null;
  readonly cause?: unknown;
}

/** The one error connectors throw. Its message is safe to show and to log: no token, no address, no text of a task. */
export class ConnectorError extends Error {
  readonly kind: ConnectorErrorKind;
  readonly tool: SourceName;
  readonly call: string;
  readonly because: string;
  readonly status: number | null;
  readonly retryAfterMs: number | null;

  constructor(details: ConnectorErrorDetails) {
    super(
      `${details.tool}, ${details.call}: ${details.because}`,
      details.cause === undefined ? undefined : { cause: details.cause },
    );
    this.name = 'ConnectorError';
    this.kind = details.kind;
    this.tool = details.tool;
    this.call = details.call;
    this.because = details.because;
    this.status = details.status ?? null;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }

  /** The same call may succeed later without anybody mending anything. */
  get isRetryable(): boolean {
    return this.kind === 'rate-limited' || this.kind === 'unavailable';
  }
}

/** Whether this is one of ours, and of that kind where one is named. */
export function isConnectorError(error: unknown, kind?: ConnectorErrorKind): error is ConnectorError {
  return error instanceof ConnectorError && (kind === undefined || error.kind === kind);
}
