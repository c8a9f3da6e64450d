import { keepPreviousData, QueryClient, queryOptions } from '@tanstack/react-query';
import type { AlignmentAnswer, ByTeamAnswer, TrendAnswer } from '../api/schemas/alignment.ts';
import type { AllowancesAnswer } from '../api/schemas/allowances.ts';
import type { CheckInsAnswer } from '../api/schemas/check-ins.ts';
import type { TaskFilter, Weight } from '../api/schemas/common.ts';
import type { ConnectionDetail, ConnectionsAnswer, SetAsidesAnswer } from '../api/schemas/connections.ts';
import type { CyclesAnswer } from '../api/schemas/cycles.ts';
import type { DecisionsAnswer } from '../api/schemas/decisions.ts';
import type { DeliveriesAnswer } from '../api/schemas/deliveries.ts';
import type { DigestChoiceAnswer, LetterAnswer, OutboxAnswer, PreviewAnswer } from '../api/schemas/digests.ts';
import type { FeedState } from '../api/schemas/feeds.ts';
import type { GlossaryAnswer } from '../api/schemas/glossary.ts';
import type { GoalDetail, GoalHistoryAnswer, GoalsAnswer } from '../api/schemas/goals.ts';
import type { NoticesAnswer } from '../api/schemas/notices.ts';
import type { ConsentAnswer } from '../api/schemas/oauth.ts';
import type { SessionAnswer, SettingsAnswer, SignInWays } from '../api/schemas/organisation.ts';
import type { AuditAnswer, PeopleAnswer } from '../api/schemas/people.ts';
import type { PrecisionAnswer } from '../api/schemas/precision.ts';
import type { ProposalDetail, ProposalsAnswer } from '../api/schemas/proposals.ts';
import type { ReviewAnswer } from '../api/schemas/review.ts';
import type { FacetsAnswer, TaskDetail, TasksAnswer, TasksQuery } from '../api/schemas/tasks.ts';
import type { TeamsAnswer } from '../api/schemas/teams.ts';
import type { ToolsAnswer } from '../api/schemas/tools.ts';
import { getJson, mayPass } from './api.ts';

export const makeQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 20_000,
        retry: (failures, error) => mayPass(error) && failures < 2,
        // A person waits: half a second, then two.
        retryDelay: (failures) => 500 * 4 ** failures,
      },
    },
  });

/** Asked before anybody is signed in. */
export const signInWaysQuery = queryOptions({
  queryKey: ['session', 'ways'],
  queryFn: ({ signal }) => getJson<SignInWays>('/session/ways', {}, signal),
});

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => getJson<SessionAnswer>('/session', {}, signal),
  staleTime: 5 * 60_000,
});

export const consentQuery = (id: string) =>
  queryOptions({
    queryKey: ['consent', id],
    queryFn: ({ signal }) => getJson<ConsentAnswer>(`/connections/oauth/${encodeURIComponent(id)}`, {}, signal),
    // It goes on without us: the code is being exchanged.
    refetchInterval: ({ state }) => (['waiting', 'exchanging'].includes(state.data?.state ?? '') ? 1_000 : false),
  });

/** What each tool asks for changes with the service alone. */
export const toolsQuery = queryOptions({
  queryKey: ['tools'],
  queryFn: ({ signal }) => getJson<ToolsAnswer>('/connections/tools', {}, signal),
  staleTime: Number.POSITIVE_INFINITY,
});

export const alignmentQuery = (filter: TaskFilter & { weight?: Weight | undefined }) =>
  queryOptions({
    queryKey: ['alignment', filter],
    queryFn: ({ signal }) => getJson<AlignmentAnswer>('/alignment', filter, signal),
    placeholderData: keepPreviousData,
  });

export const trendQuery = (filter: TaskFilter & { weight?: Weight | undefined }) =>
  queryOptions({
    queryKey: ['trend', filter],
    queryFn: ({ signal }) => getJson<TrendAnswer>('/alignment/trend', filter, signal),
    placeholderData: keepPreviousData,
  });

export const byTeamQuery = (filter: TaskFilter & { weight?: Weight | undefined }) =>
  queryOptions({
    queryKey: ['by-team', filter],
    queryFn: ({ signal }) => getJson<ByTeamAnswer>('/alignment/by-team', filter, signal),
    placeholderData: keepPreviousData,
  });

/** Also asked for anew with whatever is judged: a decision is one more to count. */
export const precisionQuery = queryOptions({
  queryKey: ['precision'],
  queryFn: ({ signal }) => getJson<PrecisionAnswer>('/links/precision', {}, signal),
});

export const tasksQuery = (query: Partial<TasksQuery>) =>
  queryOptions({
    queryKey: ['tasks', query],
    queryFn: ({ signal }) => getJson<TasksAnswer>('/tasks', query, signal),
    placeholderData: keepPreviousData,
  });

/** The first questions, with what each does to the rate; each answer brings the next ones up. */
export const reviewQuery = (which: { weight: Weight; minLikelihood?: number | undefined }) =>
  queryOptions({
    queryKey: ['review', which],
    queryFn: ({ signal }) => getJson<ReviewAnswer>('/links/review', { ...which, limit: 50 }, signal),
    placeholderData: keepPreviousData,
  });

/** Only how many wait. */
export const reviewCountQuery = queryOptions({
  queryKey: ['review', 'count'],
  queryFn: ({ signal }) => getJson<ReviewAnswer>('/links/review', { limit: 1 }, signal),
  select: ({ total }) => total,
});

export const facetsQuery = (filter: TaskFilter) =>
  queryOptions({
    queryKey: ['flags', filter],
    queryFn: ({ signal }) => getJson<FacetsAnswer>('/flags', filter, signal),
    placeholderData: keepPreviousData,
  });

export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ['task', id],
    queryFn: ({ signal }) => getJson<TaskDetail>(`/tasks/${encodeURIComponent(id)}`, {}, signal),
  });

/** What people said of one task, newest first. */
export const taskDecisionsQuery = (taskId: string) =>
  queryOptions({
    queryKey: ['decisions', taskId],
    queryFn: ({ signal }) => getJson<DecisionsAnswer>('/decisions', { taskId, limit: 50 }, signal),
  });

/** Which share of each team's work may keep the lights on. */
export const allowancesQuery = queryOptions({
  queryKey: ['allowances'],
  queryFn: ({ signal }) => getJson<AllowancesAnswer>('/allowances', {}, signal),
});

/** How one goal stood, newest first. */
export const checkInsQuery = (goalKey: string, asOf?: string) =>
  queryOptions({
    queryKey: ['check-ins', goalKey, asOf ?? null],
    queryFn: ({ signal }) =>
      getJson<CheckInsAnswer>(`/goals/${encodeURIComponent(goalKey)}/check-ins`, { limit: 100, asOf }, signal),
  });

export const goalsQuery = (cycle?: string) =>
  queryOptions({
    queryKey: ['goals', cycle ?? null],
    queryFn: ({ signal }) => getJson<GoalsAnswer>('/goals', { cycle }, signal),
  });

/** @param asOf A past day; left out: now. */
export const goalQuery = (key: string, asOf?: string) =>
  queryOptions({
    queryKey: ['goal', key, asOf ?? null],
    queryFn: ({ signal }) => getJson<GoalDetail>(`/goals/${encodeURIComponent(key)}`, { asOf }, signal),
  });

/** Who changed what of one goal, newest first. */
export const goalHistoryQuery = (key: string, limit: number) =>
  queryOptions({
    queryKey: ['goal-history', key, limit],
    queryFn: ({ signal }) => getJson<GoalHistoryAnswer>(`/goals/${encodeURIComponent(key)}/history`, { limit }, signal),
    placeholderData: keepPreviousData,
  });

/** Only owners are answered. */
export const noticesQuery = queryOptions({
  queryKey: ['notices'],
  queryFn: ({ signal }) => getJson<NoticesAnswer>('/notices', {}, signal),
});

export const proposalsQuery = (which: { state: keyof ProposalsAnswer['counts']; cursor?: string | undefined }) =>
  queryOptions({
    queryKey: ['proposals', which],
    queryFn: ({ signal }) => getJson<ProposalsAnswer>('/proposals', { ...which, limit: 25 }, signal),
    placeholderData: keepPreviousData,
  });

export const proposalQuery = (id: string) =>
  queryOptions({
    queryKey: ['proposal', id],
    queryFn: ({ signal }) => getJson<ProposalDetail>(`/proposals/${encodeURIComponent(id)}`, {}, signal),
  });

export const glossaryQuery = (which: { state: keyof GlossaryAnswer['counts']; cursor?: string | undefined }) =>
  queryOptions({
    queryKey: ['glossary', which],
    queryFn: ({ signal }) => getJson<GlossaryAnswer>('/glossary', { ...which, limit: 25 }, signal),
    placeholderData: keepPreviousData,
  });

export const connectionsQuery = queryOptions({
  queryKey: ['connections'],
  queryFn: ({ signal }) => getJson<ConnectionsAnswer>('/connections', {}, signal),
});

export const connectionQuery = (id: string) =>
  queryOptions({
    queryKey: ['connection', id],
    queryFn: ({ signal }) => getJson<ConnectionDetail>(`/connections/${encodeURIComponent(id)}`, {}, signal),
  });

export const setAsidesQuery = (id: string, cursor?: string) =>
  queryOptions({
    queryKey: ['set-asides', id, cursor ?? null],
    queryFn: ({ signal }) =>
      getJson<SetAsidesAnswer>(`/connections/${encodeURIComponent(id)}/set-asides`, { cursor, limit: 25 }, signal),
    placeholderData: keepPreviousData,
  });

export const deliveriesQuery = (which: { connection: string; state: string; cursor: string | undefined }) =>
  queryOptions({
    queryKey: ['deliveries', which],
    queryFn: ({ signal }) => getJson<DeliveriesAnswer>('/deliveries', { ...which, limit: 25 }, signal),
    placeholderData: keepPreviousData,
  });

export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: ({ signal }) => getJson<TeamsAnswer>('/teams', {}, signal),
  staleTime: 60_000,
});

export const peopleQuery = queryOptions({
  queryKey: ['people'],
  queryFn: ({ signal }) => getJson<PeopleAnswer>('/people', {}, signal),
  staleTime: 60_000,
});

export const outboxQuery = (cursor?: string) =>
  queryOptions({
    queryKey: ['digests', 'list', cursor],
    queryFn: ({ signal }) => getJson<OutboxAnswer>('/digests', { cursor, limit: 25 }, signal),
    placeholderData: keepPreviousData,
    // What waits is sent within a minute; nothing tells of it.
    refetchInterval: 10_000,
  });

export const letterQuery = (id: string) =>
  queryOptions({
    queryKey: ['digests', 'letter', id],
    queryFn: ({ signal }) => getJson<LetterAnswer>(`/digests/${encodeURIComponent(id)}`, {}, signal),
  });

export const previewQuery = queryOptions({
  queryKey: ['digests', 'preview'],
  queryFn: ({ signal }) => getJson<PreviewAnswer>('/digests/preview', {}, signal),
});

export const digestChoiceQuery = queryOptions({
  queryKey: ['digests', 'preferences'],
  queryFn: ({ signal }) => getJson<DigestChoiceAnswer>('/digests/preferences', {}, signal),
});

export const feedsQuery = queryOptions({
  queryKey: ['feeds'],
  queryFn: ({ signal }) => getJson<FeedState>('/feeds', {}, signal),
});

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: ({ signal }) => getJson<SettingsAnswer>('/settings', {}, signal),
});

export const auditQuery = (cursor: string | undefined) =>
  queryOptions({
    queryKey: ['audit', cursor],
    queryFn: ({ signal }) => getJson<AuditAnswer>('/audit', { cursor }, signal),
    placeholderData: keepPreviousData,
  });

/** Query keys whose answers change when a link or flag does. */
export const judgedKeys = [
  'first-run',
  'decisions',
  'review',
  'alignment',
  'trend',
  'by-team',
  'flags',
  'goals',
  'goal',
  'task',
  'precision',
  'themes',
  'changes',
  'strategy-map',
  'decisions',
] as const;

export const cyclesQuery = queryOptions({
  queryKey: ['cycles'],
  queryFn: ({ signal }) => getJson<CyclesAnswer>('/cycles', {}, signal),
  staleTime: 60_000,
});
