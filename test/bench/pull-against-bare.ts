/** A full pull of three tools: its requests against the fewest possible, its memory, its time against a bare loop. */
import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import type { JournalEntry } from '../../src/demo/world.ts';
import type { Bare, BareAsk } from './bare.ts';
import { type Child, startChild } from './child.ts';
import { type Ledger, median, round } from './ledger.ts';
import type { Minimum } from './minimum.ts';
import type { PullAsk, Pulled } from './pull.ts';
import type { Address, Made, Taken } from './simulators.ts';

export interface PullBench {
  readonly tasks: number;
  readonly rounds: number;
  readonly seed: string;
  /** The server's URL; each round has a database of its own. */
  readonly server: string;
  readonly dataFolder: string;
  readonly simulators: Child;
  readonly ledger: Ledger;
}

// Fixed, so that a seed gives the same organisation on any day.
const NOW = Date.parse('2026-11-20T09:00:00Z');

/** @returns The database of the last pull, with the moment it shows. */
export async function benchPull(bench: PullBench): Promise<{ databaseUrl: string; now: number }> {
  const { simulators, ledger } = bench;
  const made = await simulators.ask<Made>({ ask: 'world', seed: bench.seed, tasks: bench.tasks, now: NOW });
  ledger.say(
    `Simulated: ${Object.entries(made.tasks)
      .map(([tool, count]) => `${tool} ${count}`)
      .join(', ')} tasks`,
  );

  let tools = await simulators.ask<Address[]>({ ask: 'start', rateLimits: 'counted' });
  const counted = await pullOnce(bench, made, tools, 'counted');
  const asked = await simulators.ask<Taken>({ ask: 'take' });
  const minimum = await simulators.ask<Minimum[]>({ ask: 'minimum', asanaGoals: counted.asanaGoals });
  await simulators.ask({ ask: 'stop' });
  judgeRequests(ledger, asked, minimum, counted);

  tools = await simulators.ask<Address[]>({ ask: 'start', rateLimits: 'off' });
  // Once unmeasured, so that each page is rendered before it is measured; it also says what the bare loop has to ask.
  const warm = await pullOnce(bench, made, tools, 'warm');
  const { journals } = await simulators.ask<Taken>({ ask: 'take' });
  const ours: Pulled[] = [];
  const bare: Bare[] = [];
  for (let turn = 0; turn < bench.rounds; turn += 1) {
    await settle(bench, 'counted', 'warm', `bare_${turn - 1}`);
    bare.push(await bareOnce(bench, tools, journals, turn));
    sayShare(ledger, await simulators.ask<Taken>({ ask: 'take' }));
    await settle(bench, `bare_${turn}`, `ours_${turn - 1}`);
    ours.push(await pullOnce(bench, made, tools, `ours_${turn}`));
    sayShare(ledger, await simulators.ask<Taken>({ ask: 'take' }));
  }
  await simulators.ask({ ask: 'stop' });
  judgeMemory(ledger, [counted, warm, ...ours]);
  judgeTime(ledger, ours, bare);
  return { databaseUrl: urlOf(bench.server, `ours_${bench.rounds - 1}`), now: NOW };
}

/** What earlier pulls left to be written, cleaned up and counted is not the next one's to carry. */
async function settle(bench: PullBench, ...overDatabases: readonly string[]): Promise<void> {
  const client = new Client({ connectionString: bench.server });
  await client.connect();
  try {
    for (const name of overDatabases) await client.query(`drop database if exists "${name}" with (force)`);
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

async function pullOnce(bench: PullBench, made: Made, tools: readonly Address[], name: string): Promise<Pulled> {
  const databaseUrl = await createDatabase(bench.server, name);
  const child = startChild('pull.ts', serviceFlags());
  try {
    const { dataFolder } = bench;
    const isLimited = name === 'counted';
    const ask: PullAsk = { databaseUrl, dataFolder, now: NOW, files: made.files, tools, isLimited };
    const pulled = await child.ask<Pulled>(ask);
    bench.ledger.say(
      `pull ${name}: ${seconds(pulled)} s, ${pulled.tasks} tasks, ${pulled.setAside} set aside, processor ${round(pulled.cpuMs / 1000)} s, memory ${round(pulled.memoryMaxBytes / 2 ** 20)} MB`,
    );
    return pulled;
  } finally {
    await child.stop();
  }
}

/** What our own commands give Node.js, so that memory is measured as it is used. */
function serviceFlags(): string[] {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return String(scripts.start)
    .split(' ')
    .filter((word) => word.startsWith('--'));
}

async function bareOnce(
  bench: PullBench,
  tools: readonly Address[],
  journals: Taken['journals'],
  turn: number,
): Promise<Bare> {
  const databaseUrl = await createDatabase(bench.server, `bare_${turn}`);
  const child = startChild('bare.ts');
  try {
    const ask: BareAsk = { databaseUrl, tools, journals };
    const bare = await child.ask<Bare>(ask);
    bench.ledger.say(
      `bare loop: ${seconds(bare)} s, ${bare.pages} pages, ${bare.rows} rows, ${round(bare.bytes / 1e6)} MB, processor ${round(bare.cpuMs / 1000)} s`,
    );
    return bare;
  } finally {
    await child.stop();
  }
}

function judgeRequests(
  ledger: Ledger,
  { journals, violations }: Taken,
  minimum: readonly Minimum[],
  pulled: Pulled,
): void {
  let requests = 0;
  let least = 0;
  for (const { tool, requests: fewest, because } of minimum) {
    // What connecting asked, once in a connection's life, is no part of a pull; it comes before its first list of scopes.
    const asked = journals[tool] ?? [];
    const history = asked.filter(isHistory).length;
    ledger.say(
      `${tool}: ${asked.length} requests ÷ ${fewest} = ${round(asked.length / fewest)} (${because})${history ? `; without ${history} pages of history ${round((asked.length - history) / fewest)}` : ''}`,
    );
    requests += asked.length;
    least += fewest;
  }
  ledger.limit(`requests beyond the published limits, of ${pulled.tasks} tasks`, violations, 0, '');
  ledger.limit(`requests ÷ minimum, ${requests} ÷ ${least}`, requests / least, 1.1, '');
}

function isHistory({ path }: JournalEntry): boolean {
  return /^\/1\/boards\/[^/]+\/actions/.test(path);
}

function sayShare(ledger: Ledger, { journals, cpuMs }: Taken): void {
  const pages = Object.values(journals).reduce((sum, journal) => sum + journal.length, 0);
  ledger.limit(`simulators' processor time a page, over ${pages} pages`, cpuMs / pages, 2, ' ms');
}

function judgeMemory(ledger: Ledger, pulls: readonly Pulled[]): void {
  ledger.limit('memory at most', Math.max(...pulls.map((one) => one.memoryMaxBytes)) / 2 ** 20, 512, ' MB');
}

function judgeTime(ledger: Ledger, ours: readonly Pulled[], bare: readonly Bare[]): void {
  const [mine, theirs] = [median(ours.map((one) => one.durationMs)), median(bare.map((one) => one.durationMs))];
  ledger.limit(
    `time ÷ bare loop, medians of ${ours.length}: ${round(mine / 1000)} s ÷ ${round(theirs / 1000)} s`,
    mine / theirs,
    2,
    '',
  );
}

function seconds({ durationMs }: { readonly durationMs: number }): string {
  return round(durationMs / 1000);
}

export async function createDatabase(server: string, name: string): Promise<string> {
  const client = new Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  return urlOf(server, name);
}

function urlOf(server: string, database: string): string {
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
