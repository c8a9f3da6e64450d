import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import type { Weight } from '../api/schemas/common.ts';
import type { SourceName } from '../domain/task.ts';
import { askEarly, askForGoal, askForList, askForOverview, askForTask } from './ask-early.ts';
import { Shell } from './components/shell.tsx';
import { SignedIn } from './components/signed-in.tsx';
import { readStartSearch, readTool } from './first-run-search.ts';
import { readGoalSearch, readGoalsSearch } from './goal-search.ts';
import { parseSearch, readListSearch, stringifySearch } from './list-search.ts';
import { NotFoundPage, PageFault } from './pages/not-found.tsx';
import { OverviewPage } from './pages/overview.tsx';
import { makeQueryClient } from './queries.ts';
import { readReviewSearch } from './review-search.ts';

// Each comes in a piece of its own: who opens the overview does not wait for the others.
const AuditPage = lazyRouteComponent(() => import('./pages/audit.tsx'), 'AuditPage');
const ConfirmSignInPage = lazyRouteComponent(() => import('./pages/confirm-sign-in.tsx'), 'ConfirmSignInPage');
const ConnectionPage = lazyRouteComponent(() => import('./pages/connection.tsx'), 'ConnectionPage');
const ConnectionsPage = lazyRouteComponent(() => import('./pages/connections.tsx'), 'ConnectionsPage');
const CyclesPage = lazyRouteComponent(() => import('./pages/cycles.tsx'), 'CyclesPage');
const DeliveriesPage = lazyRouteComponent(() => import('./pages/deliveries.tsx'), 'DeliveriesPage');
const FirstRunPage = lazyRouteComponent(() => import('./pages/first-run.tsx'), 'FirstRunPage');
const GlossaryPage = lazyRouteComponent(() => import('./pages/glossary.tsx'), 'GlossaryPage');
const ManagerPage = lazyRouteComponent(() => import('./pages/manager.tsx'), 'ManagerPage');
const MapPage = lazyRouteComponent(() => import('./pages/map.tsx'), 'MapPage');
const GoalPage = lazyRouteComponent(() => import('./pages/goal.tsx'), 'GoalPage');
const GoalsPage = lazyRouteComponent(() => import('./pages/goals.tsx'), 'GoalsPage');
const NewConnectionPage = lazyRouteComponent(() => import('./pages/new-connection.tsx'), 'NewConnectionPage');
const OutgoingWebhooksPage = lazyRouteComponent(() => import('./pages/outgoing-webhooks.tsx'), 'OutgoingWebhooksPage');
const PeoplePage = lazyRouteComponent(() => import('./pages/people.tsx'), 'PeoplePage');
const ProposalPage = lazyRouteComponent(() => import('./pages/proposal.tsx'), 'ProposalPage');
const ProposalsPage = lazyRouteComponent(() => import('./pages/proposals.tsx'), 'ProposalsPage');
const ReviewPage = lazyRouteComponent(() => import('./pages/review.tsx'), 'ReviewPage');
const OutboxPage = lazyRouteComponent(() => import('./pages/outbox.tsx'), 'OutboxPage');
const RulesPage = lazyRouteComponent(() => import('./pages/rules.tsx'), 'RulesPage');
const SettingsPage = lazyRouteComponent(() => import('./pages/settings.tsx'), 'SettingsPage');
const SignInPage = lazyRouteComponent(() => import('./pages/sign-in.tsx'), 'SignInPage');
const TaskPage = lazyRouteComponent(() => import('./pages/task.tsx'), 'TaskPage');
const TeamPage = lazyRouteComponent(() => import('./pages/team.tsx'), 'TeamPage');
const TeamsPage = lazyRouteComponent(() => import('./pages/teams.tsx'), 'TeamsPage');
const UnalignedPage = lazyRouteComponent(() => import('./pages/unaligned.tsx'), 'UnalignedPage');

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: PageFault,
});

const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in', component: SignedIn });

const weights: readonly Weight[] = ['count', 'estimate', 'active-days'];

function readWeight(raw: Record<string, unknown>): { weight?: Weight | undefined } {
  const weight = weights.find((known) => known === raw.weight);
  return weight ? { weight } : {};
}

export type ProposalShelf = 'settled' | 'dismissed' | 'unreadable';
const proposalShelves: readonly ProposalShelf[] = ['settled', 'dismissed', 'unreadable'];

export type GlossaryShelf = 'proposed' | 'dismissed';
const glossaryShelves: readonly GlossaryShelf[] = ['proposed', 'dismissed'];

export interface OverviewSearch {
  weight?: Weight;
  team?: string;
  manager?: string;
}

const overview = createRoute({
  getParentRoute: () => signedIn,
  path: '/',
  component: OverviewPage,
  validateSearch: (raw: Record<string, unknown>): OverviewSearch => {
    const weight = weights.find((known) => known === raw.weight);
    const { team, manager } = readListSearch(raw);
    return { ...(weight ? { weight } : {}), ...(team ? { team } : {}), ...(manager ? { manager } : {}) };
  },
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => askEarly(context.client, askForOverview, deps),
});

const unaligned = createRoute({
  getParentRoute: () => signedIn,
  path: '/unaligned',
  component: UnalignedPage,
  validateSearch: readListSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps }) => askEarly(context.client, askForList, deps),
});

const map = createRoute({
  getParentRoute: () => signedIn,
  path: '/map',
  component: MapPage,
  validateSearch: (raw: Record<string, unknown>): OverviewSearch & { goal?: string; teams?: 'all' } => {
    const weight = weights.find((known) => known === raw.weight);
    const { team, manager, goal } = readListSearch(raw);
    const teams = raw.teams === 'all' ? ('all' as const) : undefined;
    return Object.fromEntries(
      Object.entries({ weight, team, manager, goal, teams }).filter(([, value]) => value !== undefined),
    );
  },
});

const review = createRoute({
  getParentRoute: () => signedIn,
  path: '/review',
  component: ReviewPage,
  validateSearch: readReviewSearch,
});

const task = createRoute({
  getParentRoute: () => signedIn,
  path: '/tasks/$taskId',
  component: TaskPage,
  loader: ({ context, params }) => askEarly(context.client, askForTask, params.taskId),
});

const goals = createRoute({
  getParentRoute: () => signedIn,
  path: '/goals',
  component: GoalsPage,
  validateSearch: readGoalsSearch,
});
const cycles = createRoute({ getParentRoute: () => signedIn, path: '/cycles', component: CyclesPage });
const goal = createRoute({
  getParentRoute: () => signedIn,
  path: '/goals/$goalKey',
  component: GoalPage,
  validateSearch: readGoalSearch,
  loaderDeps: ({ search: { asOf } }) => ({ asOf }),
  loader: ({ context, deps, params }) => askEarly(context.client, askForGoal, { key: params.goalKey, ...deps }),
});
const proposals = createRoute({
  getParentRoute: () => signedIn,
  path: '/proposals',
  component: ProposalsPage,
  validateSearch: (raw: Record<string, unknown>): { state?: ProposalShelf } => {
    const state = proposalShelves.find((known) => known === raw.state);
    return state ? { state } : {};
  },
});
const proposal = createRoute({
  getParentRoute: () => signedIn,
  path: '/proposals/$proposalId',
  component: ProposalPage,
});
const glossary = createRoute({
  getParentRoute: () => signedIn,
  path: '/glossary',
  component: GlossaryPage,
  validateSearch: (raw: Record<string, unknown>): { state?: GlossaryShelf } => {
    const state = glossaryShelves.find((known) => known === raw.state);
    return state ? { state } : {};
  },
});
const connections = createRoute({ getParentRoute: () => signedIn, path: '/connections', component: ConnectionsPage });
const newConnection = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/new',
  component: NewConnectionPage,
  validateSearch: (raw: Record<string, unknown>): { consent?: string; tool?: SourceName } =>
    typeof raw.consent === 'string' && raw.consent ? { consent: raw.consent } : readTool(raw),
});
const connection = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/$connectionId',
  component: ConnectionPage,
});
const deliveries = createRoute({
  getParentRoute: () => signedIn,
  path: '/connections/$connectionId/deliveries',
  component: DeliveriesPage,
});
const start = createRoute({
  getParentRoute: () => signedIn,
  path: '/start',
  component: FirstRunPage,
  validateSearch: readStartSearch,
});
const people = createRoute({
  getParentRoute: () => signedIn,
  path: '/people',
  component: PeoplePage,
  validateSearch: (raw: Record<string, unknown>): { person?: string } =>
    typeof raw.person === 'string' && raw.person ? { person: raw.person } : {},
});
const teams = createRoute({ getParentRoute: () => signedIn, path: '/teams', component: TeamsPage });
const manager = createRoute({
  getParentRoute: () => signedIn,
  path: '/managers/$personId',
  component: ManagerPage,
  validateSearch: readWeight,
});
const rules = createRoute({ getParentRoute: () => signedIn, path: '/rules', component: RulesPage });
const team = createRoute({
  getParentRoute: () => signedIn,
  path: '/teams/$teamId',
  component: TeamPage,
  validateSearch: readWeight,
});
const settings = createRoute({ getParentRoute: () => signedIn, path: '/settings', component: SettingsPage });
const outgoingWebhooks = createRoute({
  getParentRoute: () => signedIn,
  path: '/outgoing-webhooks',
  component: OutgoingWebhooksPage,
});
const outbox = createRoute({
  getParentRoute: () => signedIn,
  path: '/outbox',
  component: OutboxPage,
  validateSearch: (raw: Record<string, unknown>): { letter?: string } =>
    typeof raw.letter === 'string' && raw.letter ? { letter: raw.letter } : {},
});
const audit = createRoute({ getParentRoute: () => signedIn, path: '/audit', component: AuditPage });
const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', component: SignInPage });
const confirmSignIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in/confirm',
  component: ConfirmSignInPage,
});

export const router = createRouter({
  routeTree: root.addChildren([
    signedIn.addChildren([
      overview,
      unaligned,
      map,
      review,
      task,
      goals,
      goal,
      cycles,
      proposals,
      proposal,
      glossary,
      connections,
      newConnection,
      connection,
      deliveries,
      people,
      start,
      teams,
      team,
      manager,
      rules,
      settings,
      audit,
      outgoingWebhooks,
      outbox,
    ]),
    signIn,
    confirmSignIn,
  ]),
  context: { client: makeQueryClient() },
  parseSearch,
  stringifySearch,
  scrollRestoration: true,
  defaultPreload: false,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
