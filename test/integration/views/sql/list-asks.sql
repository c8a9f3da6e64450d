select t.id, t.tool, t.key, t.title, t.url, t.kind, t.scope_id as "scopeId", s.name as "scopeName", p.team_id as "teamId", (select name
from teams
where id = p.team_id) as "teamName", coalesce( (select name
from people
where id = p.assignee_id), (select name
from accounts a
where a.connection_id = t.connection_id and a.external_id = t.assignee_external_id) ) as assignee, t.status_name as "statusName", coalesce(p.status_category, t.status_category) as "statusCategory", t.tool_created_at as "createdAt", p.estimate, f.state, w.reason, f.next_action as "nextAction", f.valid_from as since, f.goal_ids as "goalIds", w.tried, (select jsonb_build_object('goalId', l.goal_id, 'likelihood', l.likelihood, 'evidence', l.evidence)
from links l
where l.task_id = t.id and l.verdict = 'suggested' and "l"."valid_to" is null
order by l.likelihood desc, l.goal_id
limit 1) as suggestion
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f join tasks t on t.id = p.task_id
left join flags w on w.task_id = p.task_id and w.valid_to is null
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $1) and t.id = any($2) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $3) else coalesce(p.team_id = any($4), false) or coalesce(p.assignee_id = $5, false) end);

select id, left(body, $1) as text
from tasks
where id = any($2);

with waiting as materialized ( select w.*, row_number() over (order by part, at, "taskId") as place
from ( select p.task_id as "taskId", case when f.state = 'aligned' then 1 else 0 end as part, extract(epoch
from f.valid_from)::float8 as at, null::text as "goalId", null::float8 as likelihood, null::text as why, 0 as settles
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f cross join lateral (select p.task_id as id, p.tool, p.tool_created_at) t
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $1) and f.next_action = 'choose-goal' and (p.team_id = any($2) or p.assignee_id = $3 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $4))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $5) else coalesce(p.team_id = any($6), false) or coalesce(p.assignee_id = $7, false) end)
union all select a.task_id as "taskId", 2 as part, a.rank::float8 as at, a.goal_id as "goalId", near.likelihood, a.why, a.settles
from review_asks a join ( select p.task_id
from judged_tasks p cross join lateral (select p.task_id, p.state, p.next_action, p.goal_ids, p.best_score, p.flagged_from as valid_from) f cross join lateral (select p.task_id as id, p.tool, p.tool_created_at) t
left join scopes s on s.id = p.scope_id
where (p.is_live or p.finished_at >= $8) and f.state in ('no-why', 'suggested') and f.next_action <> 'choose-goal' and p.is_live and (p.team_id = any($9) or p.assignee_id = $10 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $11))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $12) else coalesce(p.team_id = any($13), false) or coalesce(p.assignee_id = $14, false) end) and p.task_id in (select task_id
from review_asks) ) j on j.task_id = a.task_id join flags f on f.task_id = a.task_id and "f"."valid_to" is null join lateral (select near.goal_id, near.likelihood
from ( select l.goal_id, l.likelihood, true as is_suggested
from links l
where l.task_id = f.task_id and l.verdict = 'suggested' and l.valid_to is null
union all select one ->> 'bestGoalId', (one ->> 'bestScore')::float8, false
from jsonb_array_elements(f.tried) one
where one ->> 'bestGoalId' is not null and one ->> 'bestScore' is not null and not exists ( select
from link_decisions d
where d.task_id = f.task_id and d.goal_id = one ->> 'bestGoalId' and d.undone_at is null) ) near
where near.goal_id = any($15::text[])
order by near.is_suggested desc, near.likelihood desc, near.goal_id
limit 1) near on near.goal_id = a.goal_id and true ) w) select c.total, w.*
from (select count(*) as total
from waiting) c
left join lateral (select *
from waiting
where (part, at, "taskId") > ($16::int, $17::float8, $18::text)
order by place
limit $19) w on true
order by w.place;
