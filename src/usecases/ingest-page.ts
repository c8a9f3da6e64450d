import type {
  HistoryRecord,
  Page,
  PersonRecord,
  TombstoneRecord,
  ToolGoalRecord,
  ToolRecord,
} from '../../connectors/connector.ts';
import { type TaskRecord, type ToolName, type Transition, taskId } from '../domain/task.ts';
import { upsertAccounts } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import { storeSetAsides } from '../store/set-asides.ts';
import { markAllStale, markRelativesStale } from '../store/stale.ts';
import {
  type Deletion,
  markDeleted,
  setRemoteLinks,
  setTransitions,
  type UpsertCounts,
  upsertTasks,
} from '../store/tasks.ts';
import { markToolGoalsUnreadable, noteToolGoalsSeen, upsertToolGoals } from '../store/tool-goals.ts';
import { markMovedOut } from '../store/vanished.ts';
import { toStorableJson, toStorableText } from './storable.ts';
import { toTaskRow } from './task-row.ts';

export interface PageOrigin {
  readonly connectionId: string;
  readonly tool: ToolName;
  /** null for records of the whole connection. */
  readonly scopeId: string | null;
  readonly syncRunId: string;
  /** The tool tells the history of a task; where it does not, we keep what we see change. */
  readonly hasHistory: boolean;
  /** The scope was never read to its end: most of what comes is new. */
  readonly isFirstWalk?: boolean;
  readonly at: Date;
}

export interface PageCounts {
  readonly tasks: number;
  readonly changed: number;
  readonly setAside: number;
}

/**
 * Stores one page, in its caller's transaction: the rows, what was set aside, and nothing else. Storing the same page twice
 * changes nothing; an older version of a task never overwrites a newer one.
 */
export async function ingestPage(tx: Tx, page: Page, origin: PageOrigin): Promise<PageCounts> {
  const { connectionId, at } = origin;
  const of = <Type extends ToolRecord['type']>(type: Type) =>
    page.records.filter((record): record is Extract<ToolRecord, { type: Type }> => record.type === type);
  const tasks = of('task');
  const stored = await upsertTasks(
    tx,
    tasks.map((record) => ({
      ...toTaskRow(connectionId, origin.tool, record),
      // In the row's own insert: most tasks of such a tool are written once and for all.
      ...(origin.hasHistory || record.transitions ? {} : { transitions: toStorableJson([firstSight(record, origin)]) }),
    })),
    at,
    origin.isFirstWalk,
  );
  await setTransitions(
    tx,
    [
      ...(origin.hasHistory ? [] : seenChanges(tasks, stored, origin)),
      ...historiesOf(tasks, connectionId),
      ...historiesOf(of('history'), connectionId),
    ],
    at,
  );
  // A walk reads what stands in its scope; whatever else is read again may stand where we do not read.
  if (origin.scopeId === null) await markMovedOut(tx, stored.changedIds, at);
  const linkedIds = await setRemoteLinks(
    tx,
    of('remote-links').map(({ externalId, links }) => ({
      id: taskId(connectionId, externalId),
      links: toStorableJson(links),
    })),
    at,
  );
  const deletedIds = await markDeleted(tx, deletionsOf(of('tombstone'), origin), at);
  await markRelativesStale(tx, [...stored.changedIds, ...linkedIds, ...deletedIds], stored.formerParentIds, at);
  await storePeopleAndGoals(tx, of('person'), of('goal'), origin);
  const seenGoals = [...of('goal'), ...page.setAside].flatMap(({ externalId }) => externalId ?? []);
  if (origin.scopeId === null) await noteToolGoalsSeen(tx, connectionId, seenGoals, origin.syncRunId);
  await storeSetAsides(
    tx,
    page.setAside.map((one) => ({
      connection_id: connectionId,
      scope_id: origin.scopeId,
      external_id: one.externalId,
      reason: one.reason,
      raw: toStorableJson(one.raw),
      sync_run_id: origin.syncRunId,
      at,
    })),
  );
  return { tasks: tasks.length, changed: stored.changedIds.length, setAside: page.setAside.length };
}

async function storePeopleAndGoals(
  tx: Tx,
  people: readonly PersonRecord[],
  goals: readonly ToolGoalRecord[],
  { connectionId, at }: PageOrigin,
): Promise<void> {
  await upsertAccounts(
    tx,
    people.map((person) => ({
      connection_id: connectionId,
      external_id: person.externalId,
      name: toStorableText(person.name),
      email: person.email,
    })),
  );
  const haveChanged = await upsertToolGoals(
    tx,
    goals.map((goal) => ({
      id: taskId(connectionId, goal.externalId),
      connection_id: connectionId,
      external_id: goal.externalId,
      title: toStorableText(goal.title),
      description: toStorableText(goal.description),
      url: goal.url,
      status: goal.status,
      supporters: toStorableJson(goal.supporters),
      measure: goal.measure ? toStorableJson(goal.measure) : null,
      is_closed: goal.isClosed ?? false,
      owner_external_id: goal.ownerId,
    })),
  );
  // What it says supports it is evidence, for one of ours above it too where it is none itself.
  if (haveChanged) await markAllStale(tx, at, connectionId);
}

/** After all goals of a tool were read: those that did not come support nothing any more. */
export async function missToolGoals(tx: Tx, connectionId: string, syncRunId: string, at: Date): Promise<void> {
  const missed = await markToolGoalsUnreadable(tx, connectionId, syncRunId, at);
  if (missed > 0) await markAllStale(tx, at, connectionId);
}

/** What tasks or history records say of their moves themselves. */
function historiesOf(
  records: readonly (TaskRecord | HistoryRecord)[],
  connectionId: string,
): { id: string; isPart: boolean; transitions: readonly Transition[] }[] {
  return records.flatMap((one) => {
    const isPart = one.type === 'history' && (one.isPart ?? false);
    return one.transitions
      ? [{ id: taskId(connectionId, one.externalId), isPart, transitions: one.transitions.map(storableMove) }]
      : [];
  });
}

/** The first sight of a task is a move from nowhere, since nothing is known of the time before. */
function firstSight({ status }: TaskRecord, origin: PageOrigin): Transition {
  return { at: origin.at.getTime(), fromId: null, fromName: null, toId: status.externalId, toName: status.name };
}

/** For tools without a history: a status that differs from the stored one is a move, at the time the tool says the task changed. */
function seenChanges(tasks: readonly TaskRecord[], stored: UpsertCounts, origin: PageOrigin) {
  const before = new Map(stored.statusChanges.map((change) => [change.id, change]));
  // A page may hold a task twice; the newer one is the one stored.
  const inOrder = tasks.toSorted((a, b) => (a.updatedAt ?? 0) - (b.updatedAt ?? 0));
  const newest = new Map(inOrder.map((task) => [taskId(origin.connectionId, task.externalId), task]));
  return [...newest].flatMap(([id, task]) => {
    const change = before.get(id);
    if (task.transitions || !change) return [];
    const move: Transition = {
      at: task.updatedAt ?? origin.at.getTime(),
      fromId: change.fromId,
      fromName: change.fromName,
      toId: task.status.externalId,
      toName: task.status.name,
    };
    return [{ id, isPart: true, transitions: [storableMove(move)] }];
  });
}

function storableMove(move: Transition): Transition {
  return {
    ...move,
    fromName: move.fromName === null ? null : toStorableText(move.fromName),
    toName: toStorableText(move.toName),
  };
}

function deletionsOf(records: readonly TombstoneRecord[], origin: PageOrigin): Deletion[] {
  return records.map((record) => ({
    id: taskId(origin.connectionId, record.externalId),
    at: record.at === null ? origin.at : new Date(record.at),
  }));
}
