import { Button } from '@mantine/core';
import type { TaskRow } from '../../api/schemas/tasks.ts';
import { plural } from '../format.ts';
import { useDecide } from '../hooks/use-decide.ts';
import classes from './bulk-bar.module.css';
import { GoalPicker } from './goal-picker.tsx';

/** The same decisions for many at once, each button with its count. */
export function BulkBar({ tasks, onDone }: { tasks: readonly TaskRow[]; onDone: () => void }) {
  const decide = useDecide();
  const suggested = tasks.filter((task) => task.suggestion);
  const act = (chosen: readonly TaskRow[], says: 'accepted' | 'rejected', goalKey?: string) => {
    void decide(chosen, says, goalKey);
    onDone();
  };
  return (
    <section className={classes.bar} aria-label="What to do with the selected tasks">
      <span role="status">{plural(tasks.length, 'task')} selected</span>
      <Button variant="filled" disabled={suggested.length === 0} onClick={() => act(suggested, 'accepted')}>
        Accept {plural(suggested.length, 'suggestion')}
      </Button>
      <Button disabled={suggested.length === 0} onClick={() => act(suggested, 'rejected')}>
        Not these {suggested.length}
      </Button>
      <GoalPicker label={`Link ${tasks.length} to…`} onPick={(goalKey) => act(tasks, 'accepted', goalKey)} />
      <Button variant="subtle" onClick={onDone}>
        Clear
      </Button>
    </section>
  );
}
