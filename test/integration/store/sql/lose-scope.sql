update "scopes"
set "visibility" = $1
where "id" = $2;

update tasks t
set visibility = $1, stale_at = $2
from scopes s
where s.id = $3 and t.connection_id = s.connection_id and t.visibility <> $4 and (t.scope_id = s.id or t.placements @> jsonb_build_array(jsonb_build_object('scopeExternalId', s.external_id))) and ($5 = 'visible' or not exists ( select
from scopes o
where o.connection_id = t.connection_id and o.id <> s.id and o.is_selected and o.visibility = 'visible' and (t.scope_id = o.id or t.placements @> jsonb_build_array(jsonb_build_object('scopeExternalId', o.external_id)))));

insert into "sync_run_scopes" ("sync_run_id", "scope_id", "state", "error", "updated_at") values ($1, $2, $3, $4, $5)
on conflict ("sync_run_id", "scope_id") do update
set "state" = $6, "error" = $7, "updated_at" = $8;
