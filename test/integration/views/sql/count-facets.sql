select p.scope_id as "scopeId", coalesce(s.name, p.scope_id) as name, t.tool, count(*) as count
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f cross join lateral (select p.task_id as id, p.tool, p.tool_created_at) t
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $1) and (p.team_id = any($2) or p.assignee_id = $3 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $4))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $5) else coalesce(p.team_id = any($6), false) or coalesce(p.assignee_id = $7, false) end) and f.state = any($8) and true and true and true and true and true and true and true and true and true and true and p.scope_id is not null group by p.scope_id, s.name, t.tool
order by count desc, name;

select p.team_id as "teamId", (select name
from teams
where id = p.team_id) as name, count(*) as count
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f cross join lateral (select p.task_id as id, p.tool, p.tool_created_at) t
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $1) and (p.team_id = any($2) or p.assignee_id = $3 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $4))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $5) else coalesce(p.team_id = any($6), false) or coalesce(p.assignee_id = $7, false) end) and f.state = any($8) and true and true and true and true and true and true and true and true and true and true group by p.team_id
order by count desc, name;

select f.state, count(*) as count
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f cross join lateral (select p.task_id as id, p.tool, p.tool_created_at) t
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $1) and (p.team_id = any($2) or p.assignee_id = $3 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $4))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $5) else coalesce(p.team_id = any($6), false) or coalesce(p.assignee_id = $7, false) end) and true and true and true and true and true and true and true and true and true and true and true group by f.state
order by f.state;

select t.tool, count(*) as count
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f cross join lateral (select p.task_id as id, p.tool, p.tool_created_at) t
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $1) and (p.team_id = any($2) or p.assignee_id = $3 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $4))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $5) else coalesce(p.team_id = any($6), false) or coalesce(p.assignee_id = $7, false) end) and f.state = any($8) and true and true and true and true and true and true and true and true and true and true group by t.tool
order by t.tool;
