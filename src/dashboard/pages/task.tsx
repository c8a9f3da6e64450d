import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { TaskDetail } from '../../api/schemas/tasks.ts';
import { ApiProblem } from '../api.ts';
import { NoLineView, PlumbLineView } from '../components/plumb-line.tsx';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { taskQuery } from '../queries.ts';
import { taskTexts as texts } from '../texts/en/task.tsx';
import classes from './task.module.css';
import { TaskCarries } from './task-carries.tsx';
import { TaskDecide } from './task-decide.tsx';
import { TaskDecisions } from './task-decisions.tsx';
import { TaskFacts } from './task-facts.tsx';
import { TaskHead } from './task-head.tsx';
import { TaskHistory } from './task-history.tsx';
import { TaskWords } from './task-words.tsx';

const route = getRouteApi('/signed-in/tasks/$taskId');

/** One task: what it hangs on, hop by hop, or what was tried; and what one can do about it, in place. */
export function TaskPage() {
  const { taskId } = route.useParams();
  const task = useQuery(taskQuery(taskId));
  useTitle(task.data ? (task.data.key ?? task.data.title) : texts.title);
  if (task.data) return <TaskView task={task.data} />;
  if (task.isPending) return <PageSkeleton />;
  if (task.error instanceof ApiProblem && task.error.status === 404)
    return (
      <Empty isPage title={texts.notSeen}>
        <p>{texts.notSeenWhy}</p>
      </Empty>
    );
  return <Fault isPage error={task.error} what={texts.notRead} onRetry={() => void task.refetch()} />;
}

function TaskView({ task }: { task: TaskDetail }) {
  const lines = task.lines.filter((line) => line.verdict !== 'rejected');
  return (
    <div data-page>
      <TaskHead task={task} />
      <TaskCarries task={task} />
      <div className={classes.columns}>
        <div className={classes.first}>
          <section>
            <h2>{texts.hangsOn(lines.length)}</h2>
            <div className={classes.lines}>
              {lines.map((line) => (
                <div key={line.goal.id}>
                  <PlumbLineView line={line} task={task} />
                  <TaskDecide task={task} line={line} />
                </div>
              ))}
              {lines.length === 0 && (
                <div>
                  <NoLineView task={task} tried={task.tried} />
                  <TaskDecide task={task} />
                </div>
              )}
            </div>
            <TaskWords task={task} />
            <Rejected task={task} />
          </section>
          <TaskDecisions task={task} />
          {task.history.length > 0 && <TaskHistory history={task.history} />}
        </div>
        <TaskFacts task={task} />
      </div>
    </div>
  );
}

function Rejected({ task }: { task: TaskDetail }) {
  const rejected = task.lines.filter((line) => line.verdict === 'rejected');
  if (rejected.length === 0) return null;
  return (
    <ul className={`plain-list small soft ${classes.rejected}`}>
      {rejected.map((line) => (
        <li key={line.goal.id}>
          {texts.rejected(`${line.goal.key} ${line.goal.title}`, line.decidedBy)} <TaskDecide task={task} line={line} />
        </li>
      ))}
    </ul>
  );
}
