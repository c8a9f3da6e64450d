import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Fault, RowsSkeleton } from '../components/states.tsx';
import { TaskActions } from '../components/task-actions.tsx';
import { TaskName, WhyCell } from '../components/task-cells.tsx';
import { formatCount } from '../format.ts';
import { useSaid } from '../hooks/said.ts';
import { defaultState } from '../list-search.ts';
import { tasksQuery } from '../queries.ts';
import { listTexts } from '../texts/en/list.tsx';
import { largestTexts as texts } from '../texts/en/overview.tsx';
import classes from './overview.module.css';

const rowsMax = 8;

/** The largest work without a why: which, why we say so, and what now. */
export function LargestUnaligned({ within }: { within: { team?: string; manager?: string } }) {
  const tasks = useQuery(tasksQuery({ ...within, state: defaultState, sort: '-estimate', limit: rowsMax }));
  const said = useSaid();
  const [pickerFor, setPickerFor] = useState<string | null>(null);
  if (tasks.data?.items.length === 0) return null;
  return (
    <section>
      <h2>{texts.title}</h2>
      <p className="small soft">{texts.lead}</p>
      {tasks.isError && !tasks.data && (
        <Fault error={tasks.error} what={listTexts.notRead} onRetry={() => void tasks.refetch()} />
      )}
      {tasks.isPending && <RowsSkeleton rows={rowsMax} height={40} />}
      {tasks.data && (
        <>
          <ul className={`plain-list ${classes.largest}`}>
            {tasks.data.items.map((task) => (
              <li key={task.id}>
                <TaskName task={task} />
                <WhyCell task={task} />
                <TaskActions
                  task={task}
                  said={said.get(task.id)}
                  isPickerOpen={pickerFor === task.id}
                  onPickerOpen={(isOpen) => setPickerFor(isOpen ? task.id : null)}
                />
              </li>
            ))}
          </ul>
          <p className={classes.more}>
            <Link to="/unaligned" search={{ ...within, sort: '-estimate' }}>
              {texts.all(formatCount(tasks.data.total))}
            </Link>
          </p>
        </>
      )}
    </section>
  );
}
