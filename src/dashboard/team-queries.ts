import { queryOptions } from '@tanstack/react-query';
import type { ManagerDetail, PageReadsAnswer } from '../api/schemas/managers.ts';
import type { TeamDetail } from '../api/schemas/teams.ts';
import { getJson } from './api.ts';

/** Who leads a team, whom to ask, and what it works on; its numbers come with `team=` from where everybody's do. */
export const teamQuery = (id: string) =>
  queryOptions({
    queryKey: ['team', id],
    queryFn: ({ signal }) => getJson<TeamDetail>(`/teams/${encodeURIComponent(id)}`, {}, signal),
  });

/** A manager's page; to ask is to read it, and whoever is skipped is told. */
export const managerQuery = (id: string) =>
  queryOptions({
    queryKey: ['manager', id],
    queryFn: ({ signal }) => getJson<ManagerDetail>(`/managers/${encodeURIComponent(id)}`, {}, signal),
  });

/** Who read the reader's page from above. */
export const pageReadsQuery = queryOptions({
  queryKey: ['page-reads'],
  queryFn: ({ signal }) => getJson<PageReadsAnswer>('/page-reads', {}, signal),
  staleTime: 60_000,
});
