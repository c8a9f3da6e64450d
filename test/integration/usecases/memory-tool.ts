import type { ChangesPage, Connector, Page, ScopeRecord, ToolGoalRecord } from '../../../connectors/connector.ts';
import { ConnectorError, type ConnectorErrorKind } from '../../../connectors/errors.ts';
import type { TaskRecord } from '../../../src/domain/task.ts';
import { requestSyncRun } from '../../../src/store/sync-runs.ts';
import { syncConnection } from '../../../src/usecases/sync-connection.ts';
import type { SyncDeps } from '../../../src/usecases/sync-run.ts';
import { noWiki } from '../../helpers/no-wiki.ts';
import { DAY_MS, inStatus, NOON, record, type Stage } from './stage.ts';

/** A tool that keeps its tasks in memory: what it says depends on its state alone, and it counts what it is asked. */
export interface MemoryTool {
  readonly tasks: Map<string, TaskRecord>;
  readonly scopes: Map<string, ScopeRecord>;
  /** Goals it keeps itself. */
  readonly goals: Map<string, ToolGoalRecord>;
  /** Some of its goals are hidden from these credentials. */
  hidesGoals: boolean;
  /** Names of calls, with the scope where there is one, in order. */
  readonly asked: string[];
  /** What happened since, in order; a cursor is a place in it. */
  readonly feed: FeedEntry[];
  /** Calls that end badly, by name. */
  readonly faults: Map<string, ConnectorErrorKind>;
  /** Ids that lists leave out although asking by id finds them. */
  readonly unlisted: Set<string>;
  /** External ids of scopes in its bin. */
  readonly bin: Set<string>;
  /** Called before each census page is given. */
  beforeCensusPage: () => void;
  canProveDeletion: boolean;
  hasFeed: boolean;
  connector(): Connector;
}

type FeedEntry = Partial<Pick<ChangesPage, 'missing' | 'changedScopes'>> & { readonly task?: string };

export function createMemoryTool(): MemoryTool {
  const tool: MemoryTool = {
    tasks: new Map(),
    scopes: new Map(),
    goals: new Map(),
    hidesGoals: false,
    asked: [],
    feed: [],
    faults: new Map(),
    unlisted: new Set(),
    bin: new Set(),
    beforeCensusPage: () => undefined,
    canProveDeletion: true,
    hasFeed: true,
    connector: () => connectorOf(tool),
  };
  return tool;
}

/** Puts a scope of this id into the tool. */
export function addToolScope(tool: MemoryTool, externalId: string, given: Partial<ScopeRecord> = {}): void {
  const scope = { externalId, key: externalId, name: externalId, url: null, archived: false, kind: null, ...given };
  tool.scopes.set(externalId, scope);
}

/** Puts a task into the tool, or changes it, and tells it in the feed. */
export function put(tool: MemoryTool, externalId: string, given: Partial<TaskRecord> = {}): void {
  const before = tool.tasks.get(externalId) ?? record(externalId, { updatedAt: NOON - DAY_MS });
  tool.tasks.set(externalId, { ...before, updatedAt: (before.updatedAt ?? 0) + 1, ...given });
  tool.feed.push({ task: externalId });
}

function connectorOf(tool: MemoryTool): Connector {
  const ask = (call: string, scope = '') => {
    tool.asked.push(scope ? `${call} ${scope}` : call);
    const kind = tool.faults.get(scope ? `${call} ${scope}` : call) ?? tool.faults.get(call);
    if (kind) throw new ConnectorError({ tool: 'jira', call, kind, because: 'so the test wants it' });
  };
  const isIn = (scope: string) => (task: TaskRecord) =>
    tool.scopes.has(scope) && task.placements.some((place) => place.scopeExternalId === scope);
  const listed = (scope: string) =>
    [...tool.tasks.values()].filter(isIn(scope)).filter((task) => !tool.unlisted.has(task.externalId));
  const page = (records: Page['records']): Page => ({
    records,
    setAside: [],
    cursor: { at: tool.feed.length },
    isLast: true,
    expectedTasks: null,
  });
  const connector: Connector = {
    tool: 'jira',
    abilities: {
      scopeNoun: 'project',
      hasHistory: true,
      hasGoals: false,
      canProveDeletion: tool.canProveDeletion,
      hasWebhooks: false,
      showsEmail: true,
      isNamedByKey: false,
    },
    check: async () => ({ id: 'me', name: 'Me', email: null, site: 'Example', timeZone: null }),
    async *listScopes() {
      ask('scopes');
      yield* tool.scopes.values();
    },
    async *listDeletedScopes() {
      ask('bin');
      yield* tool.bin;
    },
    async readVocabulary() {
      ask('words');
      const statuses = (['To Do', 'Doing', 'Done'] as const).map((name) => ({
        externalId: inStatus(name).externalId ?? name,
        name,
        scopeExternalId: null,
        category: ({ 'To Do': 'todo', Doing: 'in-progress', Done: 'done' } as const)[name],
      }));
      return { statuses, fields: [] };
    },
    async *pull(scope) {
      ask('pull', scope.externalId);
      if (!tool.scopes.has(scope.externalId)) {
        throw new ConnectorError({ tool: 'jira', call: 'pull', kind: 'not-visible', because: 'it is not there' });
      }
      yield page(listed(scope.externalId));
    },
    async *pullShared() {
      ask('shared');
      yield { ...page([...tool.goals.values()]), isPartial: tool.hidesGoals };
    },
    async *census(scope) {
      ask('census', scope.externalId);
      const ids = listed(scope.externalId).map((task) => task.externalId);
      const half = Math.ceil(ids.length / 2);
      for (const part of [ids.slice(0, half), ids.slice(half)]) {
        tool.beforeCensusPage();
        yield part;
      }
    },
    async fetchRecords(ids) {
      ask('fetch', ids.map((id) => id.externalId).join(' '));
      const found = ids.flatMap(({ externalId }) => tool.tasks.get(externalId) ?? []);
      const known = new Set(found.map((task) => task.externalId));
      const missing = ids.flatMap(({ externalId }) => (known.has(externalId) ? [] : [externalId]));
      return { page: page(found), missing };
    },
  };
  return tool.hasFeed ? { ...connector, pullChanges: changesOf(tool, ask) } : connector;
}

/** One page for each thing that happened, so that a run can stop between them. */
function changesOf(tool: MemoryTool, ask: (call: string) => void): NonNullable<Connector['pullChanges']> {
  return async function* pullChanges(scopes, signal) {
    ask('changes');
    const from = Math.min(...scopes.map(({ cursor }) => Number(cursor.at)));
    for (let at = from; at < tool.feed.length; at++) {
      signal.throwIfAborted();
      const { task, missing = [], changedScopes = [] } = tool.feed[at] ?? {};
      const found = task === undefined ? undefined : tool.tasks.get(task);
      const cursors = Object.fromEntries(scopes.map(({ scope }) => [scope.externalId, { at: at + 1 }]));
      yield { records: found ? [found] : [], setAside: [], cursors, missing, changedScopes };
    }
  };
}

/** Makes one run of connection `jira` as a worker would. @returns Its id. */
export async function runSync(
  stage: Stage,
  tool: MemoryTool,
  kind: 'full' | 'incremental' | 'census',
  given: Partial<SyncDeps> = {},
): Promise<string> {
  const run = await requestSyncRun(stage.db, 'jira', kind, new Date(stage.clock));
  await resumeSync(stage, tool, run.id, given);
  return run.id;
}

/** Takes up a run that is queued, or that an earlier attempt left. */
export async function resumeSync(
  stage: Stage,
  tool: MemoryTool,
  runId: string,
  given: Partial<SyncDeps> & { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const { signal = AbortSignal.timeout(110_000), ...more } = given;
  const deps: SyncDeps = {
    db: stage.db,
    now: () => stage.clock,
    openConnector: () => tool.connector(),
    openWiki: noWiki,
    notify: async () => undefined,
    onStale: async () => undefined,
    ...more,
  };
  await syncConnection(deps, runId, { signal, isLast: true });
}
