import type { ScopeRef } from '../connector.ts';
import { isConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import type { AsanaClient } from './client.ts';
import { everyPage } from './lists.ts';
import { normaliseTask } from './normalise.ts';
import { taskSchema } from './schema.ts';
import { type Part, parentOf, readSubtasks } from './subtasks.ts';

/** An offset lives for a while only; a window is small, so that beginning it again is cheap. */
const ATTEMPTS_MAX = 3;

/**
 * What may have changed in a project since a moment, where its change feed has forgotten it: its tasks that were modified since, then the
 * subtasks of every task it has, since no list of a project shows them and a change in one need not touch the task above it.
 * What vanished shows nowhere: only a census finds it.
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
  for (let attempt = 1; ; attempt += 1) {
    try {
      return yield* readOnce(client, scope.externalId, sinceMs, signal);
    } catch (error) {
      if (!isConnectorError(error, 'cursor-expired') || attempt >= ATTEMPTS_MAX) throw error;
    }
  }
}

async function* readOnce(
  client: AsanaClient,
  project: string,
  sinceMs: number | null,
  signal: AbortSignal,
): AsyncGenerator<Part> {
  for await (const data of everyPage((offset) => client.tasks(project, offset, 'all', signal, sinceMs))) {
    const { good, setAside } = readRecords(taskSchema, data, 'gid');
    yield { records: good.map((task) => normaliseTask(task)), setAside };
  }
  const parents = [];
  for await (const data of everyPage((offset) => client.tasks(project, offset, 'holder', signal))) {
    parents.push(...data.flatMap((raw) => parentOf(raw, [])));
  }
  yield* readSubtasks(client, parents, signal);
}
