select count(*) as count
from task_periods p
left join scopes s on s.id = p.scope_id
where "p"."valid_to" is null and not p.is_countable and (p.team_id = any($1) or p.assignee_id = $2 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $3))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $4) else coalesce(p.team_id = any($5), false) or coalesce(p.assignee_id = $6, false) end);

select count(*) as "count"
from "set_asides";
