import type { ChangeEvent } from '../domain/change-event.ts';
import { type Database, inTransaction, type Tx } from '../store/database.ts';
import { type GoalAct, keepGoalPeriods } from '../store/goal-periods.ts';
import { notifyChange } from '../store/notify.ts';
import { holdContextAlone, markAllStale } from '../store/stale.ts';

/** The end of every transaction that wrote goals or cycles: keeps their history, marks tasks where links may change, and tells open pages. */
export async function settleGoals(tx: Tx, act: GoalAct, at: Date): Promise<number | null> {
  const kept = await keepGoalPeriods(tx, act, at);
  if (kept === null) return null;
  if (kept.isRead) await markAllStale(tx, at);
  await notifyChange(tx, { type: 'goals-changed' } satisfies ChangeEvent);
  return kept.changeId;
}

export interface GoalDeps {
  readonly db: Database;
  readonly now: () => number;
  readonly onStale: () => Promise<void>;
}

/** Does work on goals or cycles as one act with its history. @returns What the work gives, and the change; null where all stayed as it was. */
export async function actOnGoals<Answer>(
  deps: GoalDeps,
  act: GoalAct,
  work: (tx: Tx, at: Date) => Promise<Answer>,
): Promise<{ readonly answer: Answer; readonly changeId: number | null }> {
  const done = await inTransaction(deps.db, async (tx) => {
    // Whoever writes goals holds it before any row, so that nobody waits in a ring.
    await holdContextAlone(tx);
    const at = new Date(deps.now());
    const answer = await work(tx, at);
    return { answer, changeId: await settleGoals(tx, act, at) };
  });
  if (done.changeId !== null) await deps.onStale();
  return done;
}
