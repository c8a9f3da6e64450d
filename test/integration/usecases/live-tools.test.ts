import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Edit, SimServer, SimTask, SimTool } from '../../../src/demo/world.ts';
import type { ToolName } from '../../../src/domain/task.ts';
import { createSecretBox } from '../../../src/store/secrets.ts';
import { ensureSettings } from '../../../src/store/settings.ts';
import { requestSyncRun } from '../../../src/store/sync-runs.ts';
import { openStored } from '../../../src/usecases/connect.ts';
import { syncConnection } from '../../../src/usecases/sync-connection.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { noWiki } from '../../helpers/no-wiki.ts';
import { setUp, startTools, type Tools } from '../kills/tools.ts';

const TOOLS = ['jira', 'asana', 'trello'] as const;
const secrets = createSecretBox(Buffer.alloc(32, 3));
let database: TestDatabase;
let tools: Tools;
let now: number;

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureSettings(database.db, { organisationName: 'Larkfield', timeZone: 'Europe/Lisbon' });
  tools = await startTools('live', 240);
  now = tools.now;
  for (const id of await setUp({ db: database.db, secrets }, tools)) await work(id);
  // What the first walk's overlap brings again is read once; from then on nothing is new.
  for (const tool of TOOLS) await sync(tool, 'incremental');
});
afterAll(async () => {
  await tools.close();
  await database.drop();
});
beforeEach(() => {
  now += 600_000;
  for (const server of tools.servers) server.setClock(now);
  tools.clearJournals();
});

async function work(runId: string): Promise<void> {
  const openConnector: Parameters<typeof syncConnection>[0]['openConnector'] = (connection, onTraffic) =>
    openStored(secrets, connection, { onTraffic, reach: LOOPBACK });
  const quiet = async () => undefined;
  const deps = { db: database.db, now: () => now, openConnector, openWiki: noWiki, notify: quiet, onStale: quiet };
  await syncConnection(deps, runId, { signal: AbortSignal.timeout(110_000), isLast: true });
}

async function sync(tool: ToolName, kind: 'full' | 'incremental' | 'census'): Promise<void> {
  await work((await requestSyncRun(database.db, tool, kind, new Date(now))).id);
}

const serverOf = (tool: SimTool) => tools.servers.find((one) => one.tool === tool) as SimServer;
const change = (tool: SimTool, edit: Edit) => serverOf(tool).change(edit);
const asked = (tool: SimTool) => serverOf(tool).journal.length;
const scopesRead = async (tool: ToolName) =>
  (
    await database.db
      .selectFrom('scopes')
      .select('id')
      .where('connection_id', '=', tool)
      .where('is_selected', '=', true)
      .where('is_archived', '=', false)
      .execute()
  ).length;
const stored = (task: SimTask) =>
  database.db
    .selectFrom('tasks')
    .selectAll()
    .where('id', '=', `${task.tool}.${task.vendorId}`)
    .executeTakeFirstOrThrow();

/** Tasks nobody hangs under, mirrors or shows twice, of the scope that has most of them. */
function plainTasks(tool: SimTool): SimTask[] {
  const { tasks, scopes } = tools.world;
  const open = new Set(scopes.filter((scope) => scope.archivedAt === null).map((scope) => scope.id));
  const isPlain = (task: SimTask) =>
    task.tool === tool &&
    open.has(task.scopeId) &&
    !task.deletedAt &&
    task.createdAt < tools.now &&
    task.alsoIn.length === 0 &&
    task.mirrorOf === null &&
    task.kind !== 'subtask' &&
    !task.initial.archived &&
    !tasks.some((one) => one.parentId === task.id || one.mirrorOf === task.id);
  const byScope = Map.groupBy(tasks.filter(isPlain), (task) => task.scopeId);
  return [...byScope.values()].sort((a, b) => b.length - a.length)[0] ?? [];
}

describe('a tick', () => {
  it.each(TOOLS)('of %s asks the fewest requests where nothing changed', async (tool) => {
    await sync(tool, 'incremental');
    expect(asked(tool)).toBe(tool === 'jira' ? 1 : await scopesRead(tool));
  });

  it.each(TOOLS)('of %s brings one changed task with three requests more at most', async (tool) => {
    const [task] = plainTasks(tool);
    if (!task) throw new Error(`${tool} has no plain task`);
    change(tool, { type: 'edit', task: task.id, set: { title: 'Read three requests later' } });
    await sync(tool, 'incremental');
    const idle = tool === 'jira' ? 1 : await scopesRead(tool);
    expect(asked(tool)).toBeLessThanOrEqual(idle + 3);
    expect((await stored(task)).title).toBe('Read three requests later');
  });
});

describe('a census', () => {
  it.each(TOOLS)('of %s tells deleted from moved, and finds both again where they returned', async (tool) => {
    const [, deleted, moved] = plainTasks(tool);
    const target = tools.world.scopes.find(
      (scope) => scope.tool === tool && scope.id !== moved?.scopeId && scope.archivedAt === null,
    );
    if (!deleted || !moved || !target) throw new Error(`${tool} has too few tasks`);
    change(tool, { type: 'delete', task: deleted.id });
    change(tool, { type: 'move', task: moved.id, scope: target.id });
    await sync(tool, 'census');
    expect(await stored(deleted)).toMatchObject({ gone_how: 'deleted', visibility: 'visible' });
    expect(await stored(moved)).toMatchObject({ gone_at: null, scope_id: `${tool}.${target.vendorId}` });
    // Elsewhere what is deleted stays deleted.
    if (tool !== 'asana') return;
    now += 60_000;
    serverOf(tool).setClock(now);
    change(tool, { type: 'restore', task: deleted.id });
    await sync(tool, 'census');
    expect(await stored(deleted)).toMatchObject({ gone_how: null, gone_at: null });
  });

  it.each(TOOLS)(
    'of %s takes a scope out of sight for that, and its tasks for neither deleted nor moved',
    async (tool) => {
      const [task] = plainTasks(tool);
      if (!task) throw new Error(`${tool} has no plain task`);
      change(tool, { type: 'lose-access', scope: task.scopeId });
      await sync(tool, 'census');
      expect(await stored(task)).toMatchObject({ visibility: 'access-lost', gone_at: null });
      now += 60_000;
      serverOf(tool).setClock(now);
      change(tool, { type: 'regain-access', scope: task.scopeId });
      await sync(tool, 'census');
      expect(await stored(task)).toMatchObject({ visibility: 'visible', gone_at: null });
      const gone = await database.db
        .selectFrom('tasks')
        .select('id')
        .where('scope_id', '=', `${tool}.${tools.world.scopes.find((one) => one.id === task.scopeId)?.vendorId}`)
        .where('gone_at', 'is not', null)
        .execute();
      expect(gone.length).toBeLessThanOrEqual(1);
    },
  );
});

describe('a project of Jira', () => {
  it('that was put into the bin is deleted with its issues; one that is only hidden is not', async () => {
    const scopes = tools.world.scopes.filter((scope) => scope.tool === 'jira' && scope.archivedAt === null);
    const [deleted, hidden] = scopes.slice(-2);
    if (!deleted || !hidden) throw new Error('Jira has no two projects');
    change('jira', { type: 'delete-scope', scope: deleted.id });
    change('jira', { type: 'lose-access', scope: hidden.id });
    await sync('jira', 'census');
    const rows = await database.db
      .selectFrom('tasks as t')
      .innerJoin('scopes as s', 's.id', 't.scope_id')
      .select(['s.external_id as scope', 't.gone_how', 't.visibility'])
      .distinct()
      .where('s.external_id', 'in', [deleted.vendorId, hidden.vendorId])
      .where('t.gone_how', 'is distinct from', 'moved')
      .execute();
    expect(new Map(rows.map((row) => [row.scope, row]))).toEqual(
      new Map([
        [deleted.vendorId, { scope: deleted.vendorId, gone_how: 'deleted', visibility: 'access-lost' }],
        [hidden.vendorId, { scope: hidden.vendorId, gone_how: null, visibility: 'access-lost' }],
      ]),
    );
  });
});
