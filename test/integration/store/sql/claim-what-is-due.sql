insert into "schedules" ("name", "due_at") values ($1, $2)
on conflict ("name") do nothing;

select *
from "schedules"
where "due_at" <= $1
order by "due_at"
for update skip locked;

delete
from "schedules"
where "name" = $1;
