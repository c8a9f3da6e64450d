with j as ( select p.task_id, f.state, p.scope_id, p.estimate, p.active_days
from task_periods p join flags f on f.task_id = p.task_id and "f"."valid_to" is null
left join scopes s on s.id = p.scope_id
where "p"."valid_to" is null and (p.is_countable and (p.is_live or p.finished_at >= $1)) and p.task_id = any($2) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $3) else coalesce(p.team_id = any($4), false) or coalesce(p.assignee_id = $5, false) end) ), m as ( select p.scope_id, percentile_cont(0.5) within group (order by p.estimate) as median
from task_periods p join flags f on f.task_id = p.task_id and "f"."valid_to" is null
left join scopes s on s.id = p.scope_id
where "p"."valid_to" is null and (p.is_countable and (p.is_live or p.finished_at >= $6)) and p.estimate >= 0 group by p.scope_id) select j.task_id as "taskId", j.state, sum((case when j.estimate >= 0 and m.median > 0 then j.estimate / m.median else 1 end)::numeric)::double precision as weight
from j
left join m on m.scope_id is not distinct
from j.scope_id group by j.task_id, j.state;
