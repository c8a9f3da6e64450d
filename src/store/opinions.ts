import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { JudgeVerdict, OfferedGoal, Opinion } from '../domain/judge.ts';
import type { Database, Tx } from './database.ts';
import { readJudge } from './judge.ts';

/** A name of a task's words, equal where they are; as `WORDS_HASH` makes it. @param text null: the title alone counts. */
export function hashWords(title: string, text: string | null): string {
  return createHash('sha256')
    .update(text === null ? title : `${title}\n${text}`)
    .digest('hex');
}

/** A name of a question; every part of it counts. */
export function hashQuestion(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function wordsHash(sawText: boolean): RawBuilder<string> {
  const words = sawText ? sql`t.title || E'\n' || t.body` : sql`t.title`;
  return sql<string>`encode(sha256(convert_to(${words}, 'UTF8')), 'hex')`;
}

/** A task that words alone do not settle. */
export interface UncertainTask {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  /** By its words. */
  readonly bestGoalId: string;
  /** 0 to 1. */
  readonly likelihood: number;
  /** Goals a person said no to. */
  readonly refusedGoalIds: string[];
}

export interface UncertainBand {
  /** Of the best goal by words: from this likelihood on, and below that one. */
  readonly from: number;
  readonly below: number;
  readonly model: string;
  readonly seesText: boolean;
  readonly countMax: number;
}

/**
 * Live countable tasks without a link that holds and without a person's decision, whose best goal by words lies in the band, the most
 * uncertain first. Left out: what stands in a private scope, what a person said no to, and what was asked already while the goals read so.
 */
export async function listUncertain(db: Database, band: UncertainBand): Promise<UncertainTask[]> {
  const hash = wordsHash(band.seesText);
  const { rows } = await sql<UncertainTask>`
    select t.id, t.title, t.body, best.goal_id as "bestGoalId", best.score as likelihood,
      array(select goal_id from link_decisions d where d.task_id = t.id and d.says = 'rejected' and d.undone_at is null)
        as "refusedGoalIds"
    from flags f
    join task_periods p on p.task_id = f.task_id and p.valid_to is null and p.is_countable and p.is_live
    join tasks t on t.id = f.task_id and t.gone_at is null and t.visibility = 'visible'
    cross join lateral (
      select one ->> 'bestGoalId' as goal_id, (one ->> 'bestScore')::float8 as score
      from jsonb_array_elements(f.tried) one
      where one ->> 'kind' = 'text' and one ->> 'bestGoalId' is not null and one ->> 'bestScore' is not null
      limit 1
    ) best
    where f.valid_to is null and f.state in ('no-why', 'suggested')
      and best.score >= ${band.from} and best.score < ${band.below}
      and not exists (
        select from scopes s
        where s.is_private and s.connection_id = t.connection_id
          and (s.id = t.scope_id or t.placements @> jsonb_build_array(jsonb_build_object('scopeExternalId', s.external_id))))
      and not exists (
        select from link_decisions d
        where d.task_id = t.id and d.goal_id = best.goal_id and d.says = 'rejected' and d.undone_at is null)
      and not exists (
        select from judge_opinions o
        where o.words_hash = ${hash} and o.model = ${band.model} and o.saw_text = ${band.seesText}
          and (o.answered_at is not null or o.claimed_until > clock_timestamp())
          and o.offered @> jsonb_build_array(jsonb_build_object('id', best.goal_id))
          and not exists (
            select from jsonb_array_elements(o.offered) shown left join goals g on g.id = shown ->> 'id'
            where g.id is null or g.key <> shown ->> 'key' or g.title <> shown ->> 'title' or g.closed_on is not null))
    order by abs(best.score - 0.5), t.id
    limit ${band.countMax}`.execute(db);
  return rows;
}

export interface ClaimedQuestion {
  readonly hash: string;
  readonly model: string;
  readonly wordsHash: string;
  readonly sawText: boolean;
  readonly offered: readonly OfferedGoal[];
}

/** Whoever asks and dies is forgotten after so long; no asking with all its tries takes that time. */
const CLAIM_SECONDS = 1_200;

/** @returns False where it was answered once, or somebody is asking it: it is not to be sent. */
export async function claimQuestion(db: Database, question: ClaimedQuestion): Promise<boolean> {
  const { hash, model, wordsHash: words, sawText, offered } = question;
  const { rows } = await sql`
    insert into judge_opinions as o (question_hash, model, words_hash, saw_text, offered, claimed_until)
    values (${hash}, ${model}, ${words}, ${sawText}, ${JSON.stringify(offered)},
      clock_timestamp() + make_interval(secs => ${CLAIM_SECONDS}))
    on conflict (question_hash) do update set claimed_until = excluded.claimed_until
    where o.answered_at is null and o.claimed_until <= clock_timestamp()
    returning o.question_hash`.execute(db);
  return rows.length > 0;
}

/** It was not answered: it may be asked again at once. */
export async function releaseQuestion(db: Database, hash: string): Promise<void> {
  await db.deleteFrom('judge_opinions').where('question_hash', '=', hash).where('answered_at', 'is', null).execute();
}

/** @param answer A text: why it was worth nothing. It is not asked again either. */
export async function storeAnswer(tx: Tx, hash: string, answer: JudgeVerdict | string, at: Date): Promise<void> {
  const said =
    typeof answer === 'string'
      ? { refusal: answer }
      : { goal_id: answer.goalId, likelihood: answer.likelihood, because: answer.because };
  await tx
    .updateTable('judge_opinions')
    .set({ answered_at: at, ...said })
    .where('question_hash', '=', hash)
    .execute();
}

/** All tasks with just these words are derived again. @param text null: whatever their descriptions say. */
export async function markSameWordsStale(tx: Tx, title: string, text: string | null, at: Date): Promise<void> {
  // Those stale already too: one that is being derived right now would come off the list without this.
  await sql`
    update tasks set stale_at = ${at}
    where title = ${title} and (${text}::text is null or body = ${text}) and gone_at is null`.execute(tx);
}

/** Forgets what was said, before this moment, of words that no task has any more. */
export async function pruneOpinions(db: Database, before: Date): Promise<void> {
  for (const sawText of [false, true]) {
    await sql`
      delete from judge_opinions o
      where o.answered_at < ${before} and o.saw_text = ${sawText}
        and not exists (select from tasks t where t.gone_at is null and ${wordsHash(sawText)} = o.words_hash)`.execute(
      db,
    );
  }
}

/** What the model in force said of tasks with these words, by task, the last first. */
export async function loadOpinions(
  tx: Tx,
  tasks: readonly { readonly id: string; readonly title: string; readonly body: string }[],
): Promise<Map<string, Opinion[]>> {
  const model = (await readJudge(tx))?.model ?? null;
  if (model === null) return new Map();
  const hashesOf = tasks.map((task): [string, string[]] => [
    task.id,
    [hashWords(task.title, null), hashWords(task.title, task.body)],
  ]);
  const byHash = Map.groupBy(
    await listOpinions(tx, model, [...new Set(hashesOf.flatMap(([, all]) => all))]),
    ([hash]) => hash,
  );
  return new Map(
    hashesOf.map(([id, hashes]) => {
      const found = hashes.flatMap((hash) => byHash.get(hash) ?? []).map(([, opinion]) => opinion);
      return [id, found.sort((a, b) => b.at - a.at)];
    }),
  );
}

async function listOpinions(tx: Tx, model: string, hashes: readonly string[]): Promise<[string, Opinion][]> {
  const rows = await tx
    .selectFrom('judge_opinions')
    .selectAll()
    .where('model', '=', model)
    .where(sql<boolean>`words_hash = any(${[...hashes]}::text[])`)
    .where('because', 'is not', null)
    .orderBy('question_hash')
    .execute();
  return rows.flatMap((row): [string, Opinion][] => {
    if (row.answered_at === null || row.likelihood === null || row.because === null) return [];
    const { goal_id: goalId, likelihood, because, offered, saw_text: sawText } = row;
    return [[row.words_hash, { model, goalId, likelihood, because, offered, sawText, at: row.answered_at.getTime() }]];
  });
}
