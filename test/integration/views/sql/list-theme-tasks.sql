with j as ( select t.id, t.key, t.title, p.estimate
from task_periods p join flags f on f.task_id = p.task_id and "f"."valid_to" is null join tasks t on t.id = p.task_id
left join scopes s on s.id = p.scope_id
where "p"."valid_to" is null and (p.is_countable and (p.is_live or p.finished_at >= $1)) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $2) else coalesce(p.team_id = any($3), false) or coalesce(p.assignee_id = $4, false) end) and f.state = any($5) and true and true and true and true and true and p.task_id in (select x.task_id
from theme_tasks x
where x.theme_id = $6) and true and true and true and true and true and p.task_id in (select task_id
from theme_tasks
where theme_id = any($7::text[])) ) select r."themeId", r.id, r.key, r.title
from ( select x.theme_id as "themeId", j.id, j.key, j.title, row_number() over (partition by x.theme_id
order by j.estimate desc nulls last, j.id) as place
from j join theme_tasks x on x.task_id = j.id ) r
where r.place <= $8
order by r."themeId", r.place;
