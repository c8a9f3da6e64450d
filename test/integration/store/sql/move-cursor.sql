update scopes
set cursor = $1::jsonb, is_walk_complete = $2, visibility = 'visible', walked_at = case when $3 then $4::timestamptz else scopes.walked_at end
from (select id, visibility
from scopes
where id = $5
for update) before
where scopes.id = before.id
returning before.visibility = 'access-lost' as was_lost;
