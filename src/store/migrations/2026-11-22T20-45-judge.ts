import { type Kysely, sql } from 'kysely';

/** What a language model was asked, what it said, and what of its budget is used. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table judge (
      id integer primary key default 1 check (id = 1),
      model text,
      address text,
      form text not null default 'json_schema',
      spent_on date,
      retry_at timestamptz,
      last_error jsonb
    )`.execute(db);
  await sql`
    create table judge_days (
      day date primary key,
      requests integer not null,
      tokens integer not null,
      verdicts integer not null default 0,
      refused integer not null default 0
    )`.execute(db);
  await sql`
    create table judge_opinions (
      question_hash text primary key,
      model text not null,
      words_hash text not null,
      saw_text boolean not null,
      offered jsonb not null,
      claimed_until timestamptz not null,
      answered_at timestamptz,
      goal_id text,
      likelihood double precision check (likelihood between 0 and 1),
      because text,
      refusal text,
      check (answered_at is not null or (because is null and refusal is null)),
      check (answered_at is null or (because is null) <> (refusal is null)),
      check ((because is null) = (likelihood is null))
    )`.execute(db);
  await sql`create index judge_opinions_words on judge_opinions (words_hash)`.execute(db);
}
