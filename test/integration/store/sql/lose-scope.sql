update "scopes"
set "visibility" = $1
where "id" = $2;

update "tasks"
set "visibility" = $1, "stale_at" = $2
where "scope_id" = $3 and "visibility" <> $4;

insert into "sync_run_scopes" ("sync_run_id", "scope_id", "state", "error", "updated_at") values ($1, $2, $3, $4, $5)
on conflict ("sync_run_id", "scope_id") do update
set "state" = $6, "error" = $7, "updated_at" = $8;
