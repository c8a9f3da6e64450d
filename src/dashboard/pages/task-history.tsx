import type { TaskDetail } from '../../api/schemas/tasks.ts';
import { StateMark } from '../components/state-mark.tsx';
import { TimeAgo } from '../components/time-ago.tsx';
import { withoutState } from '../format.ts';
import classes from './task.module.css';

/** What its flag was before, newest first. */
export function TaskHistory({ history }: { history: TaskDetail['history'] }) {
  return (
    <section>
      <h2>What its flag was</h2>
      <ol className={`plain-list small ${classes.history}`}>
        {history.map((entry) => (
          <li key={`${entry.from} ${entry.state}`}>
            <span className="soft">
              {entry.to === null ? 'since ' : ''}
              <TimeAgo at={entry.from} />
            </span>
            <StateMark state={entry.state} />
            <span className="soft">{withoutState(entry.reason)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
