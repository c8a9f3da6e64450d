select f.goal_ids as "goalIds", count(*) filter (where f.state = 'aligned' and p.is_live) as "liveTasks", count(*) filter (where f.state = 'aligned' and not p.is_live) as "finishedTasks", count(*) filter (where f.state = 'suggested') as "suggestedTasks"
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f cross join lateral (select p.task_id as id, p.tool, p.tool_created_at) t
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $1) and (p.team_id = any($2) or p.assignee_id = $3 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $4))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $5) else coalesce(p.team_id = any($6), false) or coalesce(p.assignee_id = $7, false) end) and f.goal_ids <> '{}' group by f.goal_ids;

with recursive sets as ( (select goal_ids
from judged_tasks
where state = 'aligned' and is_live
order by goal_ids
limit 1)
union all select (select j.goal_ids
from judged_tasks j
where j.state = 'aligned' and j.is_live and j.goal_ids > s.goal_ids
order by j.goal_ids
limit 1)
from sets s
where s.goal_ids is not null ) select goal_ids as "goalIds"
from sets
where goal_ids is not null;
