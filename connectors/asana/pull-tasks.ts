import { z } from 'zod';
import type { TaskRecord } from '../../src/domain/task.ts';
import type { Cursor, Page, ScopeRef, SetAside } from '../connector.ts';
import { ConnectorError, isConnectorError } from '../errors.ts';
import { readRecords } from '../records.ts';
import type { AsanaClient, AsanaList } from './client.ts';
import { everyPage, refuseRepeated } from './lists.ts';
import { normaliseTask, placementsIn, placementsOf } from './normalise.ts';
import { taskIdSchema, taskSchema } from './schema.ts';

/** A task whose subtasks are still to be read: from where, and the projects they inherit. */
const parentSchema = z.object({ gid: z.string(), offset: z.string().nullable(), projects: z.array(z.string()) });
type Parent = z.infer<typeof parentSchema>;

const holderSchema = taskSchema.pick({ gid: true, num_subtasks: true, memberships: true, projects: true });

const walkSchema = z.object({
  walk: z.literal('tasks'),
  /** Of the project's own list: where its next page begins. */
  offset: z.string().nullable(),
  isListed: z.boolean(),
  /** Waiting parents, the next one first. Never more than a page holds and its levels below, so the cursor stays small. */
  parents: z.array(parentSchema),
  latestMs: z.number().nullable(),
});
type Walk = z.infer<typeof walkSchema>;

const START: Walk = { walk: 'tasks', offset: null, isListed: false, parents: [], latestMs: null };

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
  let walk = startOf(since);
  const seen = new Set<string>();
  const met = new Set(walk.parents.map(({ gid }) => gid));
  for (;;) {
    const { list, gone } = await nextList(client, scope.externalId, walk, signal);
    const step = take(walk, list, met);
    walk = step.walk;
    const isLast = walk.isListed && walk.parents.length === 0;
    refuseRepeated(placeOf(walk), seen);
    const cursor = isLast ? { walk: 'done', latestMs: walk.latestMs } : walk;
    yield { records: step.records, setAside: [...step.setAside, ...gone], cursor, isLast, expectedTasks: null };
    if (isLast) return;
  }
}

/** A finished walk's cursor begins a new one: Asana's change feed is not read yet. */
function startOf(since: Cursor | null): Walk {
  if (since === null || since.walk === 'done') return START;
  const parsed = walkSchema.safeParse(since);
  if (parsed.success) return parsed.data;
  throw failure('cursor-expired', 'the cursor is not one of ours');
}

async function nextList(
  client: AsanaClient,
  project: string,
  walk: Walk,
  signal: AbortSignal,
): Promise<{ list: AsanaList; gone: SetAside[] }> {
  const parent = walk.parents[0];
  if (!parent) return { list: await client.tasks(project, walk.offset, 'all', signal), gone: [] };
  try {
    return { list: await client.subtasks(parent.gid, parent.offset, 'all', signal), gone: [] };
  } catch (error) {
    // Deleted or hidden since its own page was read: the rest of the project is none the worse for it.
    if (!isConnectorError(error, 'not-visible')) throw error;
    const reason = 'Its subtasks could not be read: the task is gone or no longer visible.';
    return { list: { data: [], offset: null }, gone: [{ externalId: parent.gid, reason, raw: null }] };
  }
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
    walk: { ...walk, ...listed, parents: [...found, ...rest], latestMs: latestOf(walk.latestMs, records) },
    records,
    setAside,
  };
}

/** Asked of the raw record: one that is set aside may have subtasks that can be read. */
function parentOf(raw: unknown, inherited: readonly string[]): Parent[] {
  const task = holderSchema.safeParse(raw).data;
  if (!task?.num_subtasks) return [];
  const own = placementsOf(task).map((place) => place.scopeExternalId);
  return [{ gid: task.gid, offset: null, projects: own.length > 0 ? own : [...inherited] }];
}

/** What a later pull of changes will ask from. */
function latestOf(before: number | null, records: readonly TaskRecord[]): number | null {
  const all = [before, ...records.map((record) => record.updatedAt)].filter((at) => at !== null);
  return all.length > 0 ? Math.max(...all) : null;
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
