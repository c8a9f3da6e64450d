import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { STATUS_WORDS } from '../../domain/wording.ts';
import { StateMark } from '../components/state-mark.tsx';
import { Fault, RowsSkeleton } from '../components/states.tsx';
import { TaskName } from '../components/task-cells.tsx';
import { plural } from '../format.ts';
import { tasksQuery } from '../queries.ts';
import classes from './goal.module.css';

const rowsMax = 15;

/** The work that hangs on a goal, or points at it. */
export function GoalTasks({ goalKey }: { goalKey: string }) {
  const tasks = useQuery(tasksQuery({ goal: goalKey, limit: rowsMax, sort: 'title' }));
  if (tasks.isError && !tasks.data)
    return <Fault error={tasks.error} what="Its tasks could not be read" onRetry={() => void tasks.refetch()} />;
  if (!tasks.data) return <RowsSkeleton rows={6} height={32} />;
  const { items, total, hidden } = tasks.data;
  return (
    <section>
      <h2>{total === 0 ? 'No task points at it' : `Its ${plural(total, 'task')}`}</h2>
      <ul className={`plain-list ${classes.tasks}`}>
        {items.map((task) => (
          <li key={task.id}>
            <TaskName task={task} />
            <span>
              {task.flag && <StateMark state={task.flag.state} />}{' '}
              <span className="soft">· {task.statusName || STATUS_WORDS[task.statusCategory]}</span>
            </span>
          </li>
        ))}
      </ul>
      {(total > items.length || hidden > 0) && (
        <p className="small">
          {total > items.length && (
            <Link to="/unaligned" search={{ goal: goalKey, state: 'all' }}>
              All {plural(total, 'task')}
            </Link>
          )}
          {hidden > 0 && <span className="soft"> {plural(hidden, 'more task')} that you cannot see.</span>}
        </p>
      )}
    </section>
  );
}
