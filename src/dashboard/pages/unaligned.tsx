import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { FlagState } from '../../domain/flag.ts';
import { ListFilters } from '../components/list-filters.tsx';
import { ListSentence } from '../components/list-sentence.tsx';
import type { Density } from '../components/person-menu.tsx';
import { Fault, RowsSkeleton } from '../components/states.tsx';
import { TaskList } from '../components/task-list.tsx';
import { useListMoves } from '../hooks/use-list-moves.ts';
import { usePreference } from '../hooks/use-preference.ts';
import { useTitle } from '../hooks/use-title.ts';
import { orderQuery } from '../list-queries.ts';
import { defaultState, toFilter, toOrderQuery } from '../list-search.ts';
import { facetsQuery } from '../queries.ts';
import { listTexts as texts } from '../texts/en/list.tsx';
import { contradictionHeading, headings } from '../words.ts';
import { NoTasks } from './no-tasks.tsx';
import classes from './unaligned.module.css';

const route = getRouteApi('/signed-in/unaligned');
const rowsOfSkeleton = 25;

/** Which work has no why, why we say so, and what to do now. The same page lists any other kind of work. */
export function UnalignedPage() {
  const search = route.useSearch();
  const moves = useListMoves(search);
  const [density] = usePreference<Density>('density', 'compact');
  const facets = useQuery(facetsQuery(toFilter(search)));
  const order = useQuery(orderQuery(toOrderQuery(search)));
  const heading =
    search.action === 'choose-goal'
      ? contradictionHeading
      : (headings[(search.state ?? defaultState) as FlagState] ?? texts.work);
  useTitle(heading);
  useTaskPageSoon();
  return (
    <div data-page className={classes.list}>
      <ListSentence search={search} facets={facets.data} order={order.data} heading={heading} />
      <ListFilters search={search} facets={facets.data} onChange={moves.filter} />
      {order.isError && !order.data ? (
        <Fault error={order.error} what={texts.notRead} onRetry={() => void order.refetch()} />
      ) : !order.data ? (
        <RowsSkeleton rows={rowsOfSkeleton} height={24} />
      ) : order.data.total === 0 ? (
        <NoTasks search={search} onClear={moves.clear} />
      ) : (
        <TaskList
          // A selection belongs to what it was chosen from: other filters start with none, as soon as what they leave is read.
          key={order.data.of}
          order={order.data}
          search={search}
          moves={moves}
          isDense={density === 'compact'}
          isStale={order.isPlaceholderData}
        />
      )}
    </div>
  );
}

const idleMs = 600;

/** Who reads a list opens one of its tasks: that page's code is fetched once the list stands. */
function useTaskPageSoon(): void {
  useEffect(() => {
    const timer = setTimeout(() => void import('./task.tsx'), idleMs);
    return () => clearTimeout(timer);
  }, []);
}
