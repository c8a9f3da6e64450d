import { queryOptions } from '@tanstack/react-query';
import type { TeamDetail } from '../api/schemas/teams.ts';
import { getJson } from './api.ts';

/** Who leads a team, whom to ask, and what it works on; its numbers come with `team=` from where everybody's do. */
export const teamQuery = (id: string) =>
  queryOptions({
    queryKey: ['team', id],
    queryFn: ({ signal }) => getJson<TeamDetail>(`/teams/${encodeURIComponent(id)}`, {}, signal),
  });
