/** Who works on what in the large organisation: people in their tree, goals in their cycles, and the tasks in their tools. */

/** A whole number from 0 up to `sides`, the same for the same two arguments; and a pick by it. */
const ROLL = `
  create or replace function pg_temp.roll(n integer, salt text, sides integer) returns integer immutable parallel safe language sql as
    $$ select (hashtextextended(n::text || salt, 7) & 2147483647)::integer % sides $$;`;

/**
 * One leads all; four lead four areas each, sixteen five teams each, eighty one team each; the other managers lead a few people of a
 * team. Nine others in each team.
 */
export const peopleSql = `${ROLL}
  insert into teams (id, name)
    select 'team-' || n, area || ' ' || kind from (
      select row_number() over () as n, area, kind
      from unnest(array['Onboarding', 'Billing', 'Scheduling', 'Imaging', 'Pharmacy', 'Laboratory', 'Wards', 'Emergency', 'Records',
        'Messaging', 'Identity', 'Analytics', 'Mobile', 'Devices', 'Integrations', 'Platform']) area,
        unnest(array['Core', 'Web', 'Data', 'Quality', 'Operations']) kind) made;
  create temp table names as select
    array['Ada', 'Bruno', 'Chidi', 'Dilan', 'Elena', 'Farid', 'Grace', 'Hiro', 'Ines', 'Jonas', 'Kemi', 'Lena', 'Marek', 'Noor', 'Oskar', 'Priya',
      'Quentin', 'Rosa', 'Samir', 'Tova', 'Uma', 'Viktor', 'Wanda', 'Yara', 'Zoltan'] as first,
    array['Almeida', 'Berg', 'Castro', 'Dahl', 'Eriksen', 'Fontaine', 'Gupta', 'Haddad', 'Ivanova', 'Jensen', 'Kowalski', 'Lindqvist', 'Moreau',
      'Nakamura', 'Okafor', 'Petrov', 'Quiroga', 'Rossi', 'Schmidt', 'Tanaka', 'Ueda', 'Vargas', 'Weiss', 'Yilmaz', 'Zhang'] as last;
  create temp table made_people as
    select 'lead' as id, 0 as n, null::text as manager_id, null::text as team_id, 'leader' as role
    union all select 'area-' || n, n, 'lead', null, 'leader' from generate_series(1, 4) n
    union all select 'head-' || n, 10 + n, 'area-' || (1 + (n - 1) / 4), null, 'leader' from generate_series(1, 16) n
    union all select 'manager-' || n, 100 + n, 'head-' || (1 + (n - 1) / 5), 'team-' || n, 'manager' from generate_series(1, 80) n
    union all select 'second-' || n, 200 + n, 'manager-' || (1 + (n - 1) % 80), 'team-' || (1 + (n - 1) % 80), 'manager' from generate_series(1, 99) n
    union all select 'member-' || n, 300 + n, 'manager-' || (1 + n % 80), 'team-' || (1 + n % 80), 'member' from generate_series(1, 640) n;
  insert into people (id, email, name, manager_id, team_id, role)
    select id, id || '@example.org', first[1 + n % 25] || ' ' || last[1 + (n / 25 + n) % 25], manager_id, team_id, role from made_people cross join names;
  insert into person_periods (person_id, team_id, manager_id, valid_from)
    select id, team_id, manager_id, now() - interval '200 days' from people;`;

/** Two cycles, the one before and the one under way; a vision, objectives and their key results, some of them of the cycle that ended. */
export const goalsSql = `
  insert into cycles (id, name, starts_on, ends_on) values
    ('before', 'Last quarter', current_date - 150, current_date - 51), ('now', 'This quarter', current_date - 50, current_date + 40);
  insert into goals (id, key, kind, title, description, parent_id, cycle_id, weight, commitment)
    values ('v', 'V', 'vision', 'Be the partner hospitals trust', '', null, null, 1, null);
  insert into goals (id, key, kind, title, description, parent_id, cycle_id, weight, commitment, owner_id)
    select 'o' || n, 'O' || n, 'objective', (array['Onboarding that needs no consultant', 'No message is lost between systems', 'Wards see each bed as it is',
        'Invoices that nobody disputes', 'Results reach the doctor first', 'Medication without a second guess', 'One sign-in for every ward',
        'Numbers that leaders act on', 'Phones that work at the bedside', 'A platform teams build on by themselves', 'Records that follow the patient',
        'Quiet nights for whoever is on call'])[n], '', 'v', case when n > 10 then 'before' else 'now' end, 1,
      case when n % 3 = 0 then 'aspirational' else 'committed' end, 'head-' || n from generate_series(1, 12) n;
  insert into goals (id, key, kind, title, description, parent_id, cycle_id, from_value, to_value, unit, due_on, weight, commitment, owner_id, team_id)
    select 'kr' || o || '.' || k, 'KR' || o || '.' || k, 'key-result',
      (array['Median days from start to finish', 'Share of cases without a call', 'Errors in a thousand', 'Hours until someone answers'])[k] || ' of O' || o, '',
      'o' || o, case when o > 10 then 'before' else 'now' end, 20 + o, 5 + k, (array['days', '%', 'errors', 'hours'])[k],
      case when o > 10 then current_date - 51 else current_date + 40 end, 1, 'committed', 'manager-' || ((o * 4 + k) % 80 + 1), 'team-' || ((o * 4 + k) % 80 + 1)
    from (select o, k, row_number() over (order by o, k) as at from generate_series(1, 12) o, generate_series(1, 4) k) made where at <= 47;
  update goals set closed_on = current_date - 30 where id in ('kr1.4', 'kr5.4');
  insert into check_ins (goal_id, value, confidence, note, at, by_person_id, by_name)
    select g.id, g.from_value + (g.to_value - g.from_value) * (8 - week) / 12.0, 0.5 + (week % 4) / 10.0, 'As planned.', now() - week * interval '7 days', g.owner_id, 'Owner'
    from goals g, generate_series(1, 7) week where g.kind = 'key-result' and g.cycle_id = 'now' and g.id not like '%.2';
  insert into allowances (team_id, share, by_name) values (null, 0.2, 'Lead');
  insert into allowances (team_id, share, by_name) select 'team-' || n, 0.1 + (n % 4) * 0.05, 'Lead' from generate_series(1, 80, 3) n;`;

/** Half of the teams plan in Jira, a quarter each in Asana and Trello; four projects are shared, four are private. */
export function workSql(tasks: number): string {
  return `${ROLL}
    insert into connections (id, tool, name, base_url, state, last_complete_at)
      select tool, tool, initcap(tool), 'https://' || tool || '.example', 'paused', now() from unnest(array['jira', 'asana', 'trello']) tool;
    create temp table made_scopes as
      select n as team, (array['jira', 'jira', 'asana', 'trello'])[1 + n % 4] as tool, t.name from generate_series(1, 80) n join teams t on t.id = 'team-' || n;
    insert into scopes (id, connection_id, external_id, key, name, team_id, is_private, is_walk_complete, walked_at)
      select tool || '.' || team, tool, team::text, 'P' || team, name, 'team-' || team, team % 20 = 7, true, now() from made_scopes
      union all select 'jira.' || n, 'jira', n::text, 'S' || n, 'Shared ' || n, null, false, true, now() from generate_series(101, 104) n;
    insert into scope_people (scope_id, person_id)
      select tool || '.' || team, person from made_scopes, unnest(array['manager-' || team, 'lead', 'head-' || (1 + (team - 1) / 5)]) person where team % 20 = 7;
    insert into accounts (connection_id, external_id, name, email, person_id, matched_by)
      select c.id, p.id, p.name, p.email, p.id, 'email' from people p, connections c;
    create temp table made as
      select n, team, tool, coalesce(shared, tool || '.' || team) as scope_id, case when shared is null then tool else 'jira' end as connection_id,
        (case when team < 80 and pg_temp.roll(n, 'who', 10) = 0 then 'second-' || team else 'member-' || (pg_temp.roll(n, 'member', 8) * 80 + (team + 79) % 80) end) as assignee,
        born, kind, state, finished,
        greatest(born + interval '1 minute', now() - pg_temp.roll(n, 'turn', 182 * 24) * interval '1 hour') as turned
      from (
        select n, team, (array['jira', 'jira', 'asana', 'trello'])[1 + team % 4] as tool,
          case when pg_temp.roll(n, 'shared', 12) = 0 then 'jira.' || (101 + team % 4) end as shared,
          now() - (1 + pg_temp.roll(n, 'born', 300 * 24)) * interval '1 hour' as born,
          pg_temp.roll(n, 'kind', 20) as kind, pg_temp.roll(n, 'state', 100) as state,
          case when pg_temp.roll(n, 'done', 100) < 35 then now() - pg_temp.roll(n, 'finished', 182 * 24) * interval '1 hour' end as finished
        from (select n, 1 + pg_temp.roll(n, 'team', 80) as team from generate_series(1, ${tasks}) n) numbered
      ) rolled;
    update made set finished = null where finished <= born + interval '2 hours';
    update made set assignee = 'member-80' where assignee = 'member-0';
    create unique index on made (n);
    analyze made;
    insert into tasks (id, connection_id, tool, external_id, key, url, kind, level, title, body, labels, fields, links_found, placements, scope_id,
        status_id, status_name, status_tool_category, assignee_external_id, tool_created_at, tool_updated_at, tool_finished_at, is_archived, raw, content_hash,
        version, member_external_ids, read_at, status_category, is_container, estimate, team_id, assignee_id)
      select connection_id || '.' || n, connection_id, connection_id, n::text, case connection_id when 'jira' then 'ONB-' || n end,
        'https://' || connection_id || '.example/' || n, case when kind = 0 then 'Epic' else 'Story' end, case when kind = 0 then 1 else 0 end,
        (array['Validate', 'Show', 'Retry', 'Explain', 'Tidy', 'Move', 'Measure', 'Merge', 'Guard', 'Speed up'])[1 + pg_temp.roll(n, 'verb', 10)] || ' ' ||
        (array['headers before upload', 'the step that blocks a ward', 'failed messages in order', 'a failed import', 'the component library', 'the queue of results',
          'discharge letters', 'sign-in on shared devices', 'night shift handover', 'duplicate patients', 'bed status', 'invoice lines'])[1 + pg_temp.roll(n, 'what', 12)] || ' ' ||
        (array['for pharmacies', 'on phones', 'in the archive', 'for new clinics', 'after midnight', 'with two systems', 'by ward', 'in plain words'])[1 + pg_temp.roll(n, 'where', 8)],
        'As a nurse I want this to be so that nobody has to ask twice. ' || repeat('It was reported again this week. ', pg_temp.roll(n, 'body', 8)),
        '{}', '[]', '[]', '[]', scope_id, '1', case when finished is not null then 'Done' when state % 3 = 0 then 'Doing' else 'To Do' end,
        case when finished is not null then 'done' when state % 3 = 0 then 'in-progress' else 'todo' end, assignee, born, coalesce(finished, born), finished, false,
        '{}', n::text, 1, '{}', now(), case when finished is not null then 'done' when state % 3 = 0 then 'in-progress' else 'todo' end, kind = 0,
        (array[1, 2, 3, 5, 8, null])[1 + pg_temp.roll(n, 'estimate', 6)], 'team-' || team, assignee
      from made;`;
}
