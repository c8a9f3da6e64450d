/**
 * `npm run bench`: a large organisation pulled through the real connectors into the packaged PostgreSQL, against a bare loop that
 * fetches the same pages and COPYs them; then derived and viewed. Ends with 1 where a limit is broken.
 *
 *   node test/bench/run.ts [--tasks 100000] [--rounds 2] [--seed bench]
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { requirePinnedNode } from '../../src/cli/node-version.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { startChild } from './child.ts';
import { benchDerive } from './derive-and-view.ts';
import { openLedger } from './ledger.ts';
import { benchPull } from './pull-against-bare.ts';

requirePinnedNode();
const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '2' },
    seed: { type: 'string', default: 'bench' },
  },
});
const options = { tasks: Number(values.tasks), rounds: Number(values.rounds), seed: values.seed };
const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
// As root the server runs as another user, who must be able to enter.
chmodSync(folder, 0o711);
const server = await openEmbedded(folder);
const simulators = startChild('simulators.ts', ['--max-old-space-size=8192']);
const ledger = openLedger();
try {
  await ledger.sayGround(server.url, options);
  const pulled = await benchPull({
    ...options,
    server: server.url,
    dataFolder: join(folder, 'data'),
    simulators,
    ledger,
  });
  await simulators.stop();
  await benchDerive(pulled, ledger);
} finally {
  await simulators.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  if (server.dataFolder !== folder) rmSync(server.dataFolder, { recursive: true, force: true });
}
process.exitCode = ledger.judge();
