/** An organisation of many managers, each with a team whose tasks were finished, serve goals, or have no why, as eight weeks would leave it. */
import { Client } from 'pg';
import { openDatabase } from '../../src/store/database.ts';
import { migrateToLatest } from '../../src/store/migrate.ts';

/** Monday, 09:00 in Berlin: the hour of everyone who chose none. */
export const MONDAY = Date.parse('2026-11-23T08:00:00Z');
const GOALS = 40;

export async function storeOrganisation(databaseUrl: string, readers: number, tasks: number): Promise<void> {
  const db = openDatabase(databaseUrl);
  await migrateToLatest(db);
  await db.destroy();
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const monday = `timestamptz '${new Date(MONDAY).toISOString()}'`;
  try {
    await client.query(`
      insert into settings (organisation_name, time_zone) values ('Northwind Clinics', 'Europe/Berlin');
      insert into cycles (id, name, starts_on, ends_on) values ('q4', '2026-Q4', '2026-10-01', '2026-12-31');
      insert into teams (id, name) select 'team-' || n, 'Team ' || n from generate_series(1, ${readers}) n;
      insert into people (id, email, name, role, team_id, created_at)
        select 'reader-' || n, 'reader-' || n || '@example.org', 'Reader ' || n, 'manager', 'team-' || n, ${monday} - interval '90 days'
        from generate_series(1, ${readers}) n;
      insert into goals (id, key, kind, title, description, parent_id, cycle_id, weight, urls)
        select 'o' || n, 'O' || n, 'objective', 'Objective of number ' || n, '', null, 'q4', 1, '{}' from generate_series(1, ${GOALS / 4}) n;
      insert into goals (id, key, kind, title, description, parent_id, cycle_id, from_value, to_value, unit, owner_id, team_id, weight, urls)
        select 'kr' || n, 'KR' || (1 + n % ${GOALS / 4}) || '.' || n, 'key-result', 'Key result of number ' || n, '', 'o' || (1 + n % ${GOALS / 4}), 'q4',
          20, 7, 'days', 'reader-' || (1 + n * 37 % ${readers}), 'team-' || (1 + n * 37 % ${readers}), 1, '{}' from generate_series(1, ${GOALS}) n;
      insert into check_ins (goal_id, value, confidence, note, at, by_name)
        select 'kr' || n, 20 - week, 0.7, 'On its way.', ${monday} - (9 - week) * interval '7 days' - interval '2 days', 'Reader ' || n
        from generate_series(1, ${GOALS}) n, generate_series(1, 8) week;
      insert into connections (id, tool, name, base_url, state) values ('jira', 'jira', 'Jira', 'https://jira.example', 'paused');
      insert into scopes (id, connection_id, external_id, key, name)
        select 'jira.' || n, 'jira', n::text, 'S' || n, 'Scope ' || n from generate_series(1, 30) n;`);
    await client.query(
      `insert into tasks (id, connection_id, tool, external_id, key, url, kind, level, title, body, labels, fields, links_found,
          placements, scope_id, status_id, status_name, status_tool_category, tool_created_at, tool_updated_at, is_archived,
          raw, content_hash, version, member_external_ids, read_at)
       select 'jira.' || n, 'jira', 'jira', n, 'ONB-' || n, 'https://jira.example/browse/ONB-' || n, 'Story', 0,
          (array['Validate headers before upload', 'Show which step blocks the ward', 'Retry failed messages in order',
            'Tidy the component library', 'Explain a failed import in plain words'])[1 + n % 5] || ' ' || n, '', '{}', '[]', '[]',
          '[]', 'jira.' || (1 + n % 30), '1', 'To Do', 'todo', ${monday} - (n * 7919 % 400) * interval '1 day', ${monday}, false,
          '{}', n::text, 1, '{}', ${monday} from generate_series(1, $1::int) n`,
      [tasks],
    );
    // Of ten, two were finished last week, three serve a goal, five have no why; as it stands since a day of the eight weeks before.
    await client.query(`
      create temporary table made as select n, 'jira.' || n as task_id, n % 10 as tenth, 'team-' || (1 + n % ${readers}) as team_id,
        ${monday} - (1 + n * 31 % 56) * interval '1 day' as since from generate_series(1, ${tasks}) n;
      insert into task_periods (task_id, scope_id, team_id, assignee_id, status_category, is_countable, is_live, estimate, finished_at, valid_from)
        select task_id, 'jira.' || (1 + n % 30), team_id, 'reader-' || (1 + n * 7 % ${readers}), case when tenth < 2 then 'done' else 'todo' end, true,
          tenth >= 2, (array[1, 2, 3, 5, 8, null])[1 + n % 6], case when tenth < 2 then ${monday} - interval '4 days' end, since from made;
      insert into flags (task_id, state, reason, next_action, goal_ids, tried, best_score, valid_from)
        select task_id, case when tenth < 5 then 'aligned' else 'no-why' end, 'No goal is named in 3 labels, field OKR, title or description.',
          case when tenth < 5 then 'none' else 'link' end, case when tenth < 5 then array['kr' || (1 + n % ${GOALS})] else '{}' end, '[]', 0.2, since
        from made;
      analyze;`);
  } finally {
    await client.end();
  }
}
