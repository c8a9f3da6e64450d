import { dayAt } from '../domain/days.ts';
import { findConnection, listConnections } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { listWaitingConnections, pruneDeliveries } from '../store/deliveries.ts';
import { claimDue, ensureSchedule, noteFinished, type Schedule } from '../store/schedules.ts';
import { readSettings } from '../store/settings.ts';
import { hasStaleTasks } from '../store/stale.ts';
import { listOpenSyncRuns, requestSyncRun } from '../store/sync-runs.ts';

export const CANARY = 'canary';
const POLL = 'poll ';
const POLL_EVERY_MS = 3_600_000;
const CANARY_EVERY_MS = 60_000;
const WEBHOOKS = 'webhooks ';
const WEBHOOKS_EVERY_MS = 600_000;
const PRUNE = 'prune deliveries';
const PRUNE_EVERY_MS = 3_600_000;
const KEPT_MS = 30 * 86_400_000;

/**
 * Claims what has come due (of many who ask at once exactly one is told) and looks for what a crash or a queue that was away left
 * behind: rows come first, jobs later.
 */
export async function planDue(db: Database, now: Date) {
  const { time_zone: timeZone, flagged_on: flaggedOn } = await readSettings(db);
  const connections = await listConnections(db);
  await ensureSchedule(db, CANARY, now);
  for (const { id } of connections) await ensureSchedule(db, `${POLL}${id}`, new Date(now.getTime() + POLL_EVERY_MS));
  const known = new Set(connections.map((one) => `${POLL}${one.id}`));
  await ensureSchedule(db, PRUNE, now);
  // Due at once for a new connection, and from the table ever after: a loop that died once would never come back.
  for (const { id } of connections) await ensureSchedule(db, `${WEBHOOKS}${id}`, now);
  for (const { id } of connections) known.add(`${WEBHOOKS}${id}`);
  const due = await claimDue(db, now, (schedule) => nextTime(schedule, now, known));
  if (due.some(({ name }) => name === PRUNE)) await pruneDeliveries(db, new Date(now.getTime() - KEPT_MS));
  for (const { name } of due)
    if (name.startsWith(POLL) && known.has(name)) await poll(db, name.slice(POLL.length), now);
  return {
    syncRuns: (await listOpenSyncRuns(db)).map((run) => ({ syncRunId: run.id, connectionId: run.connection_id })),
    deliveries: await listWaitingConnections(db),
    webhooks: due.flatMap(({ name }) =>
      name.startsWith(WEBHOOKS) && known.has(name) ? [name.slice(WEBHOOKS.length)] : [],
    ),
    hasStaleTasks: await hasStaleTasks(db),
    // Not from a schedule: a crash right after the claim would lose the day.
    isNewDay: flaggedOn !== dayAt(now.getTime(), timeZone),
    isCanaryDue: due.some(({ name }) => name === CANARY),
  };
}

function nextTime({ name }: Schedule, now: Date, polls: ReadonlySet<string>): Date | null {
  if (name === CANARY) return new Date(now.getTime() + CANARY_EVERY_MS);
  if (name === PRUNE) return new Date(now.getTime() + PRUNE_EVERY_MS);
  if (name.startsWith(WEBHOOKS)) return polls.has(name) ? new Date(now.getTime() + WEBHOOKS_EVERY_MS) : null;
  return polls.has(name) ? new Date(now.getTime() + POLL_EVERY_MS) : null;
}

async function poll(db: Database, connectionId: string, now: Date): Promise<void> {
  const connection = await findConnection(db, connectionId);
  if (connection?.state === 'active') await requestSyncRun(db, connectionId, 'incremental', now);
}

/** A worker works. */
export async function noteCanary(db: Database, now: Date): Promise<void> {
  await noteFinished(db, CANARY, now);
}
