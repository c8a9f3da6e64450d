import { z } from 'zod';
import type { TaskRecord } from '../../src/domain/task.ts';
import type { Cursor, Page, ScopeRef, SetAside } from '../connector.ts';
import { ConnectorError, isConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import type { AsanaClient, AsanaList } from './client.ts';
import { everyPage, refuseRepeated } from './lists.ts';
import { latestOf, normaliseTask, placementsIn } from './normalise.ts';
import { taskIdSchema, taskSchema } from './schema.ts';
import { listSubtasks, parentOf, parentSchema } from './subtasks.ts';

const walkSchema = z.object({
  walk: z.literal('tasks'),
  /** Of the project's own list: where its next page begins. */
  offset: z.string().nullable(),
  isListed: z.boolean(),
  /** Waiting parents, the next one first. Never more than a page holds and its levels below, so the cursor stays small. */
  parents: z.array(parentSchema),
  /** When the walk began, by Asana's clock: the newest change in its first answer, so never later than that. */
  latestMs: z.number().nullable(),
  /** Where the change feed stood before the first answer: what happens while the walk goes on is read from there. */
  sync: z.string().nullable().default(null),
});
type Walk = z.infer<typeof walkSchema>;

const START: Walk = { walk: 'tasks', offset: null, isListed: false, parents: [], latestMs: null, sync: null };

/**
 * All tasks of one project with their subtasks on every level: each page of its list, and after it the subtasks of those of its tasks
 * that have any (project lists leave them out), one parent a request. So each cursor names exactly one request to come.
 *
 * @throws ConnectorError `cursor-expired` when Asana forgot the offset or the cursor is not one of ours; the walk then starts over.
 */
export async function* pullTasks(
  client: AsanaClient,
  scope: ScopeRef,
  since: Cursor | null,
  signal: AbortSignal,
): AsyncGenerator<Page> {
  let walk = resumed(since) ?? { ...START, sync: await beginFeed(client, scope.externalId, signal) };
  const seen = new Set<string>();
  const met = new Set(walk.parents.map(({ gid }) => gid));
  for (;;) {
    const { list, gone } = await nextList(client, scope.externalId, walk, signal);
    const step = take(walk, list, met);
    walk = step.walk;
    const isLast = walk.isListed && walk.parents.length === 0;
    refuseRepeated(placeOf(walk), seen);
    const cursor = isLast ? { walk: 'done', latestMs: walk.latestMs, sync: walk.sync } : walk;
    yield { records: step.records, setAside: [...step.setAside, ...gone], cursor, isLast, expectedTasks: null };
    if (isLast) return;
  }
}

/** null begins anew, as does the cursor of a finished walk: changes since then are asked of the change feed. */
function resumed(since: Cursor | null): Walk | null {
  if (since === null || since.walk === 'done') return null;
  const parsed = walkSchema.safeParse(since);
  if (parsed.success) return parsed.data;
  throw failure('cursor-expired', 'the cursor is not one of ours');
}

/** The token to ask for changes with; null where the feed is closed to us or broken, which is no reason not to read the project. */
async function beginFeed(client: AsanaClient, project: string, signal: AbortSignal): Promise<string | null> {
  try {
    return (await client.events(project, null, signal)).sync;
  } catch (error) {
    if (!isConnectorError(error, 'not-visible') && !isConnectorError(error, 'unexpected-answer')) throw error;
    return null;
  }
}

async function nextList(
  client: AsanaClient,
  project: string,
  walk: Walk,
  signal: AbortSignal,
): Promise<{ list: AsanaList; gone: SetAside[] }> {
  const parent = walk.parents[0];
  if (parent) return listSubtasks(client, parent, signal);
  return { list: await client.tasks(project, walk.offset, 'all', signal), gone: [] };
}

/** Of which list, and where in it; null at the beginning of one. */
function placeOf({ parents: [parent], offset }: Walk): string | null {
  if (parent) return parent.offset === null ? null : `${parent.gid} ${parent.offset}`;
  return offset;
}

interface Step {
  readonly walk: Walk;
  readonly records: readonly TaskRecord[];
  readonly setAside: readonly SetAside[];
}

/**
 * What this answer holds, and where the walk stands after it.
 *
 * @param met Parents met so far: a subtask that was added to the project as well comes twice, and is asked for its own but once.
 */
function take(walk: Walk, list: AsanaList, met: Set<string>): Step {
  const [parent, ...waiting] = walk.parents;
  const inherited = placementsIn(parent?.projects ?? []);
  const { good, setAside } = readRecords(taskSchema, list.data, 'gid');
  const records = good.map((task) => normaliseTask(task, inherited));
  const found = list.data.flatMap((raw) => parentOf(raw, parent?.projects ?? [])).filter(({ gid }) => !met.has(gid));
  for (const { gid } of found) met.add(gid);
  const rest = parent && list.offset !== null ? [{ ...parent, offset: list.offset }, ...waiting] : waiting;
  const listed = parent ? {} : { offset: list.offset, isListed: list.offset === null };
  return {
    walk: {
      ...walk,
      ...listed,
      parents: [...found, ...rest],
      latestMs: isBegun(walk) ? walk.latestMs : latestOf(records),
    },
    records,
    setAside,
  };
}

function isBegun({ isListed, offset, parents }: Walk): boolean {
  return isListed || offset !== null || parents.length > 0;
}

/** Every id of the project, subtasks of all levels included, answer by answer. Asana has no cheaper list. */
export async function* sweepTasks(
  client: AsanaClient,
  scope: ScopeRef,
  signal: AbortSignal,
): AsyncGenerator<readonly string[]> {
  const parents: string[] = [];
  const take = (data: readonly unknown[]): string[] => {
    // An id left out here would look like a task that vanished, so that nothing may be set aside.
    const tasks = data.map((raw) => taskIdSchema.safeParse(raw).data);
    if (tasks.includes(undefined)) throw failure('unexpected-answer', 'a task without its id');
    parents.push(...tasks.flatMap((task) => (task?.num_subtasks ? [task.gid] : [])));
    return tasks.flatMap((task) => (task ? [task.gid] : []));
  };
  for await (const data of everyPage((offset) => client.tasks(scope.externalId, offset, 'id', signal))) {
    yield take(data);
  }
  for (let parent = parents.shift(); parent !== undefined; parent = parents.shift()) {
    const gid = parent;
    for await (const data of everyPage((offset) => client.subtasks(gid, offset, 'id', signal))) yield take(data);
  }
}

function failure(kind: 'cursor-expired' | 'unexpected-answer', because: string): ConnectorError {
  return new ConnectorError({ tool: 'asana', call: 'list tasks', kind, because });
}
