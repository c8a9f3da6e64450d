/** The whole service in its process, as `plumbline start` runs it, with nothing connected: its database holds all it is to do. */
import { parseConfig } from '../../config/config.ts';
import { startService } from '../../src/cli/service.ts';
import { openRuntime } from '../../src/compose.ts';
import { answerParent } from './child.ts';

export type RelinkAsk =
  | { readonly ask: 'start'; readonly databaseUrl: string; readonly dataFolder: string }
  | { readonly ask: 'figures' };

export interface RelinkFigures {
  /** The most it ever had, in bytes. */
  readonly memoryBytes: number;
  /** Processor time of the longest turn of the event loop since it was asked last: what others take of the machine is not in it. */
  readonly longestTurnMs: number;
}

let stop = async () => {};
let longestTurnMs = 0;

function watchTurns(): void {
  let last = process.threadCpuUsage();
  const beat = () => {
    const now = process.threadCpuUsage();
    longestTurnMs = Math.max(longestTurnMs, (now.user + now.system - last.user - last.system) / 1_000);
    last = now;
    setTimeout(beat, 0);
  };
  beat();
}

function takeFigures(): RelinkFigures {
  const figures = { memoryBytes: process.resourceUsage().maxRSS * 1024, longestTurnMs };
  longestTurnMs = 0;
  return figures;
}

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
  watchTurns();
  return service.url as string;
}

answerParent(
  async (ask: RelinkAsk): Promise<string | RelinkFigures> => (ask.ask === 'start' ? start(ask) : takeFigures()),
  () => stop(),
);
