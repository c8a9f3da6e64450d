import type { ScopeRef } from '../connector.ts';
import { isConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import type { AsanaClient, AsanaList } from './client.ts';
import { everyPage } from './lists.ts';
import { normaliseTask } from './normalise.ts';
import { taskSchema } from './schema.ts';
import type { Part } from './subtasks.ts';

/** An offset lives for a while only; a window is small, so that beginning it again is cheap. */
const ATTEMPTS_MAX = 3;

/**
 * The tasks of a project that were modified since a moment, where its change feed has forgotten what happened. Neither subtasks nor
 * what vanished show there, so that the project's list is to be read again after it.
 *
 * @param sinceMs null reads all.
 * @throws ConnectorError as every call; when Asana forgets an offset again and again, `cursor-expired`.
 */
export async function* readWindow(
  client: AsanaClient,
  scope: ScopeRef,
  sinceMs: number | null,
  signal: AbortSignal,
): AsyncGenerator<Part> {
  const ask = (offset: string | null) => client.tasks(scope.externalId, offset, 'all', signal, sinceMs);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return yield* readOnce(ask);
    } catch (error) {
      if (!isConnectorError(error, 'cursor-expired') || attempt >= ATTEMPTS_MAX) throw error;
    }
  }
}

async function* readOnce(ask: (offset: string | null) => Promise<AsanaList>): AsyncGenerator<Part> {
  for await (const data of everyPage(ask)) {
    const { good, setAside } = readRecords(taskSchema, data, 'gid');
    yield { records: good.map((task) => normaliseTask(task)), setAside };
  }
}
