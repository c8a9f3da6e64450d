select (select name
from teams
where id = j.team_id) as team, count(*) as count
from (select p.team_id
from task_periods p join flags f on f.task_id = p.task_id and "f"."valid_to" is null
left join scopes s on s.id = p.scope_id
where "p"."valid_to" is null and (p.is_countable and (p.is_live or p.finished_at >= $1)) and f.state = 'aligned' and not p.is_live and p.finished_at >= $2 and p.finished_at < $3 and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $4) else coalesce(p.team_id = any($5), false) or coalesce(p.assignee_id = $6, false) end)) j group by j.team_id
order by 1;
