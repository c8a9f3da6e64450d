select "t"."id", "t"."connection_id", "t"."tool", "t"."external_id", "t"."key", "t"."url", "t"."kind", "t"."level", "t"."title", "t"."body", "t"."labels", "t"."fields", "t"."links_found", "t"."remote_links", "t"."placements", "t"."scope_id", "t"."group_name", "t"."parent_id", "t"."mirror_of_id", "t"."status_id", "t"."status_name", "t"."status_tool_category", "t"."assignee_external_id", "t"."tool_created_at", "t"."tool_updated_at", "t"."tool_finished_at", "t"."is_archived", "t"."transitions", "t"."visibility", "t"."gone_at", "t"."read_at", "t"."stale_at", exists (select
from tasks c
where c.parent_id = t.id and c.gone_at is null) or coalesce(t.child_count, 0) > (select count(*)
from tasks c
where c.parent_id = t.id) as "has_children", exists (select 1 as "one"
from "tasks" as "m"
where "m"."id" = "t"."mirror_of_id") as "has_mirrored"
from "tasks" as "t"
where "t"."stale_at" is not null
order by "t"."stale_at", "t"."id"
limit $1
for update skip locked;
