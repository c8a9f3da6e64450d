import { sql } from 'kysely';
import type { Tried } from '../domain/evidence.ts';
import type { Flag } from '../domain/flag.ts';
import type { Link } from '../domain/link.ts';
import type { StatusCategory } from '../domain/task.ts';
import type { Tx } from './database.ts';

/** What a derivation found of one task's own facts. */
export interface DerivedFacts {
  readonly taskId: string;
  readonly scopeId: string | null;
  readonly teamId: string | null;
  readonly assigneeId: string | null;
  readonly statusCategory: StatusCategory;
  readonly isContainer: boolean;
  readonly isCountable: boolean;
  readonly isLive: boolean;
  readonly finishedAt: Date | null;
  readonly estimate: number | null;
  readonly activeDays: number | null;
}

/** Writes the derived columns and takes the tasks off the stale list, in the transaction that stores what was found. */
export async function saveFacts(tx: Tx, facts: readonly DerivedFacts[]): Promise<void> {
  if (facts.length === 0) return;
  await sql`
    update tasks t
    set status_category = f.status_category, is_container = f.is_container, estimate = f.estimate, team_id = f.team_id,
        assignee_id = f.assignee_id, stale_at = null
    from jsonb_to_recordset(${JSON.stringify(
      facts.map((one) => ({
        id: one.taskId,
        status_category: one.statusCategory,
        is_container: one.isContainer,
        estimate: one.estimate,
        team_id: one.teamId,
        assignee_id: one.assigneeId,
      })),
    )}::jsonb) as f(id text, status_category text, is_container boolean, estimate double precision, team_id text, assignee_id text)
    where t.id = f.id`.execute(tx);
}

type Dated = 'links' | 'flags' | 'task_periods';

/**
 * Ends open rows at this moment. One that began at the same moment was never seen by anybody and goes; a clock that stepped back
 * ends a row where it began.
 */
async function endRows(tx: Tx, table: Dated, ids: readonly number[], at: Date): Promise<void> {
  if (ids.length === 0) return;
  const name = sql.table(table);
  await sql`delete from ${name} where id = any(${[...ids]}::bigint[]) and valid_from = ${at}`.execute(tx);
  await sql`update ${name} set valid_to = greatest(valid_from, ${at}) where id = any(${[...ids]}::bigint[])`.execute(
    tx,
  );
}

export async function replacePeriods(
  tx: Tx,
  endedIds: readonly number[],
  begun: readonly DerivedFacts[],
  at: Date,
): Promise<void> {
  await endRows(tx, 'task_periods', endedIds, at);
  if (begun.length === 0) return;
  await sql`
    insert into task_periods (task_id, scope_id, team_id, assignee_id, status_category, is_countable, is_live, finished_at,
      estimate, active_days, valid_from)
    select *, ${at}::timestamptz from jsonb_to_recordset(${JSON.stringify(
      begun.map((one) => ({
        task_id: one.taskId,
        scope_id: one.scopeId,
        team_id: one.teamId,
        assignee_id: one.assigneeId,
        status_category: one.statusCategory,
        is_countable: one.isCountable,
        is_live: one.isLive,
        finished_at: one.finishedAt?.toISOString() ?? null,
        estimate: one.estimate,
        active_days: one.activeDays,
      })),
    )}::jsonb) as f(task_id text, scope_id text, team_id text, assignee_id text, status_category text, is_countable boolean,
      is_live boolean, finished_at timestamptz, estimate double precision, active_days double precision)`.execute(tx);
}

export async function replaceLinks(
  tx: Tx,
  endedIds: readonly number[],
  begun: readonly Link[],
  at: Date,
): Promise<void> {
  await endRows(tx, 'links', endedIds, at);
  if (begun.length === 0) return;
  await sql`
    insert into links (task_id, goal_id, verdict, likelihood, evidence, broken_hop, weight, valid_from)
    select task_id, goal_id, verdict, likelihood, evidence, nullif(broken_hop, 'null'::jsonb), weight, ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(
      begun.map((link) => ({
        task_id: link.taskId,
        goal_id: link.goalId,
        verdict: link.verdict,
        likelihood: link.likelihood,
        evidence: link.evidence,
        broken_hop: link.brokenHop,
        weight: link.weight,
      })),
    )}::jsonb) as f(task_id text, goal_id text, verdict text, likelihood double precision, evidence jsonb, broken_hop jsonb,
      weight double precision)`.execute(tx);
}

export interface FlagWithTried {
  readonly flag: Flag;
  readonly tried: readonly Tried[];
}

export async function replaceFlags(
  tx: Tx,
  endedIds: readonly number[],
  begun: readonly FlagWithTried[],
  at: Date,
): Promise<void> {
  await endRows(tx, 'flags', endedIds, at);
  if (begun.length === 0) return;
  await sql`
    insert into flags (task_id, state, reason, next_action, goal_ids, tried, best_score, valid_from)
    select task_id, state, reason, next_action, array(select jsonb_array_elements_text(goal_ids)), tried, best_score,
      ${at}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(
      begun.map(({ flag, tried }) => ({
        task_id: flag.taskId,
        state: flag.state,
        reason: flag.reason,
        next_action: flag.nextAction,
        goal_ids: flag.goalIds,
        tried,
        best_score: bestScore(tried),
      })),
    )}::jsonb) as f(task_id text, state text, reason text, next_action text, goal_ids jsonb, tried jsonb,
      best_score double precision)`.execute(tx);
}

function bestScore(tried: readonly Tried[]): number | null {
  const scores = tried.flatMap((one) => (one.bestScore === null ? [] : [one.bestScore]));
  return scores.length === 0 ? null : Math.max(...scores);
}
