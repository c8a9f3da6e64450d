/** The service alone in its process, API and workers, with one Jira connected and a webhook whose secret is known. Asked once. */
import { sql } from 'kysely';
import { parseConfig } from '../../config/config.ts';
import { type Service, startService } from '../../src/cli/service.ts';
import { openRuntime, type Runtime } from '../../src/compose.ts';
import { findConnection } from '../../src/store/connections.ts';
import { requestSyncRun } from '../../src/store/sync-runs.ts';
import { connectTool } from '../../src/usecases/connect.ts';
import { deriveStale } from '../../src/usecases/derive.ts';
import { syncConnection } from '../../src/usecases/sync-connection.ts';
import { answerParent, cpuUs } from './child.ts';
import type { Address } from './simulators.ts';

export interface IntakeAsk {
  readonly databaseUrl: string;
  readonly redisUrl: string | null;
  readonly dataFolder: string;
  readonly now: number;
  readonly tool: Address;
  readonly secret: string;
  /** `api`: nobody works here on what was taken in. */
  readonly only?: 'api' | 'workers';
}

export interface IntakeReady {
  /** Where deliveries go. */
  readonly url: string;
  /** Ids and keys of tasks the tool holds. */
  readonly tasks: readonly { readonly id: string; readonly key: string }[];
}

const HOOK = 'bench';
let running: { readonly runtime: Runtime; readonly service: Service } | null = null;

async function start(ask: IntakeAsk): Promise<IntakeReady> {
  const config = parseConfig({
    DATABASE_URL: ask.databaseUrl,
    ...(ask.redisUrl === null ? {} : { REDIS_URL: ask.redisUrl }),
    PLUMBLINE_DATA: ask.dataFolder,
    PLUMBLINE_PRIVATE_RANGES: '127.0.0.1',
    PLUMBLINE_PORT: '0',
    PLUMBLINE_LOG_LEVEL: 'silent',
  });
  const runtime = await openRuntime(config, { now: () => ask.now, areToolsSimulated: true });
  if (!(await findConnection(runtime.db, 'jira'))) {
    await pullOnce(runtime, ask);
    await addHook(runtime, ask);
  }
  const service = await startService(runtime, { dashboardFolder: null, only: ask.only });
  running = { runtime, service };
  const tasks = await runtime.db
    .selectFrom('tasks')
    .select(['external_id as id', 'key'])
    .where('key', 'is not', null)
    .orderBy('id')
    .execute();
  return {
    url: `${service.url}/webhooks/jira/jira?hook=${HOOK}`,
    tasks: tasks.map(({ id, key }) => ({ id, key: key ?? id })),
  };
}

async function pullOnce(runtime: Runtime, { tool: { tool, url, credentials }, now }: IntakeAsk): Promise<void> {
  const { signal } = new AbortController();
  await connectTool(runtime, { tool, baseUrl: url, credentials }, signal);
  const run = await requestSyncRun(runtime.db, 'jira', 'full', new Date(now));
  await syncConnection({ ...runtime, onStale: async () => {} }, run.id, { signal, isLast: true });
  await deriveStale({ ...runtime, notify: async () => {} }, signal);
}

/** As registered: its proof is the secret that the parent signs with. */
async function addHook({ db, secrets }: Runtime, { tool, secret, now }: IntakeAsk): Promise<void> {
  await db
    .insertInto('webhooks')
    .values({
      id: HOOK,
      connection_id: 'jira',
      callback_url: `${tool.url}/unused`,
      state: 'active',
      secret: secrets.seal(secret, { connectionId: 'jira', baseUrl: tool.url, field: 'webhook' }),
      created_at: new Date(now),
    })
    .execute();
}

async function stop(): Promise<void> {
  await running?.service.close();
  await running?.runtime.close();
}

export interface Stored {
  readonly keys: readonly string[];
  readonly waiting: number;
}

async function readStored(): Promise<Stored> {
  if (!running) throw new Error('The service was not started.');
  const { rows } = await sql<{ key: string; state: string }>`
    select delivery_key as key, state from deliveries`.execute(running.runtime.db);
  return {
    keys: rows.map((row) => row.key.replace(/^id /, '')),
    waiting: rows.filter((row) => row.state !== 'done').length,
  };
}

type Asked = IntakeAsk | { readonly ask: 'stored' | 'cpu' };

answerParent(async (asked: Asked) => {
  if (!('ask' in asked)) return start(asked);
  return asked.ask === 'cpu' ? cpuUs() : readStored();
}, stop);
