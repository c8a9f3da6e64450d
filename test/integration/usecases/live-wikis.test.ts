import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startConfluence } from '../../../src/demo/confluence/index.ts';
import { startNotion } from '../../../src/demo/notion/index.ts';
import type { WikiServer } from '../../../src/demo/wiki-server.ts';
import type { JournalEntry } from '../../../src/demo/world.ts';
import type { WikiName } from '../../../src/domain/task.ts';
import { listDocuments } from '../../../src/store/documents.ts';
import { listSelectedScopes } from '../../../src/store/scopes.ts';
import { createSecretBox } from '../../../src/store/secrets.ts';
import { ensureSettings } from '../../../src/store/settings.ts';
import { requestSyncRun } from '../../../src/store/sync-runs.ts';
import { connectTool, openStoredWiki } from '../../../src/usecases/connect.ts';
import { openSharedBudgets, type SharedBudgets } from '../../../src/usecases/shared-budget.ts';
import { syncConnection } from '../../../src/usecases/sync-connection.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { smallWikiWorld } from '../../unit/demo/small-wiki.ts';
import { endsAt } from '../../unit/demo/small-world.ts';

const WIKIS = ['confluence', 'notion'] as const;
const secrets = createSecretBox(Buffer.alloc(32, 5));
const { signal } = new AbortController();
const world = smallWikiWorld();
const pages = (world.wikis?.pages ?? []).filter(({ id }) => !/more-\d/.test(id));
let database: TestDatabase;
let servers: Readonly<Record<WikiName, WikiServer>>;
let budgets: SharedBudgets;
let now = endsAt;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  await ensureSettings(db, { organisationName: 'Larkfield', timeZone: 'Europe/Lisbon' });
  budgets = openSharedBudgets(db, { scale: 1_000 });
  const shown = { ...world, wikis: { spaces: world.wikis?.spaces ?? [], pages } };
  const options = { now, rateLimits: 'counted' } as const;
  servers = { confluence: await startConfluence(shown, options), notion: await startNotion(shown, options) };
  for (const tool of WIKIS) {
    const { url, credentials } = servers[tool];
    await connectTool({ db, secrets, reach: LOOPBACK, now: () => now }, { tool, baseUrl: url, credentials }, signal);
    await sync(tool, 'full');
  }
  // What was edited within the last minutes is read once more; from then on nothing is new.
  pass();
  for (const tool of WIKIS) await sync(tool, 'incremental');
});
afterAll(async () => {
  await budgets?.close();
  for (const tool of WIKIS) await servers?.[tool].close();
  await database?.drop();
});
beforeEach(() => {
  pass();
  for (const tool of WIKIS) (servers[tool].journal as JournalEntry[]).length = 0;
});

function pass(): void {
  now += 900_000;
  for (const tool of WIKIS) servers[tool].setClock(now);
}

async function sync(tool: WikiName, kind: 'full' | 'incremental' | 'census'): Promise<void> {
  const run = await requestSyncRun(database.db, tool, kind, new Date(now));
  const quiet = async () => undefined;
  const deps = {
    db: database.db,
    now: () => now,
    openConnector: (): never => {
      throw new Error('No tool is connected here.');
    },
    openWiki: (connection: Parameters<typeof openStoredWiki>[1]) =>
      openStoredWiki(secrets, connection, { reach: LOOPBACK, budget: budgets.of(connection.id) }),
    notify: quiet,
    onStale: quiet,
  };
  await syncConnection(deps, run.id, { signal, isLast: true });
}

const asked = (tool: WikiName) => servers[tool].journal.length;
const scopes = async (tool: WikiName) => (await listSelectedScopes(database.db, tool)).length;
/** One search a site; or one question a data source, and one search for pages that stand in none. */
const idle = async (tool: WikiName) => (tool === 'confluence' ? 1 : (await scopes(tool)) + 1);
const stored = async (tool: WikiName, vendorId: string) =>
  (await listDocuments(database.db, tool)).find((one) => one.external_id === vendorId);
/** A page in a space that is read. */
function pageOf(tool: WikiName, id: 'other' | 'strategy') {
  const found = pages.find((one) => one.id === `${tool}-${id}`);
  if (!found) throw new Error(`${tool} has no page ${id}`);
  return found;
}

describe.each(WIKIS)('of the simulated %s', (tool) => {
  it('every page that stands in a space that is read is stored', async () => {
    const documents = await listDocuments(database.db, tool);
    expect(documents.length).toBeGreaterThan(1);
    expect(documents.every((one) => one.unreadable_at === null)).toBe(true);
  });

  it('an idle look costs as little as the wiki allows', async () => {
    await sync(tool, 'incremental');
    expect(asked(tool)).toBe(await idle(tool));
  });

  it('one changed page costs three requests more at most', async () => {
    const page = pageOf(tool, 'other');
    servers[tool].change({ type: 'edit', page: page.id, set: { title: 'Read three requests later' } });
    await sync(tool, 'incremental');
    expect((await stored(tool, page.vendorId))?.title).toBe('Read three requests later');
    expect(asked(tool)).toBeLessThanOrEqual((await idle(tool)) + 3);
  });

  it('a census tells trashed from hidden, and finds both again', async () => {
    const [trashed, hidden] = [pageOf(tool, 'other'), pageOf(tool, 'strategy')];
    const server = servers[tool];
    server.change({ type: 'trash', page: trashed.id });
    server.change({ type: 'hide-page', page: hidden.id });
    await sync(tool, 'census');
    expect(await stored(tool, trashed.vendorId)).toMatchObject({ is_trashed: true, unreadable_at: null });
    expect(await stored(tool, hidden.vendorId)).toMatchObject({ is_trashed: false, unreadable_at: new Date(now) });
    pass();
    server.change({ type: 'restore', page: trashed.id });
    server.change({ type: 'show-page', page: hidden.id });
    await sync(tool, 'census');
    for (const page of [trashed, hidden]) {
      expect(await stored(tool, page.vendorId)).toMatchObject({ is_trashed: false, unreadable_at: null });
    }
  });

  it('a space out of sight takes none of its pages for deleted, and they are read when it is back', async () => {
    const page = pageOf(tool, 'other');
    servers[tool].change({ type: 'lose-access', space: page.spaceId ?? '' });
    await sync(tool, 'census');
    expect(await stored(tool, page.vendorId)).toMatchObject({ is_trashed: false, unreadable_at: new Date(now) });
    pass();
    servers[tool].change({ type: 'regain-access', space: page.spaceId ?? '' });
    await sync(tool, 'full');
    expect(await stored(tool, page.vendorId)).toMatchObject({ is_trashed: false, unreadable_at: null });
  });
});

it('a page of the simulated Notion that stands in no data source is read without a delivery, and again when it changed', async () => {
  const server = servers.notion;
  const { page } = server.change({ type: 'create', space: null, set: { title: 'Alone' } });
  const vendorId = page?.vendorId ?? '';
  pass();
  await sync('notion', 'incremental');
  expect(await stored('notion', vendorId)).toMatchObject({ title: 'Alone', scope_id: null });
  pass();
  server.change({ type: 'edit', page: page?.id ?? '', set: { title: 'Still alone' } });
  pass();
  (server.journal as JournalEntry[]).length = 0;
  await sync('notion', 'incremental');
  expect(await stored('notion', vendorId)).toMatchObject({ title: 'Still alone' });
  expect(asked('notion')).toBeLessThanOrEqual((await idle('notion')) + 3);
});
