select t.id, t.title, left(t.body, $1) as body, coalesce((select array_agg(d.goal_id
order by d.goal_id)
from link_decisions d
where d.task_id = t.id and d.undone_at is null and d.says = $2), '{}') as accepted, coalesce((select array_agg(d.goal_id
order by d.goal_id)
from link_decisions d
where d.task_id = t.id and d.undone_at is null and d.says = $3), '{}') as rejected, coalesce((select array_agg(l.goal_id
order by l.goal_id)
from links l
where l.task_id = t.id and l.valid_to is null and l.verdict = 'automatic' and exists (select
from jsonb_array_elements(l.evidence) e
where e->>'kind' in ('stated', 'inherited', 'rule') and (e->>'likelihood')::double precision >= (select automatic_threshold
from settings))), '{}') as structural, exists (select
from links l
where l.task_id = t.id and l.valid_to is null and l.verdict in ('suggested', 'broken') ) as "isOpen", (select d.says
from task_decisions d
where d.task_id = t.id and d.undone_at is null and d.from_on <= $4 and (d.until_on is null or d.until_on >= $5)
order by d.id desc
limit 1) as decision, coalesce(f.state in ('ktlo', 'over-allowance'), false) as "isKtloByRule"
from tasks t
left join task_periods p on p.task_id = t.id and "p"."valid_to" is null
left join flags f on f.task_id = t.id and "f"."valid_to" is null cross join lateral (select f.reason, f.tried) w
left join scopes s on s.id = t.scope_id
where true and t.id > $6 and (case when s.is_private then exists (select
from scope_people sp
where sp.scope_id = s.id and sp.person_id = $7) else coalesce(p.team_id = any($8), false) or coalesce(p.assignee_id = $9, false) end) and t.visibility = 'visible' and t.gone_at is null and t.mirror_of_id is null and (f.state in ('ktlo', 'over-allowance') or exists (select
from links l
where l.task_id = t.id and l.valid_to is null and l.verdict = 'automatic') or exists (select
from link_decisions d
where d.task_id = t.id and d.undone_at is null) or exists (select
from task_decisions d
where d.task_id = t.id and d.undone_at is null))
order by t.id
limit $10;
