import { isConnectorError } from '../../../connectors/errors.ts';
import { importFiles } from '../../../src/demo/organisation/import-files.ts';
import type { SourceName } from '../../../src/domain/task.ts';
import type { SecretBox } from '../../../src/store/secrets.ts';
import { markAllStale } from '../../../src/store/stale.ts';
import { requestSyncRun } from '../../../src/store/sync-runs.ts';
import { connectTool, openStored, openStoredWiki } from '../../../src/usecases/connect.ts';
import { deriveStale } from '../../../src/usecases/derive.ts';
import { flagToday } from '../../../src/usecases/flag-today.ts';
import { importGoals } from '../../../src/usecases/import-goals.ts';
import { importPeople } from '../../../src/usecases/import-people.ts';
import { importRules } from '../../../src/usecases/import-rules.ts';
import { keepWebhooks } from '../../../src/usecases/keep-webhooks.ts';
import { learnExamples } from '../../../src/usecases/learn-examples.ts';
import { type ByHandDeps, beginWebhookByHand, readWebhookByHand } from '../../../src/usecases/make-webhook-by-hand.ts';
import { processDeliveries } from '../../../src/usecases/process-deliveries.ts';
import { readRows } from '../../../src/usecases/read-rows.ts';
import { syncConnection } from '../../../src/usecases/sync-connection.ts';
import type { TestDatabase } from '../../helpers/database.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { type Intake, startIntake } from './intake.ts';
import type { Tools } from './tools.ts';

/** One install of the service, without its queue: a test says when what is done. */
export interface Install {
  readonly database: TestDatabase;
  readonly intake: Intake | null;
  /** Asks for a run and makes it. A fault of the tool ends it: like a job that waits for its next attempt. */
  sync(tool: SourceName, kind: 'full' | 'incremental' | 'census', signal?: AbortSignal): Promise<void>;
  workOnDeliveries(tool: SourceName): Promise<void>;
  /** All that still waits, until nothing does. */
  finish(): Promise<void>;
  derive(): Promise<void>;
  /** Learns from what it knows, and derives what that changes. @returns Whether anything was new. */
  learn(): Promise<boolean>;
  readAllAgain(): Promise<void>;
  close(): Promise<void>;
}

interface Ground {
  readonly database: TestDatabase;
  readonly secrets: SecretBox;
  readonly tools: Tools;
}

const LIMIT_MS = 60_000;

/**
 * Goals, people, rules and the connections, as an owner sets them up; nothing is pulled.
 *
 * @param options.withoutWikiGoals Leaves out the goals that wikis state, and the rules, which name them.
 */
export async function setUp(
  { database: { db }, secrets, tools }: Ground,
  options: { readonly withoutWikiGoals?: boolean } = {},
): Promise<void> {
  const { now } = tools;
  const files = importFiles(tools.world, options);
  const deps = { db, now, onStale: async () => {} };
  await db
    .insertInto('settings')
    .values({ organisation_name: tools.world.organisation.name, time_zone: tools.world.organisation.timeZone })
    .execute();
  const plans = [
    await importPeople(deps, readRows(files.people, 'csv')),
    await importGoals(deps, readRows(files.goals, 'csv')),
    ...(options.withoutWikiGoals ? [] : [await importRules(deps, readRows(files.rules, 'yaml'))]),
  ];
  const faults = plans.flatMap((plan) => [...plan.errors]);
  if (faults.length > 0) throw new Error(`The organisation's files cannot be imported: ${JSON.stringify(faults[0])}`);
  for (const [tool, { url, credentials }] of [...tools.servers, ...tools.wikis]) {
    const input = { tool, baseUrl: url, credentials };
    await connectTool({ db, secrets, now, reach: LOOPBACK }, input, AbortSignal.timeout(LIMIT_MS));
  }
}

/** @param hasWebhooks Its address is known to the tools: they tell it of changes. */
export async function openInstall(ground: Ground, hasWebhooks: boolean): Promise<Install> {
  const { database, secrets, tools } = ground;
  const { db } = database;
  const { now } = tools;
  const ignore = async () => {};
  const deps = {
    db,
    secrets,
    now,
    notify: ignore,
    onStale: ignore,
    onSyncRequested: ignore,
    openConnector: (connection: Parameters<typeof openStored>[1]) =>
      openStored(secrets, connection, { reach: LOOPBACK }),
    openWiki: (connection: Parameters<typeof openStoredWiki>[1]) =>
      openStoredWiki(secrets, connection, { reach: LOOPBACK }),
  };
  const intake = hasWebhooks ? await startIntake(deps) : null;
  const limit = (signal?: AbortSignal) => AbortSignal.any([AbortSignal.timeout(LIMIT_MS), ...(signal ? [signal] : [])]);
  if (intake) {
    for (const tool of tools.servers.keys()) await keepWebhooks({ ...deps, publicUrl: intake.url }, tool, limit());
    if (tools.subscribe) await subscribeByHand(deps, intake.url, tools.subscribe);
  }
  const run = (id: string, signal?: AbortSignal) =>
    tolerant(syncConnection(deps, id, { signal: limit(signal), isLast: false }), signal);
  const openRuns = async () =>
    db
      .selectFrom('sync_runs')
      .select('id')
      .where('state', 'in', ['queued', 'running'])
      .orderBy('requested_at')
      .orderBy('id')
      .execute();
  const finish = async () => {
    // A run may ask for another: a census for a pull, a pull for a census.
    for (let round = 0; round < 6; round += 1) {
      const runs = await openRuns();
      if (runs.length === 0) return;
      for (const { id } of runs) await run(id);
    }
    throw new Error('Runs ask for each other without end.');
  };
  return {
    database,
    intake,
    sync: async (tool, kind, signal) => {
      const { id } = await requestSyncRun(db, tool, kind, new Date(now()));
      await run(id, signal);
    },
    workOnDeliveries: (tool) => tolerant(processDeliveries(deps, tool, limit())),
    finish,
    derive: async () => {
      await flagToday({ db, now });
      await deriveStale({ db, now, notify: ignore }, limit());
    },
    learn: async () => {
      const { isChanged } = await learnExamples({ db, now }, limit());
      await deriveStale({ db, now, notify: ignore }, limit());
      return isChanged;
    },
    readAllAgain: async () => {
      await db.transaction().execute((tx) => markAllStale(tx, new Date(now())));
      await deriveStale({ db, now, notify: ignore }, limit());
    },
    close: async () => {
      await intake?.close();
    },
  };
}

/** As a person does who carries address and token to and fro. */
async function subscribeByHand(
  deps: ByHandDeps,
  root: string,
  subscribe: NonNullable<Tools['subscribe']>,
): Promise<void> {
  const { address } = await beginWebhookByHand(deps, 'notion', root);
  const confirm = await subscribe(address ?? '');
  const { verificationToken } = await readWebhookByHand(deps, 'notion');
  confirm(verificationToken ?? '');
}

/** What a tool refuses is tried again later; what we ourselves do wrong is the test's business. */
async function tolerant(work: Promise<void>, stopped?: AbortSignal): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!isConnectorError(error) && !stopped?.aborted) throw error;
  }
}
