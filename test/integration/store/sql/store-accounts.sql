insert into accounts (connection_id, external_id, name, email) select *
from unnest( $1::text[], $2::text[], $3::text[], $4::text[])
on conflict (connection_id, external_id) do update
set name = excluded.name, email = excluded.email
where (accounts.name, accounts.email) is distinct
from (excluded.name, excluded.email);

with found as ( select *
from unnest($1::text[], $2::text[], $3::text[]) as f(external_id, person_id, matched_by) ) update accounts a
set person_id = f.person_id, matched_by = f.matched_by
from accounts b
left join found f using (external_id)
where a.connection_id = $4 and b.connection_id = a.connection_id and b.external_id = a.external_id and a.matched_by is distinct
from 'hand' and (a.person_id, a.matched_by) is distinct
from (f.person_id, f.matched_by);
