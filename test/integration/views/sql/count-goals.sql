select g.goal_id as "goalId", j.team_id as "teamId", count(*) filter (where j.state = 'aligned' and j.is_live) as "liveTasks", count(*) filter (where j.state = 'aligned' and not j.is_live) as "finishedTasks", count(*) filter (where j.state = 'suggested') as "suggestedTasks"
from (select f.state, f.goal_ids, p.team_id, p.is_live
from task_periods p join flags f on f.task_id = p.task_id and "f"."valid_to" is null join tasks t on t.id = p.task_id
left join scopes s on s.id = p.scope_id
where "p"."valid_to" is null and (p.is_countable and (p.is_live or p.finished_at >= $1)) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $2) else coalesce(p.team_id = any($3), false) end)) j cross join lateral unnest(j.goal_ids) as g(goal_id) group by g.goal_id, j.team_id;
