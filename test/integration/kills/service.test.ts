import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../config/config.ts';
import { openRuntime } from '../../../src/compose.ts';
import { makeRandom } from '../../../src/demo/organisation/random.ts';
import { type Database, openDatabase } from '../../../src/store/database.ts';
import { ensureSchedule, noteStarted } from '../../../src/store/schedules.ts';
import { hasStaleTasks } from '../../../src/store/stale.ts';
import { LEARNING } from '../../../src/usecases/learn-examples.ts';
import { COHESION } from '../../../src/usecases/measure-parents.ts';
import { TEXTS } from '../../../src/usecases/study-texts.ts';
import { isServerUp, openFolder, serverPid } from '../../helpers/embedded.ts';
import { waitFor } from '../../helpers/wait.ts';
import { differences, type EndState, readEndState } from './end-state.ts';
import type { ServiceUp } from './service-child.ts';
import { setUp, startTools, type Tools } from './tools.ts';

const KILLS = 2;
const TASKS = 300;
/** Jobs of a killed worker come back by themselves, a quarter of a minute later. */
const BACK_WITHIN_MS = 180_000;
const DAY_MS = 86_400_000;
const seed = process.env.PLUMBLINE_KILL_SEED ?? '1';

let tools: Tools;
let parent: string;

beforeAll(async () => {
  parent = openFolder();
  tools = await startTools('service kills', TASKS);
});
afterAll(async () => {
  await tools?.close();
  rmSync(parent, { recursive: true, force: true });
});

/** Set up and connected, nothing pulled; then once more, byte by byte, so that both have the same ids. */
async function twoInstalls(): Promise<{ first: string; second: string }> {
  const [first, second] = [join(parent, 'first'), join(parent, 'second')];
  mkdirSync(first, { mode: 0o711 });
  const config = parseConfig({
    PLUMBLINE_DATA: first,
    PLUMBLINE_LOG_LEVEL: 'silent',
    PLUMBLINE_PRIVATE_RANGES: '127.0.0.1',
  });
  const runtime = await openRuntime(config, { now: () => tools.now, areToolsSimulated: true });
  expect(runtime.embedded?.dataFolder).toBe(first);
  await setUp(runtime, tools);
  await learnLater(runtime.db);
  await runtime.close();
  execFileSync('cp', ['-a', first, second]);
  return { first, second };
}

/** With a clock that stands still it would be learnt from whatever happened to be pulled first, and not again. */
async function learnLater(db: Database): Promise<void> {
  for (const name of [LEARNING, COHESION, TEXTS]) {
    await ensureSchedule(db, name, new Date(tools.now + DAY_MS));
    await noteStarted(db, name, new Date(tools.now));
  }
}

interface RunningService {
  readonly process: ChildProcess;
  readonly databaseUrl: string;
}

async function start(folder: string): Promise<RunningService> {
  const process = fork(join(import.meta.dirname, 'service-child.ts'), [folder, `${tools.now}`]);
  const [up] = (await Promise.race([
    once(process, 'message'),
    once(process, 'exit').then(() => Promise.reject(new Error('The service ended before it was up.'))),
  ])) as [ServiceUp];
  return { process, databaseUrl: up.databaseUrl };
}

/** App and database at once, as when the machine loses power. */
async function kill(service: RunningService, folder: string): Promise<void> {
  const gone = once(service.process, 'exit');
  const database = serverPid(folder);
  service.process.kill('SIGKILL');
  process.kill(database, 'SIGKILL');
  await gone;
}

/** Lets it work until everything is pulled and derived. */
async function finish(folder: string): Promise<EndState> {
  const service = await start(folder);
  const db = openDatabase(service.databaseUrl, { connectionsMax: 1 });
  try {
    await waitFor('every run to be done, and every task derived', () => isSettled(db), BACK_WITHIN_MS);
    return await readEndState(db);
  } finally {
    await db.destroy();
    const gone = once(service.process, 'exit');
    service.process.disconnect();
    await gone;
  }
}

/** Until it pulls; on a fast machine the life before may have left nothing to pull. */
async function untilUnderWay({ databaseUrl }: RunningService): Promise<void> {
  const db = openDatabase(databaseUrl, { connectionsMax: 1 });
  try {
    await waitFor('the pull to go on', async () => tools.answered() > 0 || (await isSettled(db)), BACK_WITHIN_MS);
  } finally {
    await db.destroy();
  }
}

async function isSettled(db: Database): Promise<boolean> {
  const runs = await db.selectFrom('sync_runs').select('state').execute();
  return runs.length > 0 && runs.every((run) => run.state === 'done') && !(await hasStaleTasks(db));
}

describe('the service, when app and database are killed', () => {
  it(`goes on by itself at the next start, and ends as if nothing had happened (${KILLS} kills, seed ${seed})`, {
    timeout: 1_200_000,
  }, async () => {
    const random = makeRandom(`service kills/${seed}`);
    const { first, second } = await twoInstalls();
    const wanted = await finish(first);
    expect(wanted.tasks?.length).toBeGreaterThan(TASKS * 0.9);

    for (let kills = 0; kills < KILLS; kills += 1) {
      const service = await start(second);
      tools.clearJournals();
      await untilUnderWay(service);
      await delay(random.next() * 500);
      await kill(service, second);
    }
    expect(differences(wanted, await finish(second))).toEqual([]);
    expect(isServerUp(second)).toBe(false);
  });
});
