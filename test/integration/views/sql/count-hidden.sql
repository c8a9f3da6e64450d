select count(*) as count
from task_periods p join flags f on f.task_id = p.task_id and "f"."valid_to" is null
left join scopes s on s.id = p.scope_id
where "p"."valid_to" is null and (p.is_countable and (p.is_live or p.finished_at >= $1)) and not (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $2) else coalesce(p.team_id = any($3), false) or coalesce(p.assignee_id = $4, false) end) and true and true and true and true and true and true and true and true and true and true and true;
