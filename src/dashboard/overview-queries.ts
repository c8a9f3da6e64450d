import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { ChangesAnswer, LookAnswer } from '../api/schemas/alignment.ts';
import type { Weight } from '../api/schemas/common.ts';
import type { DecisionsAnswer } from '../api/schemas/decisions.ts';
import type { StrategyMapAnswer } from '../api/schemas/strategy-map.ts';
import type { ThemesAnswer } from '../api/schemas/themes.ts';
import { getJson, sendJson } from './api.ts';

interface Asked {
  readonly team?: string | undefined;
  readonly manager?: string | undefined;
  readonly weight?: Weight | undefined;
}

export const themesQuery = ({ team, manager, weight }: Asked) =>
  queryOptions({
    queryKey: ['themes', { team, manager, weight }],
    queryFn: ({ signal }) => getJson<ThemesAnswer>('/themes', { team, manager, weight }, signal),
    placeholderData: keepPreviousData,
  });

export const strategyMapQuery = ({
  team,
  manager,
  weight,
  goal,
  teams,
}: Asked & { readonly goal?: string | undefined; readonly teams?: 'all' | undefined }) =>
  queryOptions({
    queryKey: ['strategy-map', { team, manager, weight, goal, teams }],
    queryFn: ({ signal }) =>
      getJson<StrategyMapAnswer>('/strategy-map', { team, manager, weight, goal, teams }, signal),
    placeholderData: keepPreviousData,
  });

export const changesQuery = ({ team, manager, weight }: Asked, since?: string) =>
  queryOptions({
    queryKey: ['changes', { team, manager, weight }, since ?? null],
    queryFn: ({ signal }) => getJson<ChangesAnswer>('/alignment/changes', { team, manager, weight, since }, signal),
    placeholderData: keepPreviousData,
  });

/** When the reader looked before. Asking is looking: once for as long as the page stays loaded. */
export const lookQuery = queryOptions({
  queryKey: ['look'],
  queryFn: () => sendJson<LookAnswer>('POST', '/alignment/looks', {}),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

type Which = 'due' | 'waiting' | 'pending';

/** Promised revisits whose day has come, what waits for the reader's decision, or for anybody's. */
export const openDecisionsQuery = (which: Which, { team, manager }: Asked = {}, asked?: string) =>
  queryOptions({
    queryKey: ['decisions', which, { team, manager, asked }],
    queryFn: ({ signal }) => getJson<DecisionsAnswer>('/decisions', { which, team, manager, asked, limit: 50 }, signal),
  });
