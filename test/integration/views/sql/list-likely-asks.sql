with waiting as materialized ( select w.*, row_number() over (order by part, at, "taskId") as place
from ( select a.task_id as "taskId", 2 as part, a.rank::float8 as at, a.goal_id as "goalId", near.likelihood, a.why, a.settles
from review_asks a join ( select p.task_id
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f cross join lateral (select p.task_id as id, p.tool, p.tool_created_at) t
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $1) and f.state in ('no-why', 'suggested') and f.next_action <> 'choose-goal' and p.is_live and (p.team_id = any($2) or p.assignee_id = $3 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $4))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $5) else coalesce(p.team_id = any($6), false) or coalesce(p.assignee_id = $7, false) end) and p.task_id in (select task_id
from review_asks) ) j on j.task_id = a.task_id join flags f on f.task_id = a.task_id and "f"."valid_to" is null join lateral (select near.goal_id, near.likelihood
from ( select l.goal_id, l.likelihood, true as is_suggested
from links l
where l.task_id = f.task_id and l.verdict = 'suggested' and l.valid_to is null
union all select one ->> 'bestGoalId', (one ->> 'bestScore')::float8, false
from jsonb_array_elements(f.tried) one
where one ->> 'bestGoalId' is not null and one ->> 'bestScore' is not null and not exists ( select
from link_decisions d
where d.task_id = f.task_id and d.goal_id = one ->> 'bestGoalId' and d.undone_at is null) ) near
where near.goal_id = any($8::text[])
order by near.is_suggested desc, near.likelihood desc, near.goal_id
limit 1) near on near.goal_id = a.goal_id and near.likelihood >= $9 ) w) select t.id, t.key, t.title, w."goalId"
from waiting w join tasks t on t.id = w."taskId"
order by w.place
limit $10;
