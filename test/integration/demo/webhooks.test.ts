import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import type { Connection } from '../../../src/store/connections.ts';
import { createSecretBox } from '../../../src/store/secrets.ts';
import { ensureSettings } from '../../../src/store/settings.ts';
import { openStored } from '../../../src/usecases/connect.ts';
import { keepWebhooks } from '../../../src/usecases/keep-webhooks.ts';
import { processDeliveries } from '../../../src/usecases/process-deliveries.ts';
import { syncConnection } from '../../../src/usecases/sync-connection.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { noWiki } from '../../helpers/no-wiki.ts';
import { waitFor } from '../../helpers/wait.ts';
import { apiDeps, buildApp } from '../api/helpers/api.ts';
import { setUp, startTools, type Tools } from '../kills/tools.ts';

const secrets = createSecretBox(Buffer.alloc(32, 7));
let database: TestDatabase;
let tools: Tools;
let app: App;
let publicUrl: string;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  tools = await startTools('webhooks', 60);
  await ensureSettings(db, { organisationName: 'Simulated', timeZone: 'Europe/Lisbon' });
  const runs = await setUp({ db, secrets }, tools);
  for (const run of runs) await syncConnection(deps(), run, { signal: AbortSignal.timeout(110_000), isLast: true });
  app = await buildApp(apiDeps(db, { secrets, now: () => tools.now }));
  publicUrl = await app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await app?.close();
  await tools?.close();
  await database?.drop();
});

function deps() {
  return {
    db: database.db,
    secrets,
    now: () => tools.now,
    openConnector: (connection: Connection) => openStored(secrets, connection, { reach: LOOPBACK }),
    openWiki: noWiki,
    notify: async () => undefined,
    onStale: async () => undefined,
    onSyncRequested: async () => undefined,
  };
}

const statesOf = async (tool: string) =>
  (
    await database.db.selectFrom('webhooks').select(['state', 'trouble']).where('connection_id', '=', tool).execute()
  ).map((row) => row.trouble ?? row.state);

/** Without the moment of the last delivery: a tool's first look at us may still come. */
const kept = async () => {
  const rows = await database.db.selectFrom('webhooks').selectAll().orderBy('id').execute();
  return rows.map((row) => ({ ...row, last_delivery_at: null }));
};

describe.each(['jira', 'asana', 'trello'] as const)('%s', (tool) => {
  const signal = () => AbortSignal.timeout(110_000);
  const keep = () => keepWebhooks({ ...deps(), publicUrl }, tool, signal());

  it('takes our webhooks, with its handshake or its look at us, and none twice', async () => {
    await keep();
    const states = await statesOf(tool);
    expect(states.length).toBeGreaterThan(0);
    expect(new Set(states)).toEqual(new Set(['active']));
    const before = await kept();
    await keep();
    expect(await kept()).toEqual(before);
  });

  it('tells of a change, which is proved, stored and worked on', async () => {
    const { db } = database;
    const server = tools.servers.find((one) => one.tool === tool);
    const rows = await db.selectFrom('tasks').select('external_id').where('connection_id', '=', tool).execute();
    const known = new Set(rows.map((row) => row.external_id));
    const task = tools.world.tasks.find((one) => one.tool === tool && known.has(one.vendorId));
    if (!server || !task) throw new Error('There is no task to change');
    server.change({ type: 'edit', task: task.id, set: { title: 'Changed while nobody pulled' } });
    await server.settled();
    await waitFor('a delivery', async () => {
      const found = await db.selectFrom('deliveries').select('id').where('connection_id', '=', tool).execute();
      return found.length > 0;
    });
    await processDeliveries(deps(), tool, signal());
    const stored = await db
      .selectFrom('tasks')
      .select('title')
      .where('connection_id', '=', tool)
      .where('external_id', '=', task.vendorId)
      .executeTakeFirst();
    expect(stored?.title).toBe('Changed while nobody pulled');
    const refused = await db.selectFrom('delivery_refusals').selectAll().where('connection_id', '=', tool).execute();
    expect(refused).toEqual([]);
  });
});
