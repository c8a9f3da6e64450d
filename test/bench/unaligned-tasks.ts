/** Tasks without a why, stored with their flags as a derivation would leave them: of three tools and eighty teams, with reasons to read. */
import { Client } from 'pg';

const TEAMS = 80;

export async function storeUnaligned(databaseUrl: string, count: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`
      insert into teams (id, name) select 'team-' || n, 'Team ' || n from generate_series(1, ${TEAMS}) n;
      insert into connections (id, tool, name, base_url, state)
        select tool, tool, tool, 'https://' || tool || '.example', 'paused' from unnest(array['jira', 'asana', 'trello']) tool;
      insert into scopes (id, connection_id, external_id, key, name)
        select id || '.' || n, id, n::text, 'S' || n, 'Scope ' || n from connections, generate_series(1, 30) n;`);
    await client.query(
      `insert into tasks (id, connection_id, tool, external_id, key, url, kind, level, title, body, labels, fields, links_found,
          placements, scope_id, status_id, status_name, status_tool_category, tool_created_at, tool_updated_at, is_archived,
          raw, content_hash, version, member_external_ids, read_at)
       select tool || '.' || n, tool, tool, n, case tool when 'jira' then 'ONB-' || n end, 'https://' || tool || '.example/' || n,
          'Story', 0, (array['Validate headers before upload', 'Show which step blocks the ward', 'Retry failed messages in order',
            'Tidy the component library', 'Explain a failed import in plain words'])[1 + n % 5] || ' ' || n, '', '{}', '[]', '[]',
          '[]', tool || '.' || (1 + n % 30), '1', 'To Do', 'todo', now() - (n * 7919 % 400) * interval '1 day', now(), false,
          '{}', n::text, 1, '{}', now()
       from (select n, (array['jira', 'jira', 'asana', 'trello'])[1 + n % 4] as tool from generate_series(1, $1::int) n) made`,
      [count],
    );
    await client.query(`
      insert into task_periods (task_id, scope_id, team_id, status_category, is_countable, is_live, estimate, valid_from)
        select id, scope_id, case when version::int * external_id::int % 9 > 0 then 'team-' || (1 + external_id::int * 31 % ${TEAMS}) end,
          'todo', true, true, (array[1, 2, 3, 5, 8, null])[1 + external_id::int % 6], now() - interval '1 hour' from tasks;
      insert into flags (task_id, state, reason, next_action, goal_ids, tried, best_score, valid_from)
        select id, 'no-why', 'No goal is named in 3 labels, field OKR, title or description, and its epic “Unassociated tickets” is a catch-all.',
          'link', '{}', '[]', (external_id::int % 40) / 100.0, now() - interval '1 hour' from tasks;
      analyze;`);
  } finally {
    await client.end();
  }
}
