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
  /** From now on the tools live: their clocks run, and what changes is told. */
  | { readonly ask: 'live' }
  /** Names an open key result in a task's title. Answers when, ms since 1970. */
  | { readonly ask: 'name-goal'; readonly tool: string; readonly id: string }
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

function live(): void {
  for (const server of servers) {
    server.setClock(Date.now());
    server.runClock();
  }
}

function nameGoal(tool: string, id: string): number {
  const { tasks, goals, cycles } = theWorld();
  const task = tasks.find((one) => one.tool === tool && one.vendorId === id);
  const goal = goals.find((one) => one.kind === 'key-result' && one.cycle === cycles.at(-1)?.name);
  const server = servers.find((one) => one.tool === tool);
  if (!task || !goal || !server) throw new Error(`There is no task ${id} in ${tool}, or no goal to name.`);
  const at = Date.now();
  server.change({ type: 'edit', task: task.id, set: { title: `${goal.key}: ${task.initial.title}` } });
  return at;
}

async function stop(): Promise<void> {
  await Promise.all(servers.map((server) => server.close()));
  servers = [];
}

answerParent(async (message: SimulatorsAsk) => {
  if (message.ask === 'world') return make(message);
  if (message.ask === 'start') return start(message.rateLimits);
  if (message.ask === 'minimum') return minimumRequests(theWorld(), message.asanaGoals);
  if (message.ask === 'live') return live();
  if (message.ask === 'name-goal') return nameGoal(message.tool, message.id);
  if (message.ask === 'take') return take();
  return stop();
}, stop);
