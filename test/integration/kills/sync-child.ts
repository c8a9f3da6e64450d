/**
 * Pulls three connections side by side, as a process that can be killed: `fork`ed, it loads what it needs, says `ready`, and
 * pulls when told which runs.
 */
import { parseConfig } from '../../../config/config.ts';
import { openRuntime } from '../../../src/compose.ts';
import { syncConnection } from '../../../src/usecases/sync-connection.ts';

export interface PullOrder {
  readonly databaseUrl: string;
  readonly dataFolder: string;
  readonly now: number;
  readonly runIds: readonly string[];
}

export type ChildSays = 'ready' | 'done' | { readonly failed: string };

// jira.js alone takes half a second to load: not what a kill should hit.
await import('jira.js/cloud');
const say = (what: ChildSays) => process.send?.(what);

process.once('message', (order: PullOrder) => {
  pull(order).then(
    () => say('done'),
    (error: Error) => say({ failed: error.stack ?? error.message }),
  );
});
process.once('disconnect', () => process.exit(0));
say('ready');

async function pull({ databaseUrl, dataFolder, now, runIds }: PullOrder): Promise<void> {
  const config = parseConfig({
    DATABASE_URL: databaseUrl,
    PLUMBLINE_DATA: dataFolder,
    PLUMBLINE_PRIVATE_RANGES: '127.0.0.1',
  });
  const runtime = await openRuntime({ ...config, logLevel: 'silent' }, { now: () => now, areToolsSimulated: true });
  const { signal } = new AbortController();
  const deps = { ...runtime, onStale: async () => {} };
  await Promise.all(runIds.map((id) => syncConnection(deps, id, { signal, isLast: false })));
  await runtime.close();
}
