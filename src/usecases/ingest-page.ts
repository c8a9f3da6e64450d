import type { HistoryRecord, Page, PersonRecord, ToolGoalRecord } from '../../connectors/connector.ts';
import { type TaskRecord, type ToolName, taskId } from '../domain/task.ts';
import { upsertAccounts } from '../store/accounts.ts';
import type { Tx } from '../store/database.ts';
import { markRelativesStale } from '../store/derive.ts';
import { storeSetAsides } from '../store/set-asides.ts';
import { addTransition, setTransitions, upsertTasks } from '../store/tasks.ts';
import { upsertToolGoals } from '../store/tool-goals.ts';
import { toStorableJson } from './storable.ts';
import { toTaskRow } from './task-row.ts';

export interface PageOrigin {
  readonly connectionId: string;
  readonly tool: ToolName;
  /** null for records of the whole connection. */
  readonly scopeId: string | null;
  readonly syncRunId: string;
  /** The tool tells the history of a task; where it does not, we keep what we see change. */
  readonly hasHistory: boolean;
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
  const tasks = page.records.filter((record): record is TaskRecord => record.type === 'task');
  const people = page.records.filter((record): record is PersonRecord => record.type === 'person');
  const goals = page.records.filter((record): record is ToolGoalRecord => record.type === 'goal');
  const histories = page.records.filter((record): record is HistoryRecord => record.type === 'history');

  const stored = await upsertTasks(
    tx,
    tasks.map((record) => toTaskRow(connectionId, origin.tool, record)),
    at,
  );
  if (!origin.hasHistory) await keepSeenChanges(tx, tasks, stored.statusChanges, origin);
  await markRelativesStale(tx, stored.changedIds, at);
  await setTransitions(
    tx,
    [
      ...histories.map((one) => ({ ...one, isPart: one.isPart ?? false })),
      ...tasks.flatMap((one) => (one.transitions ? [{ ...one, isPart: false }] : [])),
    ].map((one) => ({
      id: taskId(connectionId, one.externalId),
      isPart: one.isPart,
      transitions: one.transitions ?? [],
    })),
    at,
  );
  await upsertAccounts(
    tx,
    people.map((person) => ({
      connection_id: connectionId,
      external_id: person.externalId,
      name: person.name,
      email: person.email,
    })),
  );
  await upsertToolGoals(
    tx,
    goals.map((goal) => ({
      id: taskId(connectionId, goal.externalId),
      connection_id: connectionId,
      external_id: goal.externalId,
      title: goal.title,
      description: goal.description,
      url: goal.url,
      status: goal.status,
      supporters: toStorableJson(goal.supporters),
    })),
  );
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

/** For tools without a history: a status that differs from the stored one is a transition, at the time the tool says it changed. */
async function keepSeenChanges(
  tx: Tx,
  tasks: readonly TaskRecord[],
  changes: readonly { id: string; fromId: string | null; fromName: string }[],
  origin: PageOrigin,
): Promise<void> {
  const before = new Map(changes.map((change) => [change.id, change]));
  for (const task of tasks) {
    const change = before.get(taskId(origin.connectionId, task.externalId));
    if (!change || task.transitions) continue;
    await addTransition(tx, change.id, {
      at: task.updatedAt ?? origin.at.getTime(),
      fromId: change.fromId,
      fromName: change.fromName,
      toId: task.status.externalId,
      toName: task.status.name,
    });
  }
}
