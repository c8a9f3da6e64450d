select count(*) as total, coalesce((array_agg(p.task_id) filter (where greatest(f.valid_from, p.valid_from) > $1))[1:$2::int], '{}') as ids
from task_periods p join flags f on f.task_id = p.task_id and "f"."valid_to" is null
left join scopes s on s.id = p.scope_id
where "p"."valid_to" is null and (p.is_countable and (p.is_live or p.finished_at >= $3)) and true and true and true and true and true and true and true and true and true and true and true and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $4) else coalesce(p.team_id = any($5), false) or coalesce(p.assignee_id = $6, false) end);
