insert into set_asides (connection_id, scope_id, external_id, reason, raw, sync_run_id, at) values ($1, $2, $3, $4, $5::jsonb, $6, $7)
on conflict (connection_id, coalesce(scope_id, ''), coalesce(external_id, md5(raw::text))) do update
set reason = excluded.reason, raw = excluded.raw, sync_run_id = excluded.sync_run_id, at = excluded.at;
