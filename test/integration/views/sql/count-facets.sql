select p.scope_id as "scopeId", coalesce(s.name, p.scope_id) as name, t.tool, count(*) as count
from task_periods p join flags f on f.task_id = p.task_id and "f"."valid_to" is null join tasks t on t.id = p.task_id
left join scopes s on s.id = p.scope_id
where "p"."valid_to" is null and (p.is_countable and (p.is_live or p.finished_at >= $1)) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $2) else coalesce(p.team_id = any($3), false) or coalesce(p.assignee_id = $4, false) end) and f.state = any($5) and true and true and true and true and true and true and true and true and true and true and p.scope_id is not null group by p.scope_id, s.name, t.tool
order by count desc, name;

select p.team_id as "teamId", (select name
from teams
where id = p.team_id) as name, count(*) as count
from task_periods p join flags f on f.task_id = p.task_id and "f"."valid_to" is null
left join scopes s on s.id = p.scope_id
where "p"."valid_to" is null and (p.is_countable and (p.is_live or p.finished_at >= $1)) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $2) else coalesce(p.team_id = any($3), false) or coalesce(p.assignee_id = $4, false) end) and f.state = any($5) and true and true and true and true and true and true and true and true and true and true group by p.team_id
order by count desc, name;

select f.state, count(*) as count
from task_periods p join flags f on f.task_id = p.task_id and "f"."valid_to" is null
left join scopes s on s.id = p.scope_id
where "p"."valid_to" is null and (p.is_countable and (p.is_live or p.finished_at >= $1)) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $2) else coalesce(p.team_id = any($3), false) or coalesce(p.assignee_id = $4, false) end) and true and true and true and true and true and true and true and true and true and true and true group by f.state
order by f.state;

select t.tool, count(*) as count
from task_periods p join flags f on f.task_id = p.task_id and "f"."valid_to" is null join tasks t on t.id = p.task_id
left join scopes s on s.id = p.scope_id
where "p"."valid_to" is null and (p.is_countable and (p.is_live or p.finished_at >= $1)) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $2) else coalesce(p.team_id = any($3), false) or coalesce(p.assignee_id = $4, false) end) and f.state = any($5) and true and true and true and true and true and true and true and true and true and true group by t.tool
order by t.tool;
