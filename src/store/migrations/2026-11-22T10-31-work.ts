import { type Kysely, sql } from 'kysely';

/** What the tools hold: connections, scopes, accounts, tasks, set-asides and the tools' own goals. */
// biome-ignore lint/suspicious/noExplicitAny: a migration is frozen in time and knows no later table type
export async function up(db: Kysely<any>): Promise<void> {
  await createConnections(db);
  await createTasks(db);
  await sql`
    create table tool_goals (
      id text primary key,
      connection_id text not null references connections on delete cascade,
      external_id text not null,
      title text not null,
      description text not null,
      url text,
      status text,
      goal_id text references goals on delete set null,
      matched_by text check (matched_by in ('key', 'title', 'hand')),
      supporters jsonb not null,
      unique (connection_id, external_id)
    )`.execute(db);
}

// biome-ignore lint/suspicious/noExplicitAny: as above
async function createConnections(db: Kysely<any>): Promise<void> {
  await sql`
    create table connections (
      id text primary key,
      tool text not null check (tool in ('jira', 'asana', 'trello')),
      name text not null,
      base_url text not null,
      state text not null check (state in ('active', 'paused', 'unauthorised')),
      credentials text,
      account jsonb,
      vocabulary jsonb,
      mapping_guessed jsonb,
      mapping_edited jsonb,
      shared_cursor jsonb,
      last_error jsonb,
      last_complete_at timestamptz,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table scopes (
      id text primary key,
      connection_id text not null references connections on delete cascade,
      external_id text not null,
      key text,
      name text not null,
      url text,
      kind text,
      is_selected boolean not null default true,
      is_archived boolean not null default false,
      is_private boolean not null default false,
      visibility text not null default 'visible' check (visibility in ('visible', 'access-lost')),
      team_id text references teams on delete set null,
      goal_id text references goals on delete set null,
      cursor jsonb,
      is_walk_complete boolean not null default false,
      walked_at timestamptz,
      unique (connection_id, external_id)
    )`.execute(db);
  await sql`
    create table scope_people (
      scope_id text not null references scopes on delete cascade,
      person_id text not null references people on delete cascade,
      primary key (scope_id, person_id)
    )`.execute(db);
  await sql`
    create table accounts (
      connection_id text not null references connections on delete cascade,
      external_id text not null,
      name text not null,
      email text,
      person_id text references people on delete set null,
      matched_by text check (matched_by in ('email', 'file', 'hand')),
      primary key (connection_id, external_id)
    )`.execute(db);
  await sql`create index accounts_person on accounts (person_id)`.execute(db);
}

/**
 * What a task names is named without a foreign key. Parent, mirrored task and scope may come later or never: a page brings a
 * child before its parent, a task sits in a scope these credentials cannot list. The connection is held by the sync run, which
 * each page locks; checking it again for each row took a sixth of the time a page takes (docs/decisions).
 */
// biome-ignore lint/suspicious/noExplicitAny: as above
async function createTasks(db: Kysely<any>): Promise<void> {
  await sql`
    create table tasks (
      id text primary key,
      connection_id text not null,
      tool text not null,
      external_id text not null,
      key text,
      url text,
      kind text not null,
      level integer,
      title text not null,
      body text not null,
      labels text[] not null,
      fields jsonb not null,
      links_found jsonb not null,
      placements jsonb not null,
      scope_id text,
      group_name text,
      parent_id text,
      mirror_of_id text,
      status_id text,
      status_name text not null,
      status_tool_category text check (status_tool_category in ('todo', 'in-progress', 'done')),
      assignee_external_id text,
      author_external_id text,
      member_external_ids text[] not null,
      start_on date,
      due_on date,
      tool_created_at timestamptz,
      tool_updated_at timestamptz,
      tool_finished_at timestamptz,
      is_archived boolean not null,
      child_count integer,
      transitions jsonb not null default '[]',
      raw jsonb not null,
      content_hash text not null,
      version bigint not null,
      visibility text not null default 'visible' check (visibility in ('visible', 'access-lost')),
      gone_at timestamptz,
      gone_how text check (gone_how in ('deleted', 'moved')),
      read_at timestamptz not null,
      stale_at timestamptz,
      status_category text not null default 'todo' check (status_category in ('todo', 'in-progress', 'done')),
      is_container boolean not null default false,
      estimate double precision,
      team_id text references teams on delete set null,
      assignee_id text references people on delete set null,
      constraint tasks_gone_says_how check ((gone_at is null) = (gone_how is null))
    )`.execute(db);
  await sql`alter table tasks alter column raw set storage external`.execute(db);
  await sql`create index tasks_stale on tasks (stale_at, id) where stale_at is not null`.execute(db);
  await sql`create index tasks_scope on tasks (scope_id)`.execute(db);
  await sql`create index tasks_parent on tasks (parent_id) where parent_id is not null`.execute(db);
  await sql`create index tasks_mirror on tasks (mirror_of_id) where mirror_of_id is not null`.execute(db);
  await sql`create index tasks_key on tasks (lower(key)) where key is not null`.execute(db);
  await sql`create index tasks_external on tasks (external_id)`.execute(db);
}
