with recursive words as ( select d.id, d.task_id, d.goal_id, d.says, d.at, d.at as spoken_at
from link_decisions d
where d.at > $1 and d.at <= $2 and (d.undone_at is null or d.undone_at > $3) and exists (select
from tasks t
left join task_periods p on p.task_id = t.id and "p"."valid_to" is null
left join flags f on f.task_id = t.id and "f"."valid_to" is null cross join lateral (select f.reason, f.tried) w
left join scopes s on s.id = t.scope_id
where true and t.id = d.task_id and (p.team_id = any($4) or p.assignee_id = $5 or p.scope_id = any(array(select sp.scope_id
from scope_people sp
where sp.person_id = $6))) and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $7) else coalesce(p.team_id = any($8), false) or coalesce(p.assignee_id = $9, false) end))
union select w.id, w.task_id, w.goal_id, w.says, w.at, before.at
from words w join link_decisions before on before.task_id = w.task_id and before.goal_id = w.goal_id and before.undone_at = w.spoken_at and before.at < w.spoken_at ), first_words as (select distinct on (id) *
from words
order by id, spoken_at) select w.says, w.at, l.verdict, l.likelihood, l.evidence->0->>'kind' as kind, (select max((e->>'likelihood')::double precision)
from jsonb_array_elements(l.evidence) e
where e->>'kind' = any($10)) as structural, (select max((e->>'likelihood')::double precision)
from jsonb_array_elements(l.evidence) e
where e->>'kind' = any($11)) as learned
from first_words w
left join lateral ( select *
from links l
where l.task_id = w.task_id and l.goal_id = w.goal_id and l.verdict in ('automatic', 'suggested') and l.valid_from <= w.spoken_at and (l.valid_to is null or l.valid_to >= w.spoken_at)
order by l.valid_from, l.id
limit 1 ) l on true
order by w.at, w.id;
