/**
 * `npm run bench`: a large organisation pulled through the real connectors into the packaged PostgreSQL, against a bare loop that
 * fetches the same pages and COPYs them; then derived and viewed. Then webhooks, as fast as they come. Then a change in a tool until an
 * open page shows it, beside a pull. Ends with 1 where a limit is broken.
 *
 *   node test/bench/run.ts [--only pull|intake|live] [--tasks 100000] [--rounds 2] [--seed bench] [--redis redis://localhost:6379]
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { requirePinnedNode } from '../../src/cli/node-version.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { startChild } from './child.ts';
import { benchDerive } from './derive-and-view.ts';
import { benchIntake } from './intake.ts';
import { openLedger } from './ledger.ts';
import { benchLive } from './live.ts';
import { benchPull, createDatabase } from './pull-against-bare.ts';
import type { Address, Made } from './simulators.ts';

requirePinnedNode();
const INTAKE_TASKS = 1_200;
/** Of a world's tasks. */
const JIRA_SHARE = 0.55;
const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '2' },
    seed: { type: 'string', default: 'bench' },
    only: { type: 'string' },
    redis: { type: 'string' },
  },
});
const options = { tasks: Number(values.tasks), rounds: Number(values.rounds), seed: values.seed };
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
// As root the server runs as another user, who must be able to enter.
chmodSync(folder, 0o711);
const server = await openEmbedded(folder);
const ledger = openLedger();
try {
  await ledger.sayGround(server.url, options);
  if (isWanted('pull')) await runPull();
  if (isWanted('intake')) await runIntake();
  if (isWanted('live')) await runLive();
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  if (server.dataFolder !== folder) rmSync(server.dataFolder, { recursive: true, force: true });
}
process.exitCode = ledger.judge();

function isWanted(part: 'pull' | 'intake' | 'live'): boolean {
  return values.only === undefined || values.only === part;
}

async function runPull(): Promise<void> {
  const simulators = startChild('simulators.ts', ['--max-old-space-size=8192']);
  try {
    const dataFolder = join(folder, 'data');
    const pulled = await benchPull({ ...options, server: server.url, dataFolder, simulators, ledger });
    await simulators.stop();
    await benchDerive(pulled, ledger);
  } finally {
    await simulators.stop();
  }
}

async function runIntake(): Promise<void> {
  const simulators = startChild('simulators.ts');
  try {
    const now = Date.parse('2026-11-20T09:00:00Z');
    await simulators.ask({ ask: 'world', seed: options.seed, tasks: INTAKE_TASKS, now });
    const tools = await simulators.ask<Address[]>({ ask: 'start', rateLimits: 'off' });
    const tool = tools.find((one) => one.tool === 'jira');
    if (!tool) throw new Error('There is no simulated Jira.');
    await benchIntake({
      databaseUrl: await createDatabase(server.url, 'intake'),
      bareUrl: await createDatabase(server.url, 'intake_bare'),
      redisUrl: values.redis ?? null,
      dataFolder: join(folder, 'data'),
      now,
      tool,
      ledger,
    });
  } finally {
    await simulators.stop();
  }
}

/** Only Jira, with as many tasks as were asked for. */
async function runLive(): Promise<void> {
  const simulators = startChild('simulators.ts', ['--max-old-space-size=8192']);
  try {
    const tasks = Math.ceil(options.tasks / JIRA_SHARE);
    const made = await simulators.ask<Made>({ ask: 'world', seed: options.seed, tasks, now: Date.now() });
    const tools = await simulators.ask<Address[]>({ ask: 'start', rateLimits: 'off' });
    const tool = tools.find((one) => one.tool === 'jira');
    if (!tool) throw new Error('There is no simulated Jira.');
    const databaseUrl = await createDatabase(server.url, 'live');
    await benchLive({ databaseUrl, dataFolder: join(folder, 'live'), made, tool, simulators, ledger });
  } finally {
    await simulators.stop();
  }
}
