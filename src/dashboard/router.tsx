import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import type { Weight } from '../api/schemas/common.ts';
import { Shell } from './components/shell.tsx';
import { SignedIn } from './components/signed-in.tsx';
import { parseSearch, readListSearch, stringifySearch } from './list-search.ts';
import { AuditPage } from './pages/audit.tsx';
import { ConfirmSignInPage } from './pages/confirm-sign-in.tsx';
import { ConnectionPage } from './pages/connection.tsx';
import { ConnectionsPage } from './pages/connections.tsx';
import { DeliveriesPage } from './pages/deliveries.tsx';
import { GlossaryPage } from './pages/glossary.tsx';
import { GoalPage } from './pages/goal.tsx';
import { GoalsPage } from './pages/goals.tsx';
import { NewConnectionPage } from './pages/new-connection.tsx';
import { NotFoundPage, PageFault } from './pages/not-found.tsx';
import { OverviewPage } from './pages/overview.tsx';
import { PeoplePage } from './pages/people.tsx';
import { ProposalPage } from './pages/proposal.tsx';
import { ProposalsPage } from './pages/proposals.tsx';
import { ReviewPage } from './pages/review.tsx';
import { SettingsPage } from './pages/settings.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { TaskPage } from './pages/task.tsx';
import { UnalignedPage } from './pages/unaligned.tsx';
import { readReviewSearch } from './review-search.ts';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFoundPage, errorComponent: PageFault });

const signedIn = createRoute({ getParentRoute: () => root, id: 'signed-in', component: SignedIn });

const weights: readonly Weight[] = ['count', 'estimate', 'active-days'];

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
});

const unaligned = createRoute({
  getParentRoute: () => signedIn,
  path: '/unaligned',
  component: UnalignedPage,
  validateSearch: readListSearch,
});

const review = createRoute({
  getParentRoute: () => signedIn,
  path: '/review',
  component: ReviewPage,
  validateSearch: readReviewSearch,
});

const task = createRoute({ getParentRoute: () => signedIn, path: '/tasks/$taskId', component: TaskPage });

const goals = createRoute({
  getParentRoute: () => signedIn,
  path: '/goals',
  component: GoalsPage,
  validateSearch: (raw: Record<string, unknown>): { cycle?: string } =>
    typeof raw.cycle === 'string' && raw.cycle ? { cycle: raw.cycle } : {},
});

const goal = createRoute({ getParentRoute: () => signedIn, path: '/goals/$goalKey', component: GoalPage });
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
  validateSearch: (raw: Record<string, unknown>): { consent?: string } =>
    typeof raw.consent === 'string' && raw.consent ? { consent: raw.consent } : {},
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
const people = createRoute({
  getParentRoute: () => signedIn,
  path: '/people',
  component: PeoplePage,
  validateSearch: (raw: Record<string, unknown>): { person?: string } =>
    typeof raw.person === 'string' && raw.person ? { person: raw.person } : {},
});
const settings = createRoute({ getParentRoute: () => signedIn, path: '/settings', component: SettingsPage });
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
      review,
      task,
      goals,
      goal,
      proposals,
      proposal,
      glossary,
      connections,
      newConnection,
      connection,
      deliveries,
      people,
      settings,
      audit,
    ]),
    signIn,
    confirmSignIn,
  ]),
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
