import type { Connector, ScopeRef, TrafficEvent } from '../../connectors/connector.ts';
import type { WikiConnector } from '../../connectors/wiki.ts';
import type { ChangeEvent } from '../domain/change-event.ts';
import type { Connection } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import type { StoredScope } from '../store/scopes.ts';
import type { Progress } from '../store/sync-runs.ts';
import type { PageOrigin } from './ingest-page.ts';
import { matchFoundPeople } from './match-people.ts';
import { matchToolGoals } from './match-tool-goals.ts';
import type { Traffic } from './sync-lanes.ts';

export interface SyncDeps {
  readonly db: Database;
  readonly openConnector: (connection: Connection, onTraffic: (event: TrafficEvent) => void) => Connector;
  readonly openWiki: (connection: Connection, onTraffic: (event: TrafficEvent) => void) => WikiConnector;
  readonly now: () => number;
  readonly notify: (event: ChangeEvent) => Promise<void>;
  /** Called when tasks became stale, so that their links and flags follow. */
  readonly onStale: () => Promise<void>;
}

/** What every part of a run works with, whatever it reads. */
export interface AnyRun {
  readonly deps: SyncDeps;
  readonly connection: Connection;
  readonly runId: string;
  readonly kind: 'full' | 'incremental' | 'census';
  /** A worker that lost its job finds a larger fence and stops. */
  readonly fence: number;
  readonly traffic: Traffic;
  /** Two lanes never settle at once: they would write the same rows. */
  readonly inTurn: <T>(settle: () => Promise<T>) => Promise<T>;
  /** Tells whoever watches, not for every page. */
  readonly tellProgress: () => Promise<void>;
  readonly signal: AbortSignal;
}

export interface RunUnderWay extends AnyRun {
  readonly connector: Connector;
}

/** Of a wiki, which gives documents. */
export interface WikiRun extends AnyRun {
  readonly connector: WikiConnector;
}

/** Whom the accounts belong to and which of our goals the tool's mean can change with each page; links follow. */
export async function settlePeopleAndGoals({ deps, connection }: RunUnderWay): Promise<void> {
  await matchFoundPeople({ db: deps.db, now: deps.now }, connection.id);
  await matchToolGoals({ db: deps.db, now: deps.now }, connection.id);
  await deps.onStale();
}

interface ReadPage {
  readonly records: readonly { readonly type: string }[];
  readonly setAside: readonly unknown[];
  readonly expectedTasks?: number | null;
  readonly isLast?: boolean;
}

/** What is counted of a run: tasks, or documents where the connection gives those. */
const COUNTED = ['task', 'document'];

/** What a page adds to the run, with the requests it took. */
export function progressOf(run: Pick<AnyRun, 'traffic'>, page: ReadPage): Progress {
  return {
    ...run.traffic.take(),
    pages: 1,
    tasks: page.records.filter(({ type }) => COUNTED.includes(type)).length,
    setAside: page.setAside.length,
    expectedTasks: page.expectedTasks ?? null,
    isLast: page.isLast ?? false,
  };
}

export function originOf(run: RunUnderWay, scopeId: string | null): PageOrigin {
  return {
    connectionId: run.connection.id,
    tool: run.connector.tool,
    scopeId,
    syncRunId: run.runId,
    hasHistory: run.connector.abilities.hasHistory,
    at: instantOf(run.deps),
  };
}

export function instantOf(deps: Pick<SyncDeps, 'now'>): Date {
  return new Date(deps.now());
}

export function toRef(scope: StoredScope): ScopeRef {
  return { externalId: scope.externalId, key: scope.key, name: scope.name };
}
