/**
 * `npm run bench`: a large organisation pulled through the real connectors into the packaged PostgreSQL, against a bare loop that
 * fetches the same pages and COPYs them; then derived and viewed. Then webhooks, as fast as they come. Then a change in a tool until an
 * open page shows it, beside a pull. Then tasks linked by their text, against a bare loop over words. Then all of them linked
 * again after a goal changed, while the service answers. Then two hundred managers at once. Then a digest for each
 * of a thousand managers, against the same mails, only sent. Then the longest list, scrolled through in Chromium, and the demo's pages,
 * until they are painted. Ends with 1 where a limit is broken. One part alone is named:
 * `npm run bench -- link`; `npm run bench -- relink --tasks 1000000` links a million again.
 *
 *   node test/bench/run.ts [pull|intake|live|link|relink|load|digests|table|paint] [--tasks 100000] [--rounds 2] [--seed bench] [--readers 1000]
 *     [--redis redis://localhost:6379] [--labelled FOLDER, whose texts are linked instead of made-up ones]
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { requirePinnedNode } from '../../src/cli/node-version.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { startChild } from './child.ts';
import { benchDerive } from './derive-and-view.ts';
import { benchDigests } from './digests.ts';
import { benchIntake } from './intake.ts';
import { openLedger } from './ledger.ts';
import { benchLink } from './link.ts';
import { benchLive } from './live.ts';
import { benchLoad } from './load.ts';
import { benchPaint } from './paint.ts';
import { benchPull, createDatabase } from './pull-against-bare.ts';
import { benchRelink } from './relink.ts';
import type { Address, Made } from './simulators.ts';
import { benchTable } from './table.ts';

requirePinnedNode();
const INTAKE_TASKS = 1_200;
/** Of a world's tasks. */
const JIRA_SHARE = 0.55;
const PARTS = ['pull', 'intake', 'live', 'link', 'relink', 'load', 'digests', 'table', 'paint'] as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tasks: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '2' },
    seed: { type: 'string', default: 'bench' },
    only: { type: 'string' },
    readers: { type: 'string', default: '1000' },
    redis: { type: 'string' },
    labelled: { type: 'string' },
  },
});
const options = { tasks: Number(values.tasks), rounds: Number(values.rounds), seed: values.seed };
const wanted = wantedParts([...positionals, ...(values.only === undefined ? [] : [values.only])]);
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
// As root the server runs as another user, who must be able to enter.
chmodSync(folder, 0o711);
const needsServer = wanted.some((part) => part !== 'link' && part !== 'paint');
const server = needsServer ? await openEmbedded(folder) : null;
const ledger = openLedger();
try {
  await ledger.sayGround(server?.url ?? null, options);
  if (server) await runWithServer(server.url);
  if (wanted.includes('link')) await benchLink({ seed: values.seed, labelled: values.labelled ?? null }, ledger);
  if (wanted.includes('paint')) await benchPaint(ledger);
} finally {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
  if (server && server.dataFolder !== folder) rmSync(server.dataFolder, { recursive: true, force: true });
}
process.exitCode = ledger.judge();

function wantedParts(named: readonly string[]): readonly string[] {
  const unknown = named.find((name) => !PARTS.some((part) => part === name));
  if (unknown !== undefined) throw new Error(`There is no "${unknown}" to bench; there are ${PARTS.join(', ')}.`);
  return named.length > 0 ? named : PARTS;
}

async function runWithServer(serverUrl: string): Promise<void> {
  if (wanted.includes('pull')) await runPull(serverUrl);
  if (wanted.includes('intake')) await runIntake(serverUrl);
  if (wanted.includes('live')) await runLive(serverUrl);
  if (wanted.includes('relink')) {
    const databaseUrl = await createDatabase(serverUrl, 'relink');
    await benchRelink({ ...options, databaseUrl, dataFolder: join(folder, 'relink'), ledger });
  }
  if (wanted.includes('load')) {
    const databaseUrl = await createDatabase(serverUrl, 'load');
    await benchLoad({ databaseUrl, dataFolder: join(folder, 'load'), tasks: options.tasks, ledger });
  }
  if (wanted.includes('digests')) {
    const databaseUrl = await createDatabase(serverUrl, 'digests');
    await benchDigests({ databaseUrl, readers: Number(values.readers), ledger });
  }
  if (wanted.includes('table')) {
    const databaseUrl = await createDatabase(serverUrl, 'long_list');
    await benchTable({ databaseUrl, dataFolder: join(folder, 'table'), tasks: options.tasks, ledger });
  }
}

async function runPull(serverUrl: string): Promise<void> {
  const simulators = startChild('simulators.ts', ['--max-old-space-size=8192']);
  try {
    const dataFolder = join(folder, 'data');
    const pulled = await benchPull({ ...options, server: serverUrl, dataFolder, simulators, ledger });
    await simulators.stop();
    await benchDerive(pulled, ledger);
  } finally {
    await simulators.stop();
  }
}

async function runIntake(serverUrl: string): Promise<void> {
  const simulators = startChild('simulators.ts');
  try {
    const now = Date.parse('2026-11-20T09:00:00Z');
    await simulators.ask({ ask: 'world', seed: options.seed, tasks: INTAKE_TASKS, now });
    const tools = await simulators.ask<Address[]>({ ask: 'start', rateLimits: 'off' });
    const tool = tools.find((one) => one.tool === 'jira');
    if (!tool) throw new Error('There is no simulated Jira.');
    await benchIntake({
      databaseUrl: await createDatabase(serverUrl, 'intake'),
      bareUrl: await createDatabase(serverUrl, 'intake_bare'),
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
async function runLive(serverUrl: string): Promise<void> {
  const simulators = startChild('simulators.ts', ['--max-old-space-size=8192']);
  try {
    const tasks = Math.ceil(options.tasks / JIRA_SHARE);
    const made = await simulators.ask<Made>({ ask: 'world', seed: options.seed, tasks, now: Date.now() });
    const tools = await simulators.ask<Address[]>({ ask: 'start', rateLimits: 'off' });
    const tool = tools.find((one) => one.tool === 'jira');
    if (!tool) throw new Error('There is no simulated Jira.');
    const databaseUrl = await createDatabase(serverUrl, 'live');
    await benchLive({ databaseUrl, dataFolder: join(folder, 'live'), made, tool, simulators, ledger });
  } finally {
    await simulators.stop();
  }
}
