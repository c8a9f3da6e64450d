select (select name
from teams
where id = j.team_id) as team, count(*) as count
from (select p.team_id
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f cross join lateral (select p.task_id as id, p.tool, p.tool_created_at) t
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $1) and f.state = 'aligned' and not p.is_live and p.finished_at >= $2 and p.finished_at < $3 and (p.team_id = any($4) or p.assignee_id = $5 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $6))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $7) else coalesce(p.team_id = any($8), false) or coalesce(p.assignee_id = $9, false) end)) j group by j.team_id
order by 1;
