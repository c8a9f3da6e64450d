select t.id, t.tool, t.key, t.title, t.url, t.kind, t.scope_id as "scopeId", s.name as "scopeName", p.team_id as "teamId", (select name
from teams
where id = p.team_id) as "teamName", coalesce( (select name
from people
where id = p.assignee_id), (select name
from accounts a
where a.connection_id = t.connection_id and a.external_id = t.assignee_external_id) ) as assignee, t.status_name as "statusName", coalesce(p.status_category, t.status_category) as "statusCategory", t.tool_created_at as "createdAt", p.estimate, f.state, w.reason, f.next_action as "nextAction", f.valid_from as since, f.goal_ids as "goalIds", w.tried, (select jsonb_build_object('goalId', l.goal_id, 'likelihood', l.likelihood, 'evidence', l.evidence)
from links l
where l.task_id = t.id and l.verdict = 'suggested' and "l"."valid_to" is null
order by l.likelihood desc, l.goal_id
limit 1) as suggestion
from tasks t
left join task_periods p on p.task_id = t.id and "p"."valid_to" is null
left join flags f on f.task_id = t.id and "f"."valid_to" is null cross join lateral (select f.reason, f.tried) w
left join scopes s on s.id = t.scope_id
where true and t.id = any($1) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $2) else coalesce(p.team_id = any($3), false) or coalesce(p.assignee_id = $4, false) end);
