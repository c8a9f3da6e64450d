import { type Kysely, sql } from 'kysely';

/** When people want their digest, each digest with how it went, the one-time links in it, and addresses that take no more mail. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`
    create table digest_preferences (
      person_id text primary key references people on delete cascade,
      weekday integer check (weekday between 1 and 7),
      hour integer check (hour between 0 and 23),
      time_zone text,
      is_paused boolean not null default false,
      stopped_at timestamptz,
      owed_week text,
      owed_at timestamptz
    )`.execute(db);
  await sql`
    create table digests (
      id text primary key,
      person_id text not null references people on delete cascade,
      iso_week text not null,
      is_test boolean not null default false,
      state text not null check (state in ('due', 'making', 'sending', 'sent', 'unknown', 'held', 'skipped', 'refused', 'failed')),
      due_at timestamptz not null,
      address text not null,
      message_id text not null,
      attempts integer not null default 0,
      lease_until timestamptz,
      retry_at timestamptz,
      resent_at timestamptz,
      sent_at timestamptz,
      trouble text,
      subject text,
      html text,
      text text,
      picture bytea,
      data jsonb
    )`.execute(db);
  await sql`create unique index digests_one_a_week on digests (person_id, iso_week) where not is_test`.execute(db);
  await sql`create index digests_newest on digests (due_at desc, id desc)`.execute(db);
  await sql`create index digests_open on digests (due_at, id) where state in ('due', 'making', 'sending', 'unknown', 'held')`.execute(
    db,
  );
  await sql`
    create table digest_links (
      token_hash text primary key,
      digest_id text not null references digests on delete cascade,
      does jsonb not null,
      expires_at timestamptz not null,
      used_at timestamptz
    )`.execute(db);
  await sql`create index digest_links_digest on digest_links (digest_id)`.execute(db);
  await sql`create index digest_links_expires on digest_links (expires_at)`.execute(db);
  await sql`
    create table mail_stops (
      address text primary key,
      why text not null,
      at timestamptz not null
    )`.execute(db);
}
