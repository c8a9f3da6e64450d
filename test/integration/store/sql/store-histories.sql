select "id", "transitions"
from "tasks"
where "id" in ($1);

update tasks t
set transitions = h.transitions, stale_at = coalesce(t.stale_at, $1)
from unnest($2::text[], $3::jsonb[]) as h(id, transitions)
where t.id = h.id;
