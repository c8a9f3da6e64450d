import type { TaskRecord } from '../../src/domain/task.ts';
import type { Page, SetAside } from '../connector.ts';
import { isConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import type { AsanaClient } from './client.ts';
import { normaliseTask, placementsIn, placementsOf } from './normalise.ts';
import { type AsanaTask, taskSchema } from './schema.ts';
import { type Parent, parentOf, readSubtasks } from './subtasks.ts';

/** Subtasks nest a few levels deep; a ring would never end. */
const LEVELS_MAX = 20;

/**
 * Reads these tasks again, one request each (Asana has no read by many ids that counts as fewer). A subtask without a project of its
 * own needs the tasks above it too, each read once, so that its record equals the one a pull gives.
 *
 * @param moved Of these the subtasks are read as well: they stand where the task above them stands, and nothing else says so.
 */
export async function fetchTasks(
  client: AsanaClient,
  gids: readonly string[],
  signal: AbortSignal,
  moved: ReadonlySet<string> = new Set(),
): Promise<{ page: Page; missing: string[] }> {
  const readings = new Map<string, Promise<unknown>>();
  const readOnce = (gid: string) => {
    const reading = readings.get(gid) ?? readTask(client, gid, signal);
    readings.set(gid, reading);
    return reading;
  };
  const records: TaskRecord[] = [];
  const setAside: SetAside[] = [];
  const missing: string[] = [];
  const parents: Parent[] = [];
  for (const gid of new Set(gids)) {
    const raw = await readOnce(gid);
    if (raw === null) {
      missing.push(gid);
      continue;
    }
    const read = readRecords(taskSchema, [raw], 'gid');
    setAside.push(...read.setAside);
    for (const task of read.good) {
      const projects = await projectsAbove(task, readOnce);
      records.push(normaliseTask(task, placementsIn(projects)));
      if (moved.has(gid)) parents.push(...parentOf(task, projects));
    }
  }
  const known = new Set(gids);
  for await (const part of readSubtasks(client, parents, signal)) {
    records.push(...part.records.filter(({ externalId }) => !known.has(externalId)));
    setAside.push(...part.setAside);
  }
  return { page: { records, setAside, cursor: {}, isLast: true, expectedTasks: null }, missing };
}

/** null: deleted, or not visible any more; Asana does not say which. */
async function readTask(client: AsanaClient, gid: string, signal: AbortSignal): Promise<unknown> {
  try {
    return await client.task(gid, signal);
  } catch (error) {
    if (!isConnectorError(error, 'not-visible')) throw error;
    return null;
  }
}

/** The projects of the nearest task above that stands in any. */
async function projectsAbove(task: AsanaTask, read: (gid: string) => Promise<unknown>): Promise<string[]> {
  let at: AsanaTask | undefined = task;
  for (let level = 0; at && level < LEVELS_MAX; level += 1) {
    const placements = placementsOf(at);
    if (placements.length > 0) return placements.map((place) => place.scopeExternalId);
    at = at.parent ? taskSchema.safeParse(await read(at.parent.gid)).data : undefined;
  }
  return [];
}
