/** Five spaces of the simulated Confluence, connected and read as a worker does it, with every request counted. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startConfluence } from '../../../src/demo/confluence/index.ts';
import { nextAnswers } from '../../../src/demo/faults.ts';
import type { WikiServer } from '../../../src/demo/wiki-server.ts';
import { findConnection } from '../../../src/store/connections.ts';
import { listDocuments } from '../../../src/store/documents.ts';
import { createSecretBox } from '../../../src/store/secrets.ts';
import { ensureSettings } from '../../../src/store/settings.ts';
import { requestSyncRun } from '../../../src/store/sync-runs.ts';
import { connectTool, openStoredWiki } from '../../../src/usecases/connect.ts';
import { readHealth } from '../../../src/usecases/read-health.ts';
import { syncConnection } from '../../../src/usecases/sync-connection.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { endsAt } from '../../unit/demo/small-world.ts';
import { wikiOfSpaces } from '../../unit/demo/wiki-of-spaces.ts';

const SPACES = 5;
const tool = 'confluence';
const secrets = createSecretBox(Buffer.alloc(32, 5));
const { signal } = new AbortController();
let database: TestDatabase;
let server: WikiServer;
let now = endsAt;
let requests = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  await ensureSettings(db, { organisationName: 'Larkfield', timeZone: 'Europe/Lisbon' });
  // Its account keeps another zone than the organisation, and than UTC.
  server = await startConfluence(wikiOfSpaces(SPACES, 4), {
    now,
    rateLimits: 'counted',
    userZone: 'Pacific/Honolulu',
  });
  const { url: baseUrl, credentials } = server;
  await connectTool({ db, secrets, reach: LOOPBACK, now: () => now }, { tool, baseUrl, credentials }, signal);
  await sync('full');
  // The first look brings all spaces to one place; from then on nothing is new.
  await sync('incremental');
});
afterAll(async () => {
  await server?.close();
  await database?.drop();
});
beforeEach(() => {
  now += 900_000;
  server.setClock(now);
});

/** Counts its requests. */
async function sync(kind: 'full' | 'incremental'): Promise<void> {
  const before = server.journal.length;
  const run = await requestSyncRun(database.db, tool, kind, new Date(now));
  const quiet = async () => undefined;
  const deps = {
    db: database.db,
    now: () => now,
    openConnector: (): never => {
      throw new Error('No tool is connected here.');
    },
    openWiki: (connection: Parameters<typeof openStoredWiki>[1]) =>
      openStoredWiki(secrets, connection, { reach: LOOPBACK }),
    notify: quiet,
    onStale: quiet,
  };
  await syncConnection(deps, run.id, { signal, isLast: true });
  requests = server.journal.length - before;
}

const edit = (page: string, title: string) => server.change({ type: 'edit', page, set: { title } });
const titles = async () => (await listDocuments(database.db, tool)).map((one) => one.title);
const unseen = async () => {
  const connection = await findConnection(database.db, tool);
  if (!connection) throw new Error('Confluence is connected');
  return (await readHealth(database.db, now))(connection, 0).unseen;
};

describe('five spaces of Confluence', () => {
  it('cost one request where nothing changed', async () => {
    await sync('incremental');
    expect(requests).toBe(1);
    expect(await titles()).toHaveLength(SPACES * 4);
  });

  it('cost three requests at most where one page changed', async () => {
    edit('page-3-2', 'Found by the search');
    await sync('incremental');
    expect(await titles()).toContain('Found by the search');
    expect(requests).toBeLessThanOrEqual(3);
  });

  it('take a page that is written in one of them', async () => {
    server.change({ type: 'create', space: 'space-2', set: { title: 'Written now' } });
    await sync('incremental');
    expect(await titles()).toContain('Written now');
    expect(requests).toBeLessThanOrEqual(3);
  });

  it.each([
    [401, '{"code":401,"message":"Unauthorized; scope does not match"}'],
    [403, '{"statusCode":403,"message":"Current user not permitted to use search"}'],
  ])(
    'cost a request each where the search is refused with %i, lose nothing, and say so until it is allowed',
    async (status, body) => {
      server.fault(nextAnswers(99, /rest\/api\/search/, { type: 'status', status, body }));
      edit('page-4-1', `Found without it, ${status}`);
      await sync('incremental');
      expect(await titles()).toContain(`Found without it, ${status}`);
      expect(await unseen()).toEqual([expect.stringContaining('refuses its search')]);
      await sync('incremental');
      expect(requests).toBe(SPACES);
      server.fault(null);
      now += 86_400_000;
      server.setClock(now);
      edit('page-4-1', `Found by it again, ${status}`);
      await sync('incremental');
      expect(requests).toBeLessThanOrEqual(3);
      expect(await titles()).toContain(`Found by it again, ${status}`);
      expect(await unseen()).toEqual([]);
    },
  );
});
