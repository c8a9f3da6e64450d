with j as ( select f.state, p.team_id, p.scope_id, p.estimate, p.active_days
from task_periods p join flags f on f.task_id = p.task_id and ("f"."valid_from" <= $1 and ("f"."valid_to" is null or "f"."valid_to" > $2))
left join scopes s on s.id = p.scope_id
where ("p"."valid_from" <= $3 and ("p"."valid_to" is null or "p"."valid_to" > $4)) and (p.is_countable and (p.is_live or p.finished_at >= $5)) and (p.team_id = any($6) or p.assignee_id = $7 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $8))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $9) else coalesce(p.team_id = any($10), false) or coalesce(p.assignee_id = $11, false) end) and true and true and true and true and true and true and true and true and true and true and true ), m as ( select p.scope_id, percentile_cont(0.5) within group (order by p.estimate) as median
from task_periods p join flags f on f.task_id = p.task_id and ("f"."valid_from" <= $12 and ("f"."valid_to" is null or "f"."valid_to" > $13))
left join scopes s on s.id = p.scope_id
where ("p"."valid_from" <= $14 and ("p"."valid_to" is null or "p"."valid_to" > $15)) and (p.is_countable and (p.is_live or p.finished_at >= $16)) and p.estimate >= 0 and (p.scope_id = any(array(select distinct j.scope_id
from j)) or p.scope_id is null) group by p.scope_id) select j.state, j.team_id as "teamId", count(*) as count, sum((case when j.estimate >= 0 and m.median > 0 then j.estimate / m.median else 1 end)::numeric)::double precision as weight, count(*) filter (where (coalesce(j.estimate >= 0, false) and coalesce(m.median > 0, false))) as weighed
from j
left join m on m.scope_id is not distinct
from j.scope_id group by j.state, j.team_id
order by j.state, j.team_id;
