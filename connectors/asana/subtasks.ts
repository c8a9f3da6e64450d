import { z } from 'zod';
import type { TaskRecord } from '../../src/domain/task.ts';
import type { SetAside } from '../connector.ts';
import { isConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import type { AsanaClient, AsanaList } from './client.ts';
import { refuseRepeated } from './lists.ts';
import { normaliseTask, placementsIn, placementsOf } from './normalise.ts';
import { taskSchema } from './schema.ts';

/** A task whose subtasks are still to be read: from where, and the projects they inherit. */
export const parentSchema = z.object({
  gid: z.string(),
  offset: z.string().nullable(),
  projects: z.array(z.string()),
});
export type Parent = z.infer<typeof parentSchema>;

const holderSchema = taskSchema.pick({ gid: true, num_subtasks: true, memberships: true, projects: true });

/**
 * The task as one whose subtasks are to be read; none where it has none. Asked of the raw record: one that is set aside may have
 * subtasks that can be read.
 */
export function parentOf(raw: unknown, inherited: readonly string[]): Parent[] {
  const task = holderSchema.safeParse(raw).data;
  if (!task?.num_subtasks) return [];
  const own = placementsOf(task).map((place) => place.scopeExternalId);
  return [{ gid: task.gid, offset: null, projects: own.length > 0 ? own : [...inherited] }];
}

/** One answer of a task's subtasks; empty, and saying so, where the task is gone. */
export async function listSubtasks(
  client: AsanaClient,
  parent: Parent,
  signal: AbortSignal,
): Promise<{ list: AsanaList; gone: SetAside[] }> {
  try {
    return { list: await client.subtasks(parent.gid, parent.offset, 'all', signal), gone: [] };
  } catch (error) {
    // Deleted or hidden since it was read itself: the rest of the project is none the worse for it.
    if (!isConnectorError(error, 'not-visible')) throw error;
    const reason = 'Its subtasks could not be read: the task is gone or no longer visible.';
    return { list: { data: [], offset: null }, gone: [{ externalId: parent.gid, reason, raw: null }] };
  }
}

/** What one answer held. */
export interface Part {
  readonly records: readonly TaskRecord[];
  readonly setAside: readonly SetAside[];
}

/** The subtasks of these tasks on every level, one parent a request, each asked for but once. */
export async function* readSubtasks(
  client: AsanaClient,
  parents: readonly Parent[],
  signal: AbortSignal,
): AsyncGenerator<Part> {
  const waiting = [...parents];
  const met = new Set(waiting.map(({ gid }) => gid));
  const seen = new Set<string>();
  for (let parent = waiting.shift(); parent !== undefined; parent = waiting.shift()) {
    const { projects, gid } = parent;
    const { list, gone } = await listSubtasks(client, parent, signal);
    const { good, setAside } = readRecords(taskSchema, list.data, 'gid');
    const found = list.data.flatMap((raw) => parentOf(raw, projects)).filter((one) => !met.has(one.gid));
    for (const one of found) met.add(one.gid);
    refuseRepeated(list.offset && `${gid} ${list.offset}`, seen);
    waiting.unshift(...found, ...(list.offset === null ? [] : [{ ...parent, offset: list.offset }]));
    const inherited = placementsIn(projects);
    yield { records: good.map((task) => normaliseTask(task, inherited)), setAside: [...setAside, ...gone] };
  }
}
