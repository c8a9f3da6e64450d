import type { TrafficEvent } from '../../connectors/connector.ts';
import { isConnectorError } from '../../connectors/errors.ts';
import { noteAnswered, noteUnanswered, passBreaker } from '../store/breakers.ts';
import type { Connection } from '../store/connections.ts';
import { noteRefusedCredentials, type RefusalDeps } from './refused-credentials.ts';

/** Not now: the tool does not answer, so nobody asks it. Nothing is lost, the same job is worked on later. */
export class PutOff extends Error {
  readonly kind = 'put-off';
  readonly retryAfterMs: number;

  constructor(because: string, retryAfterMs: number, cause?: unknown) {
    super(because, { cause });
    this.name = 'PutOff';
    this.retryAfterMs = retryAfterMs;
  }
}

/** What one job asks its connection's tool through. */
export interface ToolGate {
  /** To be told of each request. */
  readonly onTraffic: (event: TrafficEvent) => void;
  /** What becomes of a failure: told to all workers, and put off where nobody may ask any more. @returns What to throw. */
  failed(error: unknown): Promise<unknown>;
  /** Everything the job asked was answered. */
  passed(): Promise<void>;
}

/** A good answer is told this often at most. */
const ANSWERED_EVERY_MS = 5_000;

/** @throws PutOff while the connection's tool is known not to answer. */
export async function enterToolGate(deps: RefusalDeps, connection: Connection): Promise<ToolGate> {
  const passage = await passBreaker(deps.db, connection.id);
  if (passage.isOpen) throw new PutOff(passage.because, passage.retryAfterMs);
  // The first good answer counts at once where something failed before; else now and then, for what fails meanwhile in other jobs.
  let toldAt = passage.hasFailed ? Number.NEGATIVE_INFINITY : performance.now();
  let telling: Promise<unknown> = Promise.resolve();
  const answered = async () => {
    if (await noteAnswered(deps.db, connection.id)) await deps.notify({ type: 'connections-changed' });
  };
  return {
    onTraffic(event) {
      if (event.type !== 'request' || !isAnswer(event.status)) return;
      if (performance.now() - toldAt < ANSWERED_EVERY_MS) return;
      toldAt = performance.now();
      // A failure here is that of the database, which the job itself meets too.
      telling = answered().catch(() => undefined);
    },
    async failed(error) {
      await telling;
      if (isConnectorError(error, 'unauthorised')) await noteRefusedCredentials(deps, connection, error.message);
      if (!isUnanswered(error)) return error;
      const because = isConnectorError(error) ? error.message : 'The tool did not answer in time.';
      const waitMs = await noteUnanswered(deps.db, connection.id, because);
      if (waitMs === null) return error;
      await deps.notify({ type: 'connections-changed' });
      return new PutOff(because, waitMs, error);
    },
    async passed() {
      await telling;
      if (passage.hasFailed) await answered();
    },
  };
}

function isAnswer(status: number): boolean {
  return status > 0 && status < 500 && status !== 408;
}

function isUnanswered(error: unknown): boolean {
  return isConnectorError(error, 'unavailable') || (error instanceof Error && error.name === 'TimeoutError');
}
