with j as ( select t.id, t.key, t.title, p.estimate
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f join tasks t on t.id = p.task_id
left join flags w on w.task_id = p.task_id and w.valid_to is null
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $1) and (p.team_id = any($2) or p.assignee_id = $3 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $4))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $5) else coalesce(p.team_id = any($6), false) or coalesce(p.assignee_id = $7, false) end) and f.state = any($8) and true and true and true and true and true and p.task_id in (select x.task_id
from theme_tasks x
where x.theme_id = $9) and true and true and true and true and true and p.task_id in (select task_id
from theme_tasks
where theme_id = any($10::text[])) ) select r."themeId", r.id, r.key, r.title
from ( select x.theme_id as "themeId", j.id, j.key, j.title, row_number() over (partition by x.theme_id
order by j.estimate desc nulls last, j.id) as place
from j join theme_tasks x on x.task_id = j.id ) r
where r.place <= $11
order by r."themeId", r.place;
