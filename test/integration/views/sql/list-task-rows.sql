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
