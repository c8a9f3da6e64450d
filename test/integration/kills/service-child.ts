/** The whole service on a data folder (API, workers, packaged database), as a process that can be killed. `node … FOLDER NOW`. */
import { parseConfig } from '../../../config/config.ts';
import { startService } from '../../../src/cli/service.ts';
import { openRuntime } from '../../../src/compose.ts';

/** Said once everything runs. */
export interface ServiceUp {
  readonly databaseUrl: string;
}

const [folder = '', now = ''] = process.argv.slice(2);
const config = parseConfig({
  PLUMBLINE_DATA: folder,
  PLUMBLINE_PORT: '0',
  PLUMBLINE_LOG_LEVEL: 'error',
  PLUMBLINE_PRIVATE_RANGES: '127.0.0.1',
});
const runtime = await openRuntime(config, { now: () => Number(now), areToolsSimulated: true });
await runtime.embedded?.claimService();
const service = await startService(runtime, { dashboardFolder: null });
process.once('disconnect', async () => {
  await service.close();
  await runtime.close();
  process.exit(0);
});
const up: ServiceUp = { databaseUrl: runtime.databaseUrl };
process.send?.(up);
