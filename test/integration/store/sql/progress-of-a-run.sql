insert into "sync_runs" ("id", "connection_id", "kind", "state", "requested_at") values ($1, $2, $3, $4, $5)
on conflict ("connection_id")
where "state" = $6 do update
set "kind" = case when "excluded"."kind" = 'full' then 'full' else "sync_runs"."kind" end
returning *;

update "sync_runs"
set "state" = $1, "fence" = "fence" + $2, "started_at" = coalesce("started_at", $3), "error" = $4
where "id" = $5 and "state" in ($6, $7)
returning "connection_id", "kind", "fence";

insert into "sync_run_scopes" ("sync_run_id", "scope_id", "state", "expected_tasks", "updated_at") values ($1, $2, $3, $4, $5)
on conflict ("sync_run_id", "scope_id") do nothing;

select "fence", "state"
from "sync_runs"
where "id" = $1
for update;

with scope as ( update sync_run_scopes
set pages = pages + $1, tasks = tasks + $2, requests = requests + $3, wait_ms = wait_ms + $4, expected_tasks = coalesce($5::integer, expected_tasks), updated_at = $6
where sync_run_id = $7 and scope_id = $8 ) update sync_runs
set pages = pages + $9, tasks = tasks + $10, requests = requests + $11, wait_ms = wait_ms + $12, set_aside = set_aside + $13
where id = $14;
