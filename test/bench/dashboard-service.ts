/** API and dashboard in their process, without workers: what is measured is what a person waits for. */
import { parseConfig } from '../../config/config.ts';
import { startService } from '../../src/cli/service.ts';
import { openRuntime } from '../../src/compose.ts';
import { createSignInToken, ensureOwner } from '../../src/usecases/sign-in.ts';
import { answerParent } from './child.ts';

export interface DashboardAsk {
  readonly databaseUrl: string;
  readonly dataFolder: string;
  /** null: the API alone. */
  readonly dashboardFolder: string | null;
}

export interface DashboardReady {
  readonly url: string;
  /** Signs in once. */
  readonly token: string;
}

let stop = async () => {};

async function start({ databaseUrl, dataFolder, dashboardFolder }: DashboardAsk): Promise<DashboardReady> {
  const config = parseConfig({
    DATABASE_URL: databaseUrl,
    PLUMBLINE_DATA: dataFolder,
    PLUMBLINE_PORT: '0',
    PLUMBLINE_LOG_LEVEL: 'silent',
  });
  const runtime = await openRuntime(config);
  const service = await startService(runtime, { dashboardFolder, only: 'api' });
  stop = async () => {
    await service.close();
    await runtime.close();
  };
  const owner = await ensureOwner(runtime.db);
  const token = await createSignInToken({ db: runtime.db, clock: Date.now }, owner.id);
  return { url: service.url as string, token };
}

answerParent(start, () => stop());
