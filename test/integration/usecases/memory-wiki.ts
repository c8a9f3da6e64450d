import type { Connector, Cursor, ScopeRecord, ScopeSince } from '../../../connectors/connector.ts';
import { ConnectorError, type ConnectorErrorKind } from '../../../connectors/errors.ts';
import type { DocumentChanges, DocumentPage, WikiConnector } from '../../../connectors/wiki.ts';
import type { DocumentRecord } from '../../../src/domain/document.ts';
import type { WikiName } from '../../../src/domain/task.ts';
import type { Database } from '../../../src/store/database.ts';
import { requestSyncRun } from '../../../src/store/sync-runs.ts';
import { syncConnection } from '../../../src/usecases/sync-connection.ts';
import type { SyncDeps } from '../../../src/usecases/sync-run.ts';
import { NOON } from './stage.ts';

/** A wiki that keeps its pages in memory: what it says depends on its state alone, and it counts what it is asked. */
export interface MemoryWiki {
  readonly tool: WikiName;
  readonly pages: Map<string, DocumentRecord>;
  readonly scopes: Map<string, ScopeRecord>;
  /** Names of calls, with the scope or the ids, in order. */
  readonly asked: string[];
  /** Calls that end badly, by name. */
  readonly faults: Map<string, ConnectorErrorKind>;
  /** Scopes that the list leaves out although their pages are given. */
  readonly unlisted: Set<string>;
  /** Pages that exist and are not shown. */
  readonly hidden: Set<string>;
  pageSize: number;
  /** It lists pages that stand in no space. */
  listsLoose: boolean;
  /** It takes one question about the changes of all spaces. */
  hasSearch: boolean;
  connector(): WikiConnector;
}

export function createMemoryWiki(tool: WikiName = 'confluence'): MemoryWiki {
  const wiki: MemoryWiki = {
    tool,
    pages: new Map(),
    scopes: new Map(),
    asked: [],
    faults: new Map(),
    unlisted: new Set(),
    hidden: new Set(),
    pageSize: 100,
    hasSearch: false,
    listsLoose: false,
    connector: () => connectorOf(wiki),
  };
  return wiki;
}

export function addSpace(wiki: MemoryWiki, externalId: string, given: Partial<ScopeRecord> = {}): void {
  const scope = { externalId, key: externalId, name: `Space ${externalId}`, url: null, archived: false, kind: null };
  wiki.scopes.set(externalId, { ...scope, ...given });
}

/** Puts a page into the wiki, or changes it: its version and its time go up. */
export function write(wiki: MemoryWiki, externalId: string, given: Partial<DocumentRecord> = {}): void {
  const before = wiki.pages.get(externalId) ?? blank(externalId);
  const newest = Math.max(NOON, ...[...wiki.pages.values()].map((page) => page.updatedAt ?? 0));
  wiki.pages.set(externalId, { ...before, version: (before.version ?? 0) + 1, updatedAt: newest + 60_000, ...given });
}

function blank(externalId: string): DocumentRecord {
  return {
    type: 'document',
    externalId,
    scopeExternalId: 'S',
    title: `Page ${externalId}`,
    url: `https://wiki.example/pages/${externalId}`,
    version: 0,
    updatedAt: null,
    isTrashed: false,
    labels: [],
    properties: [],
    blocks: [{ type: 'paragraph', text: `What ${externalId} says` }],
  };
}

function connectorOf(wiki: MemoryWiki): WikiConnector {
  const { tool } = wiki;
  const ask = (call: string, about = '') => {
    const name = about ? `${call} ${about}` : call;
    wiki.asked.push(name);
    const kind = wiki.faults.get(name) ?? wiki.faults.get(call);
    if (kind) throw new ConnectorError({ tool, call, kind, because: 'so the test wants it' });
  };
  const isGiven = (page: DocumentRecord) => !wiki.hidden.has(page.externalId) && isInSight(wiki, page);
  const shown = (scope: { readonly externalId: string | null }) =>
    [...wiki.pages.values()]
      .filter((page) => page.scopeExternalId === scope.externalId && isGiven(page) && !page.isTrashed)
      .sort((a, b) => (b.updatedAt ?? 0) - (a.updatedAt ?? 0));
  const loose = () => shown({ externalId: null });
  async function* pullLoose(since: Cursor | null): AsyncGenerator<DocumentPage> {
    ask('loose');
    yield* walk(wiki, loose(), since);
  }
  async function* listLooseIds(): AsyncGenerator<readonly string[]> {
    ask('loose ids');
    yield loose().map((page) => page.externalId);
  }
  async function* pullChanges(scopes: readonly ScopeSince[]): AsyncGenerator<DocumentChanges> {
    ask('changes', scopes.map(({ scope }) => scope.externalId).join(' '));
    for (const { scope, cursor } of scopes) {
      if (cursor.offset !== undefined)
        throw new ConnectorError({ tool, call: 'changes', kind: 'cursor-expired', because: 'it is within a walk' });
      for await (const { records, cursor: next } of walk(wiki, shown(scope), cursor)) {
        if (records.length > 0) yield { records, setAside: [], missing: [], cursors: { [scope.externalId]: next } };
      }
    }
  }
  return {
    tool,
    abilities: { scopeNoun: 'space', hasWebhooksByHand: tool === 'notion', hasGoalColumns: tool === 'notion' },
    check: async () => ({ id: 'me', name: 'Me', email: null, site: 'Example', timeZone: null }),
    async *listScopes() {
      ask('scopes');
      yield* [...wiki.scopes.values()].filter((scope) => !wiki.unlisted.has(scope.externalId));
    },
    async *pull(scope, since) {
      ask('pull', scope.externalId);
      yield* walk(wiki, shown(scope), since);
    },
    ...(wiki.hasSearch ? { pullChanges } : {}),
    ...(wiki.listsLoose ? { pullLoose, listLooseIds } : {}),
    async *census(scope) {
      ask('census', scope.externalId);
      yield shown(scope).map((page) => page.externalId);
    },
    async fetchRecords(ids) {
      ask('fetch', ids.join(' '));
      const given = ids.flatMap((id) => wiki.pages.get(id) ?? []).filter(isGiven);
      const known = new Set(given.map((page) => page.externalId));
      return { records: given, setAside: [], missing: ids.filter((id) => !known.has(id)) };
    },
  };
}

function isInSight(wiki: MemoryWiki, { scopeExternalId }: DocumentRecord): boolean {
  return scopeExternalId === null || wiki.scopes.has(scopeExternalId);
}

/** `{ after }` at the end of a walk, `{ offset }` within one. */
async function* walk(wiki: MemoryWiki, all: readonly DocumentRecord[], since: Cursor | null) {
  const after = Number(since?.after ?? 0);
  const changed = all.filter((page) => (page.updatedAt ?? 0) > after);
  const newest = Math.max(after, ...changed.map((page) => page.updatedAt ?? 0));
  for (let offset = Number(since?.offset ?? 0); ; offset += wiki.pageSize) {
    const isLast = offset + wiki.pageSize >= changed.length;
    const cursor: Cursor = isLast ? { after: newest } : { after, offset: offset + wiki.pageSize };
    yield { records: changed.slice(offset, offset + wiki.pageSize), setAside: [], cursor, isLast };
    if (isLast) return;
  }
}

/** Makes a wiki's connection in a database that has settings. */
export async function insertWiki(db: Database, wiki: MemoryWiki): Promise<void> {
  const row = { id: wiki.tool, tool: wiki.tool, name: wiki.tool, base_url: `https://${wiki.tool}.example` };
  await db
    .insertInto('connections')
    .values({ ...row, state: 'active' })
    .execute();
}

export interface WikiStage {
  readonly db: Database;
  readonly clock: number;
}

/** Makes one run of the wiki's connection as a worker would. @returns Its id. */
export async function runWikiSync(
  stage: WikiStage,
  wiki: MemoryWiki,
  kind: 'full' | 'incremental' | 'census',
  given: Partial<SyncDeps> & { readonly signal?: AbortSignal } = {},
): Promise<string> {
  const run = await requestSyncRun(stage.db, wiki.tool, kind, new Date(stage.clock));
  await resumeWikiSync(stage, wiki, run.id, given);
  return run.id;
}

/** Takes up a run that is queued, or that an earlier attempt left. */
export async function resumeWikiSync(
  stage: WikiStage,
  wiki: MemoryWiki,
  runId: string,
  { signal = AbortSignal.timeout(110_000), ...given }: Partial<SyncDeps> & { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const quiet = async () => undefined;
  const deps: SyncDeps = {
    db: stage.db,
    now: () => stage.clock,
    openConnector: (): Connector => {
      throw new Error('A wiki is no tool of tasks.');
    },
    openWiki: () => wiki.connector(),
    notify: quiet,
    onStale: quiet,
    ...given,
  };
  await syncConnection(deps, runId, { signal, isLast: true });
}
