import type { TaskDetail } from '../../api/schemas/tasks.ts';
import { StateMark } from '../components/state-mark.tsx';
import { TimeAgo } from '../components/time-ago.tsx';
import { withoutState } from '../format.ts';
import { taskTexts as texts } from '../texts/en/task.tsx';
import classes from './task.module.css';

/** What its flag was before, newest first; that only its words changed is no news. */
export function TaskHistory({ history }: { history: TaskDetail['history'] }) {
  return (
    <section>
      <h2>{texts.wasFlagged}</h2>
      <ol className={`plain-list small ${classes.history}`}>
        {inRuns(history).map((entry) => (
          <li key={`${entry.from} ${entry.state}`}>
            <span className="soft">
              {entry.to === null ? texts.since(<TimeAgo at={entry.from} />) : <TimeAgo at={entry.from} />}
            </span>
            <StateMark state={entry.state} />
            <span className="soft">{withoutState(entry.reason)}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** One for each time the state changed: since when, and what was said last. */
function inRuns(history: TaskDetail['history']): TaskDetail['history'] {
  const begins = (at: number) => history[at]?.state !== history[at + 1]?.state;
  return history.flatMap((entry, at) => {
    if (entry.state === history[at - 1]?.state) return [];
    const began = history.findIndex((_, later) => later >= at && begins(later));
    return [{ ...entry, from: history[began]?.from ?? entry.from }];
  });
}
