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
      <h2>Which, why, and what now?</h2>
      <p className="small soft">The largest by estimate of the work that has no why yet.</p>
      {tasks.isError && !tasks.data && (
        <Fault error={tasks.error} what="The list could not be read" onRetry={() => void tasks.refetch()} />
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
              All {formatCount(tasks.data.total)}
            </Link>
          </p>
        </>
      )}
    </section>
  );
}
