select t.id, lower(t.title) as "sortValue"
from tasks t
left join task_periods p on p.task_id = t.id and "p"."valid_to" is null
left join flags f on f.task_id = t.id and "f"."valid_to" is null cross join lateral (select f.reason, f.tried) w
left join scopes s on s.id = t.scope_id
where true and true and true and true and true and true and true and true and true and true and true and (lower(t.key) = $1 or t.external_id = $2 or t.id = $3 or (t.title ilike $4 and t.title ilike $5)) and (p.team_id = any($6) or p.assignee_id = $7 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $8))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $9) else coalesce(p.team_id = any($10), false) or coalesce(p.assignee_id = $11, false) end)
order by lower(t.title) asc, t.id asc
limit $12;

select count(*) as total
from tasks t
left join task_periods p on p.task_id = t.id and "p"."valid_to" is null
left join flags f on f.task_id = t.id and "f"."valid_to" is null cross join lateral (select f.reason, f.tried) w
left join scopes s on s.id = t.scope_id
where true and true and true and true and true and true and true and true and true and true and true and (lower(t.key) = $1 or t.external_id = $2 or t.id = $3 or (t.title ilike $4 and t.title ilike $5)) and (p.team_id = any($6) or p.assignee_id = $7 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $8))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $9) else coalesce(p.team_id = any($10), false) or coalesce(p.assignee_id = $11, false) end);
