import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { TaskRow, TasksAnswer } from '../../api/schemas/tasks.ts';
import { getJson } from '../api.ts';
import { formatCount, plural } from '../format.ts';
import { useDecide } from '../hooks/use-decide.ts';
import { type ListSearch, toTasksQuery } from '../list-search.ts';
import classes from './bulk-bar.module.css';
import { GoalPicker } from './goal-picker.tsx';

/** As many as one call decides, and as a page of the API holds. */
const decidedMax = 500;
const pageMax = 200;

/** The same decisions for many at once, each button with its count. */
export function BulkBar(props: {
  tasks: readonly TaskRow[];
  total: number;
  search: ListSearch;
  onSelect: (tasks: readonly TaskRow[]) => void;
  onDone: () => void;
}) {
  const { tasks, total, onDone } = props;
  const decide = useDecide();
  const readAll = useMutation({ mutationFn: () => readMatching(props.search), onSuccess: props.onSelect });
  const suggested = tasks.filter((task) => task.suggestion);
  const act = (chosen: readonly TaskRow[], says: 'accepted' | 'rejected', goalKey?: string) => {
    void decide(chosen, says, goalKey);
    onDone();
  };
  return (
    <section className={classes.bar} aria-label="What to do with the selected tasks">
      <span role="status">
        {plural(tasks.length, 'task')} selected
        {readAll.isError && '; the others could not be read, try again'}
      </span>
      <Button variant="filled" disabled={suggested.length === 0} onClick={() => act(suggested, 'accepted')}>
        Accept {plural(suggested.length, 'suggestion')}
      </Button>
      <Button disabled={suggested.length === 0} onClick={() => act(suggested, 'rejected')}>
        Not these {suggested.length}
      </Button>
      <GoalPicker label={`Link ${tasks.length} to…`} onPick={(goalKey) => act(tasks, 'accepted', goalKey)} />
      {total > tasks.length && tasks.length < decidedMax && (
        <Button variant="subtle" loading={readAll.isPending} onClick={() => readAll.mutate()}>
          Select {total > decidedMax ? `the first ${decidedMax}` : `all ${formatCount(total)}`} that match
        </Button>
      )}
      <Button variant="subtle" onClick={onDone}>
        Clear
      </Button>
    </section>
  );
}

/** Every task the list matches, in its order, as far as one call can decide. */
async function readMatching(search: ListSearch): Promise<TaskRow[]> {
  const { cursor: _, ...query } = toTasksQuery(search, pageMax);
  const found: TaskRow[] = [];
  let cursor: string | null | undefined;
  do {
    const page: TasksAnswer = await getJson('/tasks', { ...query, cursor });
    found.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && found.length < decidedMax);
  return found.slice(0, decidedMax);
}
