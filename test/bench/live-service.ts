/** The whole service in its process with one Jira connected, its first pull under way, its webhooks registered: asked what a page shows. */
import { parseConfig } from '../../config/config.ts';
import { type Service, startService } from '../../src/cli/service.ts';
import { openRuntime, type Runtime } from '../../src/compose.ts';
import { requestSyncRun } from '../../src/store/sync-runs.ts';
import { connectTool } from '../../src/usecases/connect.ts';
import { importGoals } from '../../src/usecases/import-goals.ts';
import { readRows } from '../../src/usecases/read-rows.ts';
import { createSignInToken, ensureOwner } from '../../src/usecases/sign-in.ts';
import { answerParent } from './child.ts';
import type { Address } from './simulators.ts';

export type LiveAsk =
  | {
      readonly ask: 'start';
      readonly databaseUrl: string;
      readonly dataFolder: string;
      readonly goals: string;
      readonly tool: Address;
    }
  /** A task that is stored and has no why yet; null while there is none. */
  | { readonly ask: 'task' }
  | { readonly ask: 'run' }
  /** Everything once more. */
  | { readonly ask: 'pull' };

export interface LiveReady {
  readonly url: string;
  /** Signs in once. */
  readonly token: string;
}

export interface RunState {
  readonly isPulling: boolean;
  readonly areWebhooksActive: boolean;
  readonly tasks: number;
}

let running: { readonly runtime: Runtime; readonly service: Service } | null = null;
const taken = new Set<string>();

async function start(ask: Extract<LiveAsk, { ask: 'start' }>): Promise<LiveReady> {
  const config = parseConfig({
    DATABASE_URL: ask.databaseUrl,
    PLUMBLINE_DATA: ask.dataFolder,
    PLUMBLINE_PRIVATE_RANGES: '127.0.0.1',
    PLUMBLINE_PORT: '0',
    PLUMBLINE_LOG_LEVEL: 'silent',
  });
  const runtime = await openRuntime(config, { areToolsSimulated: true });
  await importGoals({ ...runtime, onStale: async () => {} }, readRows(ask.goals, 'csv'));
  const { tool, url, credentials } = ask.tool;
  await connectTool(runtime, { tool, baseUrl: url, credentials }, AbortSignal.timeout(60_000));
  const service = await startService(runtime, { dashboardFolder: null, areToolsHere: true });
  running = { runtime, service };
  const owner = await ensureOwner(runtime.db);
  const token = await createSignInToken({ db: runtime.db, clock: Date.now }, owner.id);
  return { url: service.url as string, token };
}

function theDatabase() {
  if (!running) throw new Error('The service was not started.');
  return running.runtime.db;
}

async function takeTask(): Promise<string | null> {
  const rows = await theDatabase()
    .selectFrom('flags as f')
    .innerJoin('tasks as t', 't.id', 'f.task_id')
    .select('t.external_id as id')
    .where('f.valid_to', 'is', null)
    .where('f.state', '=', 'no-why')
    .limit(200)
    .execute();
  const free = rows.find(({ id }) => !taken.has(id));
  if (!free) return null;
  taken.add(free.id);
  return free.id;
}

async function readRun(): Promise<RunState> {
  const db = theDatabase();
  const run = await db
    .selectFrom('sync_runs')
    .select(['state', 'tasks'])
    .where('kind', '=', 'full')
    .orderBy('requested_at', 'desc')
    .executeTakeFirst();
  const hooks = await db.selectFrom('webhooks').select('state').execute();
  return {
    isPulling: run?.state === 'queued' || run?.state === 'running',
    areWebhooksActive: hooks.length > 0 && hooks.every(({ state }) => state === 'active'),
    tasks: run?.tasks ?? 0,
  };
}

async function pullAgain(): Promise<void> {
  await requestSyncRun(theDatabase(), 'jira', 'full', new Date());
}

async function stop(): Promise<void> {
  await running?.service.close();
  await running?.runtime.close();
}

answerParent(async (ask: LiveAsk) => {
  if (ask.ask === 'start') return start(ask);
  if (ask.ask === 'pull') return pullAgain();
  return ask.ask === 'task' ? takeTask() : readRun();
}, stop);
