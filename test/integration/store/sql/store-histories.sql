select "id", "transitions"
from "tasks"
where "id" = any($1::text[])
order by "id"
for update;

update tasks t
set transitions = h.transitions, stale_at = coalesce(t.stale_at, $1)
from unnest($2::text[], $3::jsonb[]) as h(id, transitions)
where t.id = h.id;
