import { type Selectable, sql } from 'kysely';
import type { JudgeForm, JudgeTrouble } from '../domain/judge.ts';
import { type Database, inTransaction, type Tx } from './database.ts';
import type { JudgeDayTable, JudgeTable } from './tables/linking.ts';

export type JudgeState = Selectable<JudgeTable>;

/** null: no language model was ever in force. */
export async function readJudge(db: Database | Tx): Promise<JudgeState | null> {
  return (await db.selectFrom('judge').selectAll().executeTakeFirst()) ?? null;
}

/**
 * The language model in force from now on. What was said by another one counts no more: its tasks become stale. A wait that it asked for
 * outlives a restart, other trouble may have been mended by it.
 */
export async function keepJudge(
  db: Database,
  judge: { readonly model: string; readonly address: string } | null,
  at: Date,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await tx
      .insertInto('judge')
      .values({ id: 1, model: null, address: null })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const before = await tx.selectFrom('judge').selectAll().forUpdate().executeTakeFirstOrThrow();
    const [model, address] = [judge?.model ?? null, judge?.address ?? null];
    const isSame = before.model === model && before.address === address;
    const waits = isSame && before.last_error?.kind === 'rate-limited' ? {} : { retry_at: null };
    const fresh = isSame ? {} : { model, address, form: 'json_schema' as const, last_error: null };
    await tx
      .updateTable('judge')
      .set({ spent_on: null, ...waits, ...fresh })
      .execute();
    if (before.model !== model) await markJudgedStale(tx, at);
  });
}

async function markJudgedStale(tx: Tx, at: Date): Promise<void> {
  const judged = JSON.stringify([{ kind: 'judged' }]);
  await sql`
    update tasks set stale_at = ${at}
    where id in (
      select task_id from links where valid_to is null and evidence @> ${judged}::jsonb
      union select task_id from flags where valid_to is null and tried @> ${judged}::jsonb
    )`.execute(tx);
}

/** It takes answers to be asked for in this form only. */
export async function noteForm(db: Database, form: JudgeForm): Promise<void> {
  await db.updateTable('judge').set({ form }).execute();
}

export async function noteSpent(db: Database, day: string): Promise<void> {
  await db.updateTable('judge').set({ spent_on: day }).execute();
}

/** It did not answer: nobody asks before. */
export async function noteTrouble(
  db: Database,
  trouble: Pick<JudgeTrouble, 'kind' | 'because'>,
  at: Date,
  retryAt: Date,
): Promise<void> {
  const { kind, because } = trouble;
  const last_error = JSON.stringify({ kind, because, at: at.toISOString() });
  await db.updateTable('judge').set({ last_error, retry_at: retryAt }).execute();
}

/** It answered: what failed before is over. */
export async function noteAnswer(db: Database | Tx): Promise<void> {
  await db.updateTable('judge').set({ last_error: null, retry_at: null }).where('last_error', 'is not', null).execute();
}

export interface DayBudget {
  readonly requestsPerDay: number;
  readonly tokensPerDay: number;
}

export type JudgeDay = Selectable<JudgeDayTable>;

/** What was used on this day. */
export async function readJudgeDay(db: Database, day: string): Promise<JudgeDay> {
  const row = await db.selectFrom('judge_days').selectAll().where('day', '=', day).executeTakeFirst();
  return row ?? { day, requests: 0, tokens: 0, verdicts: 0, refused: 0 };
}

/**
 * Takes one request and its tokens from the day's budget before it is sent, over all processes.
 *
 * @returns False where the budget does not reach: nothing may be sent.
 */
export async function takeFromDay(db: Database, day: string, tokens: number, budget: DayBudget): Promise<boolean> {
  if (budget.requestsPerDay < 1 || tokens > budget.tokensPerDay) return false;
  // On conflict the row is locked before it is looked at: of two that ask for the last request one is told no.
  const { rows } = await sql`
    insert into judge_days as d (day, requests, tokens) values (${day}, 1, ${tokens})
    on conflict (day) do update set requests = d.requests + 1, tokens = d.tokens + excluded.tokens
    where d.requests < ${budget.requestsPerDay} and d.tokens + excluded.tokens <= ${budget.tokensPerDay}
    returning d.day`.execute(db);
  return rows.length > 0;
}

export interface Settled {
  /** Fewer than were taken come back, more are counted. */
  readonly tokensTaken: number;
  readonly tokensUsed: number;
  /** null: it was no answer. */
  readonly outcome: 'verdicts' | 'refused' | null;
}

/** What a request really took. */
export async function settleDay(
  db: Database | Tx,
  day: string,
  { tokensTaken, tokensUsed, outcome }: Settled,
): Promise<void> {
  await db
    .updateTable('judge_days')
    .set((eb) => ({
      tokens: eb('tokens', '+', tokensUsed - tokensTaken),
      ...(outcome === null ? {} : { [outcome]: eb(outcome, '+', 1) }),
    }))
    .where('day', '=', day)
    .execute();
}
