import { type Kysely, sql } from 'kysely';

/** What a person's consent to an app gave, and consents that are under way. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  // Apart from the connection: its row is locked while the vendor is asked for the next tokens, and pulls go on meanwhile.
  await sql`
    create table oauth_tokens (
      connection_id text primary key references connections on delete cascade,
      tokens text not null,
      generation integer not null,
      expires_at timestamptz not null,
      scopes text[] not null,
      consented_at timestamptz not null,
      refreshed_at timestamptz,
      retry_at timestamptz,
      refused_at timestamptz,
      refusal text
    )`.execute(db);
  await sql`
    create table oauth_consents (
      id text primary key,
      state_hash text not null unique,
      holder_hash text not null,
      tool text not null,
      connection_id text references connections on delete cascade,
      state text not null check (state in ('waiting', 'exchanging', 'choosing', 'done', 'failed')),
      auth_origin text not null,
      redirect_uri text not null,
      secret text,
      sites jsonb,
      message text,
      expires_at timestamptz not null
    )`.execute(db);
}
