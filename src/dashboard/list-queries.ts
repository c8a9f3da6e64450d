import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { SavedViewsAnswer } from '../api/schemas/saved-views.ts';
import type { ArrivalsAnswer, OrderQuery, TaskOrder, TaskRowsAnswer } from '../api/schemas/task-order.ts';
import { getJson } from './api.ts';
import type { ListOrder } from './list-layout.ts';
import { type ListSearch, toFilter, toOrderQuery } from './list-search.ts';

/** Rows of one question; a page shows two or three such windows at a time. */
export const windowRows = 50;

/**
 * The list as it is when it is read. It stays so while it is looked at, whatever changes: a list that moves under one's eyes is read
 * wrongly. Its rows are kept up to date in their places, and what came since is announced.
 */
export const orderQuery = (query: Partial<OrderQuery>) =>
  queryOptions({
    queryKey: ['order', query],
    queryFn: async ({ signal }) => parseOrder(query, await getJson<TaskOrder>('/tasks/order', query, signal)),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    // Comparing a hundred thousand ids with those before would take longer than drawing them.
    structuralSharing: false,
  });

function parseOrder({ group: _, sort: __, ...filter }: Partial<OrderQuery>, answer: TaskOrder): ListOrder {
  return {
    ...answer,
    of: JSON.stringify(filter),
    groups: answer.groups.map((group) => ({ ...group, ids: group.ids.split('\n') })),
  };
}

/** The rows of one window, as they are now. */
export const rowsQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['tasks', 'rows', ids.join()],
    queryFn: async ({ signal }) => (await getJson<TaskRowsAnswer>('/tasks/rows', { ids: ids.join() }, signal)).items,
    // Who scrolls through a long list passes thousands.
    gcTime: 30_000,
  });

/** What the list would have more if it were read again; asked when something changed. */
export const arrivalsQuery = (search: ListSearch, order: Pick<ListOrder, 'at' | 'total'>) => {
  const query = { ...toFilter(search), since: order.at };
  return queryOptions({
    queryKey: ['tasks', 'arrivals', query],
    queryFn: ({ signal }) => getJson<ArrivalsAnswer>('/tasks/order/arrivals', query, signal),
    initialData: { total: order.total, ids: [], isCut: false },
    // A search without a state looks at what nobody judges, too, of which nothing is announced.
    enabled: !(query.q && !query.state),
  });
};

/** Where the same rows come as a file. */
export function csvAddress(search: ListSearch): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(toOrderQuery(search)))
    if (value !== undefined && value !== '') params.set(name, String(value));
  return `/api/v1/tasks.csv?${params}`;
}

/** As many as fit into one address. */
const idsAtOnce = 100;

/** Rows that are selected and were not on the screen lately. */
export const rowsOfSelection = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['tasks', 'selected', ids.join()],
    queryFn: async ({ signal }) => {
      const parts = Array.from({ length: Math.ceil(ids.length / idsAtOnce) }, (_, at) =>
        ids.slice(at * idsAtOnce, (at + 1) * idsAtOnce).join(),
      );
      const answers = await Promise.all(
        parts.map((part) => getJson<TaskRowsAnswer>('/tasks/rows', { ids: part }, signal)),
      );
      return answers.flatMap(({ items }) => items);
    },
    gcTime: 30_000,
  });

/** Lists kept under a name. */
export const savedViewsQuery = queryOptions({
  queryKey: ['saved-views'],
  queryFn: ({ signal }) => getJson<SavedViewsAnswer>('/saved-views', {}, signal),
});
