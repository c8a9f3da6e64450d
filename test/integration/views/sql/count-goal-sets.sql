select f.goal_ids as "goalIds", count(*) filter (where f.state = 'aligned' and p.is_live and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $1) else coalesce(p.team_id = any($2), false) or coalesce(p.assignee_id = $3, false) end)) as "liveTasks", count(*) filter (where f.state = 'aligned' and not p.is_live and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $4) else coalesce(p.team_id = any($5), false) or coalesce(p.assignee_id = $6, false) end)) as "finishedTasks", count(*) filter (where f.state = 'suggested' and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $7) else coalesce(p.team_id = any($8), false) or coalesce(p.assignee_id = $9, false) end)) as "suggestedTasks", bool_or(f.state = 'aligned' and p.is_live) as "isStaffed"
from task_periods p join flags f on f.task_id = p.task_id and "f"."valid_to" is null
left join scopes s on s.id = p.scope_id
where "p"."valid_to" is null and (p.is_countable and (p.is_live or p.finished_at >= $10)) and f.goal_ids <> '{}' group by f.goal_ids;
