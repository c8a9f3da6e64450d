import { type Kysely, sql } from 'kysely';

/** What wikis hold: documents, the goals they state until a person accepts them, and the tasks they name. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await sql`alter table connections drop constraint connections_tool_check`.execute(db);
  await sql`alter table connections add check (tool in ('jira', 'asana', 'trello', 'confluence', 'notion'))`.execute(
    db,
  );
  await sql`alter table scopes add column goal_columns jsonb`.execute(db);
  await sql`
    create table documents (
      id text primary key,
      connection_id text not null references connections on delete cascade,
      scope_id text references scopes on delete set null,
      external_id text not null,
      title text not null,
      url text,
      version bigint,
      tool_updated_at timestamptz,
      is_trashed boolean not null,
      labels text[] not null,
      properties jsonb not null,
      blocks jsonb not null,
      content_hash text not null,
      unreadable_at timestamptz,
      read_at timestamptz not null,
      unique (connection_id, external_id)
    )`.execute(db);
  await sql`create index documents_scope on documents (scope_id)`.execute(db);
  await sql`
    create table document_references (
      document_id text not null references documents on delete cascade,
      position integer not null,
      url text,
      task_key text,
      title text,
      path text[] not null,
      primary key (document_id, position)
    )`.execute(db);
  await createProposals(db);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
async function createProposals(db: Kysely<any>): Promise<void> {
  await sql`
    create table proposals (
      id text primary key,
      connection_id text not null references connections on delete cascade,
      document_id text references documents on delete cascade,
      scope_id text references scopes on delete cascade,
      title text not null,
      url text,
      goals jsonb not null,
      goals_hash text not null,
      state text not null check (state in ('open', 'settled', 'dismissed')),
      found_at timestamptz not null,
      changed_at timestamptz not null,
      decided_hash text,
      check (document_id is null or scope_id is null)
    )`.execute(db);
  await sql`create index proposals_open on proposals (changed_at) where state = 'open'`.execute(db);
  await sql`
    create table proposal_decisions (
      id bigint generated always as identity primary key,
      proposal_id text not null references proposals on delete cascade,
      says text not null check (says in ('accepted', 'dismissed')),
      goals_hash text not null,
      items jsonb not null,
      by_person_id text references people on delete set null,
      by_name text not null,
      at timestamptz not null
    )`.execute(db);
  await sql`
    create table goal_sources (
      goal_id text not null references goals on delete cascade,
      proposal_id text not null references proposals on delete cascade,
      document_id text references documents on delete set null,
      known_as text not null,
      stated text not null,
      path text[] not null,
      is_missing boolean not null default false,
      primary key (goal_id, proposal_id)
    )`.execute(db);
  await sql`create index goal_sources_document on goal_sources (document_id)`.execute(db);
}
