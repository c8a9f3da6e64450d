import { sql } from 'kysely';
import type { Evidence } from '../domain/evidence.ts';
import type { FlagStanding, LinkStanding, OutgoingEvent } from '../domain/outgoing.ts';
import type { Database, Tx } from './database.ts';

export interface NewChange {
  readonly type: OutgoingEvent;
  readonly taskId: string;
  /** Of a link. */
  readonly goalId: string | null;
  readonly before: FlagStanding | LinkStanding | null;
}

/** What somebody wants to be told of; empty where nobody listens, which is all that a derivation then asks. */
export async function listWantedEvents(db: Database | Tx): Promise<Set<OutgoingEvent>> {
  const { rows } = await sql<{ event: OutgoingEvent }>`
    select distinct unnest(events) as event from outgoing_webhooks where state = 'active'`.execute(db);
  return new Set(rows.map(({ event }) => event));
}

/**
 * Notes changes for everybody who wants them, in the transaction that makes them. Of one that waits already the first `before` stays. The
 * row is written all the same: whoever gathers at this moment must wait for what this transaction says.
 */
export async function insertChanges(tx: Tx, changes: readonly NewChange[], at: Date): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ type, taskId, goalId, before }) => ({
    type,
    subject: goalId === null ? taskId : `${taskId} ${goalId}`,
    task_id: taskId,
    before,
  }));
  await sql`
    insert into outgoing_changes (webhook_id, type, subject, task_id, before, since)
    select w.id, c.type, c.subject, c.task_id, nullif(c.before, 'null'::jsonb), ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as c(type text, subject text, task_id text, before jsonb)
    join outgoing_webhooks w on w.state = 'active' and c.type = any(w.events)
    order by w.id, c.type, c.subject
    on conflict (webhook_id, type, subject) do update set task_id = excluded.task_id`.execute(tx);
}

export interface WaitingChange {
  readonly type: OutgoingEvent;
  readonly taskId: string;
  readonly before: FlagStanding | LinkStanding | null;
  /** Of a link. */
  readonly goalId: string | null;
}

/** Takes the changes of one kind that have waited longest; those another transaction is just writing are left. */
export async function takeChanges(tx: Tx, webhookId: string, limit: number): Promise<WaitingChange[]> {
  const { rows } = await sql<Omit<WaitingChange, 'goalId'> & { subject: string }>`
    delete from outgoing_changes c using (
      select webhook_id, type, subject from outgoing_changes
      where webhook_id = ${webhookId}
        and type = (select type from outgoing_changes where webhook_id = ${webhookId} order by since, type limit 1)
      order by since, subject limit ${limit} for update skip locked
    ) taken
    where c.webhook_id = taken.webhook_id and c.type = taken.type and c.subject = taken.subject
    returning c.type, c.subject, c.task_id as "taskId", c.before`.execute(tx);
  return rows
    .map(({ subject, ...row }) => ({
      ...row,
      goalId: subject === row.taskId ? null : subject.slice(row.taskId.length + 1),
    }))
    .sort((one, other) => (one.taskId < other.taskId ? -1 : 1));
}

/** How many wait for each webhook. */
export async function countChanges(db: Database): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; count: number }>`
    select webhook_id as id, count(*) as count from outgoing_changes group by webhook_id`.execute(db);
  return new Map(rows.map(({ id, count }) => [id, count]));
}

/** Nobody is told of what waited; from now on changes are noted anew. */
export async function forgetChanges(tx: Tx, webhookId: string, kept: readonly OutgoingEvent[] = []): Promise<void> {
  await sql`delete from outgoing_changes where webhook_id = ${webhookId} and type <> all(${[...kept]})`.execute(tx);
}

/** The flags of these tasks as they stand. */
export async function readFlagStandings(tx: Tx, taskIds: readonly string[]) {
  const { rows } = await sql<FlagStanding & { taskId: string; reason: string }>`
    select task_id as "taskId", state, reason, next_action as "nextAction", goal_ids as "goalIds"
    from flags where valid_to is null and task_id = any(${[...taskIds]})`.execute(tx);
  return new Map(rows.map((row) => [row.taskId, row]));
}

/** The links of these tasks as they stand, by task and goal. */
export async function readLinkStandings(tx: Tx, taskIds: readonly string[]) {
  const { rows } = await sql<LinkStanding & { taskId: string; evidence: readonly Evidence[] }>`
    select task_id as "taskId", goal_id as "goalId", verdict, likelihood, evidence
    from links where valid_to is null and task_id = any(${[...taskIds]})`.execute(tx);
  return new Map(rows.map((row) => [`${row.taskId} ${row.goalId}`, row]));
}
