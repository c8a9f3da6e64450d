import { fastify } from 'fastify';
import type { App } from '../../../src/api/app-type.ts';
import type { ApiDeps } from '../../../src/api/deps.ts';
import { addWebhookRoutes } from '../../../src/api/webhooks.ts';

export interface Intake {
  readonly url: string;
  close(): Promise<void>;
}

/** The address tools deliver to, with nothing else of the service behind it. */
export async function startIntake(deps: Pick<ApiDeps, 'db' | 'secrets' | 'now'>): Promise<Intake> {
  const app = fastify({ forceCloseConnections: true }) as unknown as App;
  await addWebhookRoutes(app, { ...deps, onDelivery: () => {} } as unknown as ApiDeps);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return { url, close: () => app.close() };
}
