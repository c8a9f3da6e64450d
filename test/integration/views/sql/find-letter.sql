select d.id, d.person_id as "personId", p.name as person, d.iso_week as "isoWeek", d.is_test as "isTest", d.state, d.due_at as "dueAt", d.sent_at as "sentAt", case when d.person_id = $1 then d.subject end as subject, d.trouble, d.html is not null and d.person_id = $2 as "mayRead", d.html, d.text, d.picture
from digests d join people p on p.id = d.person_id
where d.id = $3 and d.html is not null and d.person_id = $4 and d.person_id = $5;
