/** The simulated tools as a process of their own, so that neither their time nor their memory is taken for ours. */
import { startAsana } from '../../src/demo/asana/index.ts';
import { startJira } from '../../src/demo/jira/index.ts';
import { type ImportFiles, importFiles } from '../../src/demo/organisation/import-files.ts';
import { makeWorld } from '../../src/demo/organisation/make-world.ts';
import type { RateLimits } from '../../src/demo/server.ts';
import { startTrello } from '../../src/demo/trello/index.ts';
import type { JournalEntry, SimServer, World } from '../../src/demo/world.ts';
import { answerParent } from './child.ts';
import { minimumRequests } from './minimum.ts';

export type SimulatorsAsk =
  | { readonly ask: 'world'; readonly seed: string; readonly tasks: number; readonly now: number }
  | { readonly ask: 'start'; readonly rateLimits: RateLimits }
  | { readonly ask: 'minimum'; readonly asanaGoals: number }
  | { readonly ask: 'take' }
  | { readonly ask: 'stop' };

export interface Made {
  readonly tasks: Readonly<Record<string, number>>;
  readonly files: ImportFiles;
}

export type Address = Pick<SimServer, 'tool' | 'url' | 'credentials'>;

/** What was asked of each tool since the last time, and what answering cost this process. */
export interface Taken {
  readonly journals: Readonly<Record<string, readonly JournalEntry[]>>;
  readonly violations: number;
  readonly cpuMs: number;
}

let world: World | null = null;
let servers: readonly SimServer[] = [];
let cpu = process.cpuUsage();

function theWorld(): World {
  if (!world) throw new Error('There is no world yet.');
  return world;
}

function make(message: { seed: string; tasks: number; now: number }): Made {
  world = makeWorld(message);
  const tasks = Object.fromEntries(
    Map.groupBy(world.tasks, ({ tool }) => tool)
      .entries()
      .map(([tool, own]) => [tool, own.length]),
  );
  return { tasks, files: importFiles(world) };
}

async function start(rateLimits: RateLimits): Promise<Address[]> {
  const options = { now: theWorld().endsAt, rateLimits, prerender: true };
  servers = [
    await startJira(theWorld(), options),
    await startAsana(theWorld(), { ...options, offsetLifeMs: 86_400_000 }),
    await startTrello(theWorld(), options),
  ];
  return servers.map(({ tool, url, credentials }) => ({ tool, url, credentials }));
}

function take(): Taken {
  const used = process.cpuUsage(cpu);
  const journals = Object.fromEntries(
    servers.map(({ tool, journal }) => [tool, (journal as JournalEntry[]).splice(0)]),
  );
  const taken = {
    journals,
    violations: servers.reduce((sum, server) => sum + server.violations(), 0),
    cpuMs: (used.user + used.system) / 1000,
  };
  cpu = process.cpuUsage();
  return taken;
}

async function stop(): Promise<void> {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
}

answerParent(async (message: SimulatorsAsk) => {
  if (message.ask === 'world') return make(message);
  if (message.ask === 'start') return start(message.rateLimits);
  if (message.ask === 'minimum') return minimumRequests(theWorld(), message.asanaGoals);
  if (message.ask === 'take') return take();
  return stop();
}, stop);
