import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Credentials } from '../../../connectors/connector.ts';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import { startTrello } from '../../../src/demo/trello/index.ts';
import type { SimServer } from '../../../src/demo/world.ts';
import { listConnections } from '../../../src/store/connections.ts';
import { createSecretBox } from '../../../src/store/secrets.ts';
import { connectTool } from '../../../src/usecases/connect.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';

const world = makeWorld({ seed: 'secret', tasks: 60, now: Date.UTC(2026, 10, 20, 9) });
const { signal } = new AbortController();
let database: TestDatabase;
let sim: SimServer;

beforeAll(async () => {
  database = await createTestDatabase();
  sim = await startTrello(world, { now: world.endsAt, rateLimits: 'off' });
});
afterAll(async () => {
  await sim?.close();
  await database?.drop();
});

/** Connects with these credentials, and says what is stored, as it stands there and opened. */
async function connect(credentials: Credentials, key = 1): Promise<{ stored: string; appSecret: string | undefined }> {
  const secrets = createSecretBox(Buffer.alloc(32, key));
  const deps = { db: database.db, secrets, reach: { mayReach: () => true }, now: () => world.endsAt };
  await connectTool(deps, { tool: 'trello', baseUrl: sim.url, credentials }, signal);
  const [connection] = await listConnections(database.db);
  if (!connection) expect.fail('nothing was stored');
  const stored = connection.sealedCredentials ?? '';
  const { appSecret } = JSON.parse(
    secrets.open(stored, { connectionId: connection.id, baseUrl: sim.url }),
  ) as Credentials;
  return { stored, appSecret };
}

it('keeps the app’s secret with the token, sealed, and over a new token of the same app', async () => {
  const { appSecret = '', ...plain } = sim.credentials;
  expect((await connect(plain)).appSecret).toBeUndefined();
  const first = await connect({ ...plain, appSecret });
  expect(first.appSecret).toBe(appSecret);
  expect(first.stored).not.toContain(appSecret);
  expect(await connect(plain)).toMatchObject({ appSecret });
});

it('replaces credentials that no longer open', async () => {
  const { appSecret: _, ...plain } = sim.credentials;
  expect((await connect(plain, 2)).appSecret).toBeUndefined();
});

it('does not take the secret of another app over', async () => {
  const { appSecret: _, ...plain } = sim.credentials;
  const [connection] = await listConnections(database.db);
  const other = JSON.stringify({ ...sim.credentials, key: 'of another app' });
  const sealed = createSecretBox(Buffer.alloc(32, 2)).seal(other, {
    connectionId: connection?.id ?? '',
    baseUrl: sim.url,
  });
  await database.db.updateTable('connections').set({ credentials: sealed }).execute();
  expect((await connect(plain, 2)).appSecret).toBeUndefined();
});
