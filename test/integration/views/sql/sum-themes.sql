with j as ( select p.task_id, p.scope_id, p.estimate, p.active_days
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f cross join lateral (select p.task_id as id, p.tool, p.tool_created_at) t
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $1) and (p.team_id = any($2) or p.assignee_id = $3 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $4))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $5) else coalesce(p.team_id = any($6), false) or coalesce(p.assignee_id = $7, false) end) and f.state = any($8) and p.team_id = $9 and true and true and true and true and true and true and true and true and true ), m as ( select p.scope_id, percentile_cont(0.5) within group (order by p.estimate) as median
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f cross join lateral (select p.task_id as id, p.tool, p.tool_created_at) t
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $10) and p.estimate >= 0 and (p.scope_id = any(array(select distinct j.scope_id
from j)) or p.scope_id is null) group by p.scope_id) select h.id, h.stems, h.since, count(*) as count, sum((case when j.estimate >= 0 and m.median > 0 then j.estimate / m.median else 1 end)::numeric)::double precision as weight
from j join theme_tasks x on x.task_id = j.task_id join themes h on h.id = x.theme_id
left join m on m.scope_id is not distinct
from j.scope_id group by h.id
order by h.id;
