select o.key, count(*) as count, string_agg(o.id, e' '
order by o.by asc, o.id asc) as ids
from ( select ($1::text[])[array_position($2::text[], p.team_id)] as key, t.id, coalesce(extract(epoch
from t.tool_created_at)::float8, 1e12) as by
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f join tasks t on t.id = p.task_id
left join flags w on w.task_id = p.task_id and w.valid_to is null
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $3) and f.state = any($4) and p.team_id = $5 and p.team_id = any($6) and t.tool = $7 and p.scope_id = $8 and f.goal_ids && $9::text[] and t.tool_created_at <= $10 and t.tool_created_at > $11 and p.estimate >= $12 and p.estimate <= $13 and (t.url = $14 or lower(t.key) = any($15) or t.external_id = any($16)) and (p.team_id = any($17) or p.assignee_id = $18 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $19))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $20) else coalesce(p.team_id = any($21), false) or coalesce(p.assignee_id = $22, false) end) ) o group by o.key
order by o.key;

select count(*) as total
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f join tasks t on t.id = p.task_id
left join flags w on w.task_id = p.task_id and w.valid_to is null
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $1) and f.state = any($2) and p.team_id = $3 and p.team_id = any($4) and t.tool = $5 and p.scope_id = $6 and f.goal_ids && $7::text[] and t.tool_created_at <= $8 and t.tool_created_at > $9 and p.estimate >= $10 and p.estimate <= $11 and (t.url = $12 or lower(t.key) = any($13) or t.external_id = any($14)) and (p.team_id = any($15) or p.assignee_id = $16 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $17))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $18) else coalesce(p.team_id = any($19), false) or coalesce(p.assignee_id = $20, false) end);
