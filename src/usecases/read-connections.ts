import type { Vocabulary } from '../../connectors/connector.ts';
import { sources, wikis } from '../../connectors/registry.ts';
import { mergeMapping } from '../domain/mapping.ts';
import type { Viewer } from '../domain/person.ts';
import { isWiki, type Mapping } from '../domain/task.ts';
import { type Connection, findConnection, listConnections } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { listHolds } from '../store/held-removals.ts';
import { listHiddenScopeIds, listScopePeople, listScopes } from '../store/scopes.ts';
import { listSetAsides } from '../store/set-asides.ts';
import {
  type ConnectionCounts,
  countConnections,
  countInConnection,
  listRecentRuns,
  listRunScopes,
} from '../store/views/connections.ts';
import { UseCaseError } from './errors.ts';
import { oauthStateOf } from './oauth-tokens.ts';
import { sourceProposalId } from './proposal-ids.ts';
import { type Condition, readConditions } from './read-conditions.ts';

const EMPTY: Mapping = { statuses: {}, goalFields: [], estimateFields: [], teamFields: [] };
const MAPPING_PARTS = ['statuses', 'goalFields', 'estimateFields', 'teamFields'] as const;
const RECENT_RUNS = 10;
/** What a private scope is called before people who are not named for it. */
const HIDDEN_SCOPE = 'a scope you cannot see';

interface ReadDeps {
  readonly db: Database;
  readonly now: () => number;
}

/** One under way, and one of each kind that waits. */
const OPEN_RUNS_MAX = 4;

/** Every connection with its state, its last whole pull and the one under way. */
export async function readConnections({ db, now }: ReadDeps, viewer: Viewer) {
  const connections = await listConnections(db);
  const counts = await countConnections(db);
  const conditionOf = await readConditions(db, now());
  const items = await Promise.all(
    connections.map(async (one) =>
      toConnectionView(
        one,
        counts.get(one.id),
        conditionOf(one, counts.get(one.id)),
        await readRuns(db, viewer, one.id, OPEN_RUNS_MAX),
        await readConsentState(db, one.id),
      ),
    ),
  );
  return { items };
}

/** One connection with its words, its mapping and its scopes. @throws UseCaseError `no-such-connection` */
export async function readConnection({ db, now }: ReadDeps, viewer: Viewer, id: string) {
  const connection = await requireConnection(db, id);
  const counts = (await countConnections(db)).get(id);
  const runs = await readRuns(db, viewer, id, RECENT_RUNS);
  const found = await countInConnection(db, id);
  const hidden = await listHiddenScopeIds(db, viewer);
  const scopes = (await listScopes(db, id)).map((scope) =>
    hidden.has(scope.id) ? { ...scope, name: HIDDEN_SCOPE, key: null } : scope,
  );
  const named = await listScopePeople(db, id);
  const ability = isWiki(connection.tool) ? wikis[connection.tool].abilities : null;
  const names = new Map(scopes.map((scope) => [scope.externalId, scope.name]));
  const words = (connection.vocabulary as Vocabulary | null) ?? { statuses: [], fields: [] };
  const inStatus = (externalId: string, name: string) =>
    found.byStatus
      .filter((one) => (one.id ?? one.name) === externalId || (one.id === null && one.name === name))
      .reduce((sum, one) => sum + one.count, 0);
  return {
    ...toConnectionView(
      connection,
      counts,
      (await readConditions(db, now()))(connection, counts),
      runs,
      await readConsentState(db, id),
    ),
    hasWebhooksByHand: ability?.hasWebhooksByHand ?? false,
    mapping: writable(mergeMapping(connection.mappingGuessed ?? EMPTY, connection.mappingEdited)),
    editedParts: MAPPING_PARTS.filter((part) => connection.mappingEdited?.[part] !== undefined),
    vocabulary: {
      statuses: words.statuses.map(({ externalId, name, scopeExternalId, category }) => ({
        externalId,
        name,
        scopeName: scopeExternalId ? (names.get(scopeExternalId) ?? null) : null,
        category,
        tasks: inStatus(externalId, name),
      })),
      fields: [...words.fields],
    },
    scopeList: scopes.map((scope) => ({
      id: scope.id,
      key: scope.key,
      name: scope.name,
      isSelected: scope.isSelected,
      isArchived: scope.isArchived,
      isPrivate: scope.isPrivate,
      visibility: scope.visibility,
      isDeleted: scope.deletedAt !== null,
      teamId: scope.teamId,
      personIds: named.get(scope.id) ?? [],
      tasks: found.byScope.get(scope.id) ?? 0,
      columnsProposalId: ability?.hasGoalColumns && found.byScope.get(scope.id) ? sourceProposalId(scope.id) : null,
    })),
    held: (await listHolds(db, id)).map((hold) => ({
      id: hold.id,
      scopeId: hold.scope_id,
      scopeName: scopes.find((scope) => scope.id === hold.scope_id)?.name ?? '',
      tasks: hold.task_ids.length,
      ofTasks: hold.of_tasks,
      foundAt: hold.found_at.toISOString(),
    })),
    recentRuns: runs,
  };
}

function writable(mapping: Mapping) {
  return {
    statuses: { ...mapping.statuses },
    goalFields: [...mapping.goalFields],
    estimateFields: [...mapping.estimateFields],
    teamFields: [...mapping.teamFields],
  };
}

export async function requireConnection(db: Database, id: string): Promise<Connection> {
  const connection = await findConnection(db, id);
  if (!connection) throw new UseCaseError('no-such-connection', `There is no connection ${id}.`, { isNotFound: true });
  return connection;
}

/** The last runs of one connection or of all, newest first, with progress by scope. */
export async function readRuns(db: Database, viewer: Viewer, connectionId: string | null, limit: number) {
  const runs = await listRecentRuns(db, connectionId, limit);
  const hidden = await listHiddenScopeIds(db, viewer);
  const scopes = Map.groupBy(
    await listRunScopes(
      db,
      runs.map((run) => run.id),
    ),
    (scope) => scope.sync_run_id,
  );
  return runs.map((run) => ({
    id: run.id,
    connectionId: run.connection_id,
    kind: run.kind,
    state: run.state,
    requestedAt: run.requested_at.toISOString(),
    startedAt: run.started_at?.toISOString() ?? null,
    finishedAt: run.finished_at?.toISOString() ?? null,
    requests: run.requests,
    waitMs: run.wait_ms,
    pages: run.pages,
    tasks: run.tasks,
    setAside: run.set_aside,
    error: run.error?.message ?? null,
    scopes: (scopes.get(run.id) ?? []).map((scope) => ({
      scopeId: scope.scope_id,
      scopeName: hidden.has(scope.scope_id) ? HIDDEN_SCOPE : scope.scope_name,
      state: scope.state,
      pages: scope.pages,
      tasks: scope.tasks,
      requests: scope.requests,
      waitMs: scope.wait_ms,
      expectedTasks: scope.expected_tasks,
      error: scope.error?.message ?? null,
    })),
  }));
}

export type RunView = Awaited<ReturnType<typeof readRuns>>[number];

/** Records that could not be read: why, not what they hold; of the scopes whose tasks the viewer may see. */
export async function readSetAsides(
  db: Database,
  viewer: Viewer,
  id: string,
  page: { readonly cursor?: string | undefined; readonly limit: number },
) {
  await requireConnection(db, id);
  const found = await listSetAsides(db, viewer, id, page);
  return {
    items: found.rows.map((row) => ({
      externalId: row.externalId,
      scopeName: row.scopeName,
      reason: row.reason,
      at: row.at.toISOString(),
    })),
    nextCursor: found.nextCursor,
  };
}

/** How a person's consent stands; null where it is read with a token. */
async function readConsentState(db: Database, id: string) {
  const state = await oauthStateOf(db, id);
  if (!state) return null;
  const { refreshedAt, consentedAt, scopes, refusal } = state;
  return {
    consentedAt: consentedAt.toISOString(),
    refreshedAt: refreshedAt.toISOString(),
    scopes: [...scopes],
    refusal,
  };
}

function toConnectionView(
  connection: Connection,
  counts: ConnectionCounts | undefined,
  { webhooks, health }: Condition,
  runs: readonly RunView[],
  consent: Awaited<ReturnType<typeof readConsentState>>,
) {
  return {
    id: connection.id,
    tool: connection.tool,
    name: connection.name,
    baseUrl: connection.baseUrl,
    state: connection.state,
    account: connection.account ? { name: connection.account.name, site: connection.account.site } : null,
    scopeNoun: sources[connection.tool].abilities.scopeNoun,
    scopes: counts?.scopes ?? 0,
    selectedScopes: counts?.selectedScopes ?? 0,
    tasks: counts?.tasks ?? 0,
    setAside: counts?.setAside ?? 0,
    unmatchedPeople: counts?.unmatchedPeople ?? 0,
    heldRemovals: counts?.heldRemovals ?? 0,
    lastCompleteAt: connection.lastCompleteAt?.toISOString() ?? null,
    lastError: connection.lastError,
    consent,
    webhooks,
    health: { ...health, unseen: [...health.unseen], budgets: [...health.budgets] },
    currentRun: currentOf(runs),
  };
}

/** The one under way; else the next: a pull comes before the census that was asked for with it. */
function currentOf(runs: readonly RunView[]): RunView | null {
  const waiting = runs.filter(({ state }) => state === 'queued');
  const next = waiting.find(({ kind }) => kind !== 'census') ?? waiting[0];
  return runs.find(({ state }) => state === 'running') ?? next ?? null;
}
