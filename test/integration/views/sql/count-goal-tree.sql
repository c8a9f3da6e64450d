select j.team_id as "teamId", count(*) filter (where j.state = 'aligned' and j.is_live) as "liveTasks", count(*) filter (where j.state = 'aligned' and not j.is_live) as "finishedTasks", count(*) filter (where j.state = 'suggested') as "suggestedTasks"
from (select f.state, p.team_id, p.is_live
from task_periods p join flags f on f.task_id = p.task_id and ("f"."valid_from" <= $1 and ("f"."valid_to" is null or "f"."valid_to" > $2))
left join scopes s on s.id = p.scope_id
where ("p"."valid_from" <= $3 and ("p"."valid_to" is null or "p"."valid_to" > $4)) and (p.is_countable and (p.is_live or p.finished_at >= $5)) and (p.team_id = any($6) or p.assignee_id = $7 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $8))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $9) else coalesce(p.team_id = any($10), false) or coalesce(p.assignee_id = $11, false) end) and f.goal_ids && $12::text[]) j group by j.team_id;
