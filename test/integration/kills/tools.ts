import { startAsana } from '../../../src/demo/asana/index.ts';
import { startJira } from '../../../src/demo/jira/index.ts';
import { importFiles } from '../../../src/demo/organisation/import-files.ts';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import { startTrello } from '../../../src/demo/trello/index.ts';
import type { JournalEntry, SimServer, World } from '../../../src/demo/world.ts';
import type { Database } from '../../../src/store/database.ts';
import type { SecretBox } from '../../../src/store/secrets.ts';
import { requestSyncRun } from '../../../src/store/sync-runs.ts';
import { connectTool } from '../../../src/usecases/connect.ts';
import { importGoals } from '../../../src/usecases/import-goals.ts';
import { importPeople } from '../../../src/usecases/import-people.ts';
import { importRules } from '../../../src/usecases/import-rules.ts';
import { readRows } from '../../../src/usecases/read-rows.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { waitFor } from '../../helpers/wait.ts';

/** Simulated tools or wikis in this process, standing at one moment. */
export interface Standing<Server> {
  readonly world: World;
  readonly servers: readonly Server[];
  readonly now: number;
  /** Forgets what was asked so far. */
  clearJournals(): void;
  /** How many requests were answered so far. */
  answered(): number;
  /** Waits until whatever a killed process had asked is answered and noted: it belongs to its life, not to the next one. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

export type Tools = Standing<SimServer>;

/** The three simulated tools. */
export async function startTools(seed: string, tasks: number): Promise<Tools> {
  const now = Date.parse('2026-11-20T09:00:00Z');
  const world = makeWorld({ seed, tasks, now });
  const options = { now, rateLimits: 'off' } as const;
  const servers = [
    await startJira(world, options),
    await startAsana(world, options),
    await startTrello(world, options),
  ];
  return stand(world, servers, now);
}

type Server = Pick<SimServer, 'journal' | 'fault' | 'close'>;

export function stand<One extends Server>(world: World, servers: readonly One[], now: number): Standing<One> {
  const underWay = countUnderWay(servers);
  return {
    world,
    servers,
    now,
    clearJournals: () => {
      for (const server of servers) underWay.forget(server);
    },
    quiet: async () => {
      // What lies in the sockets of a process that is gone is read first.
      await new Promise(setImmediate);
      await new Promise(setImmediate);
      await waitFor('the last answers', () => underWay.count() === 0);
    },
    answered: () => servers.reduce((sum, { journal }) => sum + journal.length, 0),
    close: async () => {
      await Promise.all(servers.map((server) => server.close()));
    },
  };
}

/** Requests that reached the tools and are not in their journals yet. */
function countUnderWay(servers: readonly Server[]): { count(): number; forget(server: Server): void } {
  let asked = 0;
  let forgotten = 0;
  for (const server of servers) {
    server.fault(() => {
      asked += 1;
      return null;
    });
  }
  const noted = () => servers.reduce((sum, { journal }) => sum + journal.length, 0);
  return {
    count: () => asked - forgotten - noted(),
    forget: ({ journal }) => {
      forgotten += journal.length;
      (journal as JournalEntry[]).length = 0;
    },
  };
}

export interface Install {
  readonly db: Database;
  readonly secrets: SecretBox;
}

/** Goals, people, rules and the three connections, as an owner sets them up. @returns The runs that wait to be pulled. */
export async function setUp({ db, secrets }: Install, tools: Tools): Promise<string[]> {
  const now = () => tools.now;
  const files = importFiles(tools.world);
  const deps = { db, now, onStale: async () => {} };
  const plans = [
    await importPeople(deps, readRows(files.people, 'csv')),
    await importGoals(deps, readRows(files.goals, 'csv')),
    await importRules(deps, readRows(files.rules, 'yaml')),
  ];
  const faults = plans.flatMap((plan) => [...plan.errors]);
  if (faults.length > 0) throw new Error(`The organisation's files cannot be imported: ${JSON.stringify(faults[0])}`);
  const runs: string[] = [];
  for (const { tool, url, credentials } of tools.servers) {
    await connectTool(
      { db, secrets, now, reach: LOOPBACK },
      { tool, baseUrl: url, credentials },
      AbortSignal.timeout(110_000),
    );
    runs.push((await requestSyncRun(db, tool, 'full', new Date(tools.now))).id);
  }
  return runs;
}
