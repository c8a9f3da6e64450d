/**
 * A command that uses a data folder's database, as a process of its own: `node embedded-child.ts FOLDER`. It says on standard
 * output what happened, one line of JSON each, and does what it is told on standard input: `claim`, `stop`.
 */
import { createInterface } from 'node:readline';
import { openEmbedded } from '../../src/store/embedded.ts';

const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);
const fail = (error: Error & { code?: string }) => say({ code: error.code ?? 'none', message: error.message });

try {
  const database = await openEmbedded(process.argv[2] ?? '', { timeoutMs: 30_000 });
  say({
    url: database.url,
    dataFolder: database.dataFolder,
    notice: database.notice,
    startedHere: database.startedHere,
  });
  for await (const line of createInterface({ input: process.stdin })) {
    if (line === 'claim') await database.claimService().then(() => say({ claimed: true }), fail);
    if (line === 'stop') break;
  }
  await database.stop();
  const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  say({ stopped: true, timers });
  process.exit(0);
} catch (error) {
  fail(error as Error);
  process.exit(1);
}
