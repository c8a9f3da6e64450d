with j as ( select f.state, p.team_id, p.scope_id, p.estimate, p.active_days
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f cross join lateral (select p.task_id as id, p.tool, p.tool_created_at) t
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $1) and true and true and true and true and true and true and true and true and true and true and true and true ), m as (select null::text as scope_id, null::double precision as median
where false) select j.state, j.team_id as "teamId", count(*) as count, sum(1::double precision) as weight, count(*) filter (where true) as weighed
from j
left join m on m.scope_id is not distinct
from j.scope_id group by j.state, j.team_id
order by j.state, j.team_id;
