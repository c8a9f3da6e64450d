select d.id, d.task_id as "taskId", t.tool, t.key, t.title, t.url, p.team_id as "teamId", d.says, d.because, d.by_person_id as "byPersonId", d.by_name as "byName", d.at, d.until_on as "untilOn", case when d.says = 'not-now' then coalesce(d.revisit_on, d.until_on + 1) end as "revisitOn", (select jsonb_build_object('id', g.id, 'key', g.key, 'kind', g.kind, 'title', g.title)
from goals g
where g.id = d.yields_to_goal_id) as "yieldsTo", d.asked_person_id as "askedPersonId", d.asked_name || case when exists (select
from people a
where a.id = d.asked_person_id and a.left_at is not null) then ', who left' else '' end as "askedName", (select count(*)::int
from task_decisions e
where e.task_id = d.task_id and e.says = d.says and e.id <= d.id and (e.undone_at is null or e.is_replaced or e.id = d.id)) as times, case when d.undone_at is not null then case when d.is_replaced then 'replaced' else 'undone' end when d.until_on >= $1 or d.until_on is null then 'in-force' when d.says = 'not-now' then 'due' else 'over' end as standing, d.undone_at as "endedAt"
from task_decisions d join tasks t on t.id = d.task_id
left join task_periods p on p.task_id = d.task_id and p.valid_to is null
left join scopes s on s.id = t.scope_id
where true and (p.team_id = any($2) or p.assignee_id = $3 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $4))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $5) else coalesce(p.team_id = any($6), false) or coalesce(p.assignee_id = $7, false) end) and d.task_id = $8 and d.id < $9
order by d.id desc
limit $10;
