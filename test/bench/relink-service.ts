/** The whole service in its process, as `plumbline start` runs it, with nothing connected: its database holds all it is to do. */
import { parseConfig } from '../../config/config.ts';
import { startService } from '../../src/cli/service.ts';
import { openRuntime } from '../../src/compose.ts';
import { answerParent } from './child.ts';

export type RelinkAsk =
  | { readonly ask: 'start'; readonly databaseUrl: string; readonly dataFolder: string }
  | { readonly ask: 'memory' };

/** The most it ever had, in bytes. */
export type RelinkMemory = number;

let stop = async () => {};

async function start({ databaseUrl, dataFolder }: Extract<RelinkAsk, { ask: 'start' }>): Promise<string> {
  const config = parseConfig({
    DATABASE_URL: databaseUrl,
    PLUMBLINE_DATA: dataFolder,
    PLUMBLINE_PORT: '0',
    PLUMBLINE_LOG_LEVEL: 'warn',
  });
  const runtime = await openRuntime(config);
  const service = await startService(runtime, { dashboardFolder: null });
  stop = async () => {
    await service.close();
    await runtime.close();
  };
  return service.url as string;
}

answerParent(
  async (ask: RelinkAsk): Promise<string | RelinkMemory> =>
    ask.ask === 'start' ? start(ask) : process.resourceUsage().maxRSS * 1024,
  () => stop(),
);
