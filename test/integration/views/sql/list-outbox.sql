select d.id, d.person_id as "personId", p.name as person, d.iso_week as "isoWeek", d.is_test as "isTest", d.state, d.due_at as "dueAt", d.sent_at as "sentAt", case when (d.person_id = $1 or not exists ( select
from scope_people theirs join scopes s on s.id = theirs.scope_id and s.is_private
where theirs.person_id = d.person_id and not exists (select
from scope_people own
where own.scope_id = s.id and own.person_id = $2))) then d.subject end as subject, d.trouble, d.html is not null and (d.person_id = $3 or not exists ( select
from scope_people theirs join scopes s on s.id = theirs.scope_id and s.is_private
where theirs.person_id = d.person_id and not exists (select
from scope_people own
where own.scope_id = s.id and own.person_id = $4))) as "mayRead"
from digests d join people p on p.id = d.person_id
where true
order by d.due_at desc, d.id desc
limit $5;
