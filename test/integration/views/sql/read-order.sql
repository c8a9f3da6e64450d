select count(*) filter (where (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $1) else coalesce(p.team_id = any($2), false) or coalesce(p.assignee_id = $3, false) end)) as total, count(*) filter (where not (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $4) else coalesce(p.team_id = any($5), false) or coalesce(p.assignee_id = $6, false) end)) as hidden
from task_periods p join flags f on f.task_id = p.task_id and "f"."valid_to" is null join tasks t on t.id = p.task_id
left join scopes s on s.id = p.scope_id
where "p"."valid_to" is null and (p.is_countable and (p.is_live or p.finished_at >= $7)) and f.state = any($8) and p.team_id = $9 and p.team_id = any($10) and t.tool = $11 and p.scope_id = $12 and f.goal_ids && $13::text[] and t.tool_created_at <= $14 and t.tool_created_at > $15 and p.estimate >= $16 and p.estimate <= $17 and (t.url = $18 or lower(t.key) = any($19) or t.external_id = any($20));

select o.key, count(*) as count, string_agg(o.id, e' '
order by o.by asc, o.id asc) as ids
from ( select ($1::text[])[array_position($2::text[], p.team_id)] as key, t.id, coalesce(extract(epoch
from t.tool_created_at)::float8, 1e12) as by
from task_periods p join flags f on f.task_id = p.task_id and "f"."valid_to" is null join tasks t on t.id = p.task_id
left join scopes s on s.id = p.scope_id
where "p"."valid_to" is null and (p.is_countable and (p.is_live or p.finished_at >= $3)) and f.state = any($4) and p.team_id = $5 and p.team_id = any($6) and t.tool = $7 and p.scope_id = $8 and f.goal_ids && $9::text[] and t.tool_created_at <= $10 and t.tool_created_at > $11 and p.estimate >= $12 and p.estimate <= $13 and (t.url = $14 or lower(t.key) = any($15) or t.external_id = any($16)) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $17) else coalesce(p.team_id = any($18), false) or coalesce(p.assignee_id = $19, false) end) ) o group by o.key
order by o.key;
