insert into "sync_runs" ("id", "connection_id", "kind", "state", "requested_at") values ($1, $2, $3, $4, $5)
on conflict (connection_id, (kind = 'census'))
where "state" = $6 do update
set "kind" = case when "excluded"."kind" = 'full' then 'full' else "sync_runs"."kind" end
returning *;

update "sync_runs"
set "state" = $1, "fence" = "fence" + $2, "started_at" = coalesce("started_at", $3), "error" = $4
where "id" = $5 and "state" in ($6, $7)
returning "connection_id", "kind", "fence";

insert into "sync_run_scopes" ("sync_run_id", "scope_id", "state", "expected_tasks", "updated_at") values ($1, $2, $3, $4, $5)
on conflict ("sync_run_id", "scope_id") do nothing;

with scope as ( update sync_run_scopes
set state = case when $1 then 'done' else 'running' end, pages = pages + $2, tasks = tasks + $3, requests = requests + $4, wait_ms = wait_ms + $5, expected_tasks = coalesce($6::integer, expected_tasks), updated_at = $7
where sync_run_id = $8 and scope_id = $9 ) update sync_runs
set pages = pages + $10, tasks = tasks + $11, requests = requests + $12, wait_ms = wait_ms + $13, set_aside = set_aside + $14
where id = $15 and fence = $16 and state = 'running';
