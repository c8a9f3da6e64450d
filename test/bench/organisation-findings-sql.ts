/** What was found of the large organisation's tasks over half a year: periods, flags, links, decisions, themes and questions. */

/** By the roll of a hundred that a task has: how it is flagged now. */
const STATE = `case when state < 44 then 'aligned' when state < 70 then 'no-why' when state < 78 then 'suggested' when state < 85 then 'ktlo'
  when state < 87 then 'over-allowance' when state < 90 then 'closed-goal' when state < 92 then 'wrong-cycle' when state < 94 then 'broken-link'
  when state < 95 then 'pending-decision' when state < 96 then 'approved' when state < 99 then 'not-now' else 'unknown' end`;

const REASON = `case is_now when 'aligned' then 'Serves ' || upper(goal) || ' by its label.'
  when 'suggested' then 'Reads nearest to ' || upper(goal) || '.' else 'No goal is named in 3 labels, field OKR, title or description, and its epic is a catch-all.' end`;

const ACTION = `case is_now when 'suggested' then 'review-suggestion' when 'closed-goal' then 'move-to-open-goal' when 'wrong-cycle' then 'move-to-open-goal'
  when 'broken-link' then 'mend-link' when 'over-allowance' then 'decide' when 'pending-decision' then 'wait-for-decision' when 'unknown' then 'restore-access'
  when 'no-why' then 'link' else 'none' end`;

const HOP = `jsonb_build_object('kind', 'label', 'taskId', task_id, 'scopeId', null, 'place', 'label ' || goal, 'value', goal, 'readAt', 0, 'by', null)`;

/** Follows \`workSql\` in the same session: it reads what that made up. */
export const findingsSql = `
  create temp table found as
    select m.n, m.connection_id || '.' || m.n as task_id, m.scope_id, 'team-' || m.team as team_id, m.assignee, m.born, m.turned, m.finished, m.kind > 0 as is_countable,
      ${STATE} as is_now,
      -- A team works on a few goals.
      'kr' || (case when state in (90, 91) then 11 else 1 + (m.team + pg_temp.roll(m.n, 'goal', 3)) % 10 end) || '.' || (case when state between 87 and 89 then 4 else 1 + pg_temp.roll(m.n, 'kr', 3) end) as goal,
      pg_temp.roll(m.n, 'second goal', 25) = 0 as has_second, t.estimate
    from made m join tasks t on t.id = m.connection_id || '.' || m.n;
  -- As it came, then under work, then finished.
  insert into task_periods (task_id, scope_id, team_id, assignee_id, status_category, is_countable, is_live, estimate, valid_from, valid_to)
    select task_id, scope_id, team_id, assignee, 'todo', is_countable, is_countable, null, born, least(turned, finished) from found;
  insert into task_periods (task_id, scope_id, team_id, assignee_id, status_category, is_countable, is_live, estimate, active_days, valid_from, valid_to)
    select task_id, scope_id, team_id, assignee, 'in-progress', is_countable, is_countable, estimate, 1 + pg_temp.roll(n, 'days', 9), turned, finished
    from found where finished is null or turned < finished;
  insert into task_periods (task_id, scope_id, team_id, assignee_id, status_category, is_countable, is_live, finished_at, estimate, active_days, valid_from)
    select task_id, scope_id, team_id, assignee, 'done', is_countable, false, finished, estimate, 1 + pg_temp.roll(n, 'days', 9), finished
    from found where finished is not null;
  insert into flags (task_id, state, reason, next_action, goal_ids, tried, best_score, valid_from, valid_to)
    select task_id, 'no-why', 'No goal is named in 3 labels, field OKR, title or description.', 'link', '{}', '[]', 0.1, born, turned from found where is_countable;
  insert into flags (task_id, state, reason, next_action, goal_ids, tried, best_score, valid_from)
    select task_id, is_now, ${REASON}, ${ACTION},
      case when is_now in ('aligned', 'closed-goal', 'wrong-cycle', 'broken-link', 'suggested')
        then case when has_second and is_now = 'aligned' then array[goal, 'kr' || (1 + n % 10) || '.1'] else array[goal] end else '{}' end,
      case when is_now in ('no-why', 'suggested') then jsonb_build_array(jsonb_build_object('kind', 'text', 'what', 'reads nearest to ' || upper(goal) || ' by “ward”, “letters”',
        'bestGoalId', goal, 'bestScore', 0.2 + (n % 50) / 100.0)) else '[]' end, 0.2 + (n % 50) / 100.0, turned
    from found where is_countable;
  update flags set goal_ids = array[goal_ids[1]] where cardinality(goal_ids) = 2 and goal_ids[1] = goal_ids[2];
  insert into links (task_id, goal_id, verdict, likelihood, evidence, weight, valid_from)
    select task_id, goal, case is_now when 'suggested' then 'suggested' when 'broken-link' then 'broken' else 'automatic' end,
      case is_now when 'suggested' then 0.2 + (n % 50) / 100.0 else 0.95 end,
      jsonb_build_array(jsonb_build_object('kind', case is_now when 'suggested' then 'text' else 'stated' end, 'goalId', goal, 'likelihood', 0.9,
        'hops', jsonb_build_array(${HOP}), 'fingerprint', task_id || goal, 'weight', null)), 1, turned
    from found where is_countable and is_now in ('aligned', 'closed-goal', 'wrong-cycle', 'broken-link', 'suggested');
  insert into link_decisions (task_id, goal_id, says, seen_fingerprints, by_person_id, by_name, at)
    select task_id, goal, case when n % 9 = 0 then 'rejected' else 'accepted' end, '{}', 'manager-' || split_part(team_id, '-', 2), 'Manager', turned
    from found where is_countable and is_now in ('aligned', 'suggested') and n % 17 = 0;
  insert into task_decisions (task_id, says, because, by_person_id, by_name, from_on, until_on, revisit_on, at, yields_to_goal_id, asked_person_id, asked_name)
    select task_id, case is_now when 'over-allowance' then 'ktlo' else is_now end, 'Said at the weekly look.', 'manager-' || split_part(team_id, '-', 2), 'Manager',
      turned::date, case when is_now = 'not-now' then greatest(turned::date, current_date + n % 30) end,
      case when is_now = 'not-now' then greatest(turned::date, current_date + n % 30) + 1 end, turned, case when is_now = 'not-now' then goal end,
      case when is_now = 'pending-decision' then 'manager-' || split_part(team_id, '-', 2) end, case when is_now = 'pending-decision' then 'Manager' end
    from found where is_countable and is_now in ('not-now', 'approved', 'pending-decision') or (is_countable and is_now in ('ktlo', 'over-allowance') and n % 5 = 0);
  insert into themes (id, stems, since, found_at)
    select 'theme-' || n, '["ward", "letter"]', now() - interval '20 days', now() from generate_series(1, 150) n;
  insert into theme_tasks (task_id, theme_id)
    select task_id, 'theme-' || (1 + n % 150) from found where is_countable and finished is null and is_now = 'no-why' and n % 3 > 0;
  insert into review_asks (task_id, goal_id, rank, why, settles, asked_at)
    select task_id, goal, row_number() over (order by n), case when n % 7 = 0 then 'no-example' when n % 3 = 0 then 'uncertain' else 'alike' end, n % 40, now()
    from found where is_countable and finished is null and is_now in ('suggested', 'no-why') and n % 8 = 0;
  insert into overview_looks (person_id, looked_at, before_at) select id, now() - interval '3 hours', now() - interval '4 days' from people
  on conflict do nothing;`;
