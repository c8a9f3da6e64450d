select f.goal_ids as "goalIds", count(*) as count
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f cross join lateral (select p.task_id as id, p.tool, p.tool_created_at) t
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $1) and f.state = 'aligned' and not p.is_live and p.finished_at >= $2 group by f.goal_ids;
