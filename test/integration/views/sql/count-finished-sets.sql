select f.goal_ids as "goalIds", count(*) as count
from task_periods p join flags f on f.task_id = p.task_id and "f"."valid_to" is null and f.state = 'aligned'
where "p"."valid_to" is null and p.is_countable and not p.is_live and p.finished_at >= $1 group by f.goal_ids;
