import type { QueryClient } from '@tanstack/react-query';
import type { Weight } from '../api/schemas/common.ts';
import { orderQuery } from './list-queries.ts';
import { type ListSearch, toFilter, toOrderQuery } from './list-search.ts';
import { alignmentQuery, facetsQuery, goalQuery, sessionQuery, taskQuery } from './queries.ts';

/**
 * Asks for what a page opens with as soon as one turns to it: the answer is on its way while the page is drawn. Nothing is asked before it is
 * known who looks. The page itself asks the same, and tells what went wrong.
 */
export function askEarly<Of>(client: QueryClient, ask: (client: QueryClient, of: Of) => void, of: Of): void {
  if (client.getQueryData(sessionQuery.queryKey)) ask(client, of);
}

/** The sentence before all else: the rest takes longer to count. */
export function askForOverview(
  client: QueryClient,
  { weight, team, manager }: { weight?: Weight; team?: string; manager?: string },
): void {
  const byDefault = client.getQueryData(sessionQuery.queryKey)?.organisation.defaultWeight ?? 'count';
  void client.prefetchQuery(alignmentQuery({ team, manager, weight: weight ?? byDefault }));
}

export function askForList(client: QueryClient, search: ListSearch): void {
  void client.prefetchQuery(orderQuery(toOrderQuery(search)));
  void client.prefetchQuery(facetsQuery(toFilter(search)));
}

export function askForTask(client: QueryClient, taskId: string): void {
  void client.prefetchQuery(taskQuery(taskId));
}

export function askForGoal(client: QueryClient, { key, asOf }: { key: string; asOf?: string | undefined }): void {
  void client.prefetchQuery(goalQuery(key, asOf));
}
