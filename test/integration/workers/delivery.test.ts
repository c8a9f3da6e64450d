import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../config/config.ts';
import type { Connector, Page } from '../../../connectors/connector.ts';
import { type Service, startService } from '../../../src/cli/service.ts';
import { openRuntime, type Runtime } from '../../../src/compose.ts';
import type { TaskRecord } from '../../../src/domain/task.ts';
import { type ChangeListener, listenForChanges } from '../../../src/store/notify.ts';
import { requestSyncRun } from '../../../src/store/sync-runs.ts';
import { createTestQueue, type TestQueueBackend } from '../../helpers/queue.ts';
import { insertConnectionRow } from '../../helpers/rows.ts';
import { waitFor } from '../../helpers/wait.ts';
import { addGoal, record, type Stage } from '../usecases/stage.ts';

const SECRET = 'told-to-nobody';
const PAGE_TASKS = 500;
let queue: TestQueueBackend;
let runtime: Runtime;
let service: Service;
let changes: ChangeListener;
const flagged: number[] = [];
const tasks = new Map<string, TaskRecord>();
let isPulling = true;

beforeAll(async () => {
  queue = await createTestQueue();
  const config = parseConfig({
    DATABASE_URL: queue.databaseUrl,
    ...(queue.redisUrl ? { REDIS_URL: queue.redisUrl } : {}),
    PLUMBLINE_PORT: '0',
    PLUMBLINE_LOG_LEVEL: 'silent',
    PLUMBLINE_SECRET_KEY: Buffer.alloc(32, 7).toString('hex'),
  });
  runtime = { ...(await openRuntime(config)), openConnector: () => connector };
  const { db, secrets } = runtime;
  await insertConnectionRow(db);
  const scope = { id: 'jira.ONB', connection_id: 'jira', external_id: 'ONB', key: 'ONB', name: 'ONB', url: null };
  await db
    .insertInto('scopes')
    .values({ ...scope, kind: null, team_id: null })
    .execute();
  await addGoal({ db } as Stage, 'KR1.1');
  const binding = { connectionId: 'jira', baseUrl: 'https://example.atlassian.net', field: 'webhook' } as const;
  const hook = {
    id: 'h1',
    connection_id: 'jira',
    callback_url: 'https://plumbline.example/h1',
    state: 'active',
  } as const;
  const secret = secrets.seal(SECRET, binding);
  await db
    .insertInto('webhooks')
    .values({ ...hook, scope_id: null, external_id: 'w1', secret, created_at: new Date() })
    .execute();
  changes = await listenForChanges(
    queue.databaseUrl,
    (event) => {
      if (event.type === 'flags-changed') flagged.push(performance.now());
    },
    () => undefined,
  );
});
afterAll(async () => {
  isPulling = false;
  await service?.close();
  await changes?.close();
  await runtime?.close();
  await queue?.drop();
});

const pageOf = (records: Page['records'], isLast: boolean): Page => ({
  records,
  setAside: [],
  cursor: {},
  isLast,
  expectedTasks: null,
});

/** A project whose pull does not end before the test wants it to. */
const connector: Connector = {
  tool: 'jira',
  abilities: {
    scopeNoun: 'project',
    hasHistory: true,
    hasGoals: false,
    canProveDeletion: true,
    hasWebhooks: true,
    showsEmail: false,
    isNamedByKey: false,
  },
  check: async () => ({ id: 'me', name: 'Me', email: null, site: 'Example', timeZone: null }),
  async *listScopes() {
    yield { externalId: 'ONB', key: 'ONB', name: 'ONB', url: null, archived: false, kind: null };
  },
  readVocabulary: async () => ({
    statuses: [{ externalId: '1', name: 'To Do', scopeExternalId: null, category: 'todo' }],
    fields: [],
  }),
  async *pull(_scope, _since, signal) {
    for (let page = 0; isPulling; page++) {
      signal.throwIfAborted();
      const numbers = Array.from({ length: PAGE_TASKS }, (_, index) => 1_000_000 + page * PAGE_TASKS + index);
      yield pageOf(
        numbers.map((number) => record(String(number), { labels: ['backlog'] })),
        false,
      );
    }
    yield pageOf([], true);
  },
  async *pullShared() {
    yield pageOf([], true);
  },
  async *census() {
    yield [...tasks.keys()];
  },
  fetchRecords: async (ids) => {
    const found = ids.flatMap(({ externalId }) => tasks.get(externalId) ?? []);
    return {
      page: pageOf(found, true),
      missing: ids.filter(({ externalId }) => !tasks.has(externalId)).map((one) => one.externalId),
    };
  },
};

async function deliver(id: string): Promise<Response> {
  const body = JSON.stringify({ webhookEvent: 'jira:issue_updated', issue: { id } });
  const signature = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;
  const headers = { 'x-hub-signature': signature, 'x-atlassian-webhook-identifier': `wh-${id}` };
  return fetch(`${service.url}/webhooks/jira/jira?hook=h1`, { method: 'POST', body, headers });
}

const stateOf = async (id: string) =>
  (
    await runtime.db
      .selectFrom('flags')
      .select('state')
      .where('task_id', '=', id)
      .where('valid_to', 'is', null)
      .execute()
  )[0]?.state;

describe('the service', () => {
  it('works on deliveries that a process which died had stored, without another one', async () => {
    tasks.set('7', record('7', { labels: ['okr:KR1.1'] }));
    const body = Buffer.from(JSON.stringify({ webhookEvent: 'jira:issue_updated', issue: { id: '7' } }));
    await runtime.db
      .insertInto('deliveries')
      .values({
        connection_id: 'jira',
        delivery_key: 'id left',
        received_at: new Date(),
        headers: '{}',
        body,
        state: 'stored',
      })
      .execute();
    service = await startService(runtime, { dashboardFolder: null });
    await waitFor('its flag', async () => (await stateOf('jira.7')) === 'aligned');
  });

  // How soon is measured by `npm run bench`, on a machine that does nothing else.
  it('shows a change by its delivery while a pull of the same connection runs, and does not wait for its end', async () => {
    const run = await requestSyncRun(runtime.db, 'jira', 'full', new Date());
    const progress = async () =>
      (await runtime.db.selectFrom('sync_runs').select(['state', 'tasks']).where('id', '=', run.id).execute())[0];
    await waitFor('a pull well under way', async () => ((await progress())?.tasks ?? 0) >= 4 * PAGE_TASKS);
    for (let id = 100; id < 120; id++) {
      tasks.set(String(id), record(String(id), { labels: ['okr:KR1.1'] }));
      const sentAt = performance.now();
      expect((await deliver(String(id))).status).toBe(200);
      await waitFor('its flag', async () => (await stateOf(`jira.${id}`)) === 'aligned');
      await waitFor('the word to open pages', () => flagged.some((at) => at > sentAt));
    }
    expect(await progress()).toMatchObject({ state: 'running' });
    isPulling = false;
  });
});
