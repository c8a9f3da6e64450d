import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { GoalDetail } from '../../api/schemas/goals.ts';
import { STATUS_WORDS } from '../../domain/wording.ts';
import { StateMark } from '../components/state-mark.tsx';
import { Fault, RowsSkeleton } from '../components/states.tsx';
import { TaskName } from '../components/task-cells.tsx';
import { tasksQuery } from '../queries.ts';
import { goalTexts as texts } from '../texts/en/goals.tsx';
import classes from './goal.module.css';

const rowsMax = 15;

/** The work that hangs on a goal, or points at it; of a past day, what did so then. */
export function GoalTasks({ goal }: { goal: Pick<GoalDetail, 'key' | 'asOf'> }) {
  const asOf = goal.asOf ?? undefined;
  const tasks = useQuery(tasksQuery({ goal: goal.key, limit: rowsMax, sort: 'title', asOf }));
  if (tasks.isError && !tasks.data)
    return <Fault error={tasks.error} what={texts.tasksNotRead} onRetry={() => void tasks.refetch()} />;
  if (!tasks.data) return <RowsSkeleton rows={6} height={32} />;
  const { items, total, hidden } = tasks.data;
  return (
    <section>
      <h2>{total === 0 ? texts.noTask : texts.tasks(total)}</h2>
      <ul className={`plain-list ${classes.tasks}`}>
        {items.map((task) => (
          <li key={task.id}>
            <TaskName task={task} />
            <span>
              {task.flag && <StateMark state={task.flag.state} />}{' '}
              {!asOf && <span className="soft">· {task.statusName || STATUS_WORDS[task.statusCategory]}</span>}
            </span>
          </li>
        ))}
      </ul>
      <p className="small">
        {total > items.length &&
          (asOf ? (
            texts.moreTasks(total - items.length)
          ) : (
            <Link to="/unaligned" search={{ goal: goal.key, state: 'all' }}>
              {texts.allTasks(total)}
            </Link>
          ))}
        {hidden > 0 && <span className="soft">{texts.hiddenTasks(hidden)}</span>}
      </p>
    </section>
  );
}
