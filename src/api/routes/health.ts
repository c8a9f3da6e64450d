import { z } from 'zod';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';

const readySchema = z.object({ isReady: z.boolean(), parts: z.record(z.string(), z.boolean()) });

export function addHealthRoutes(app: App, deps: ApiDeps): void {
  app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }));
  app.get(
    '/readyz',
    { schema: { hide: true, response: { 200: readySchema, 503: readySchema } } },
    async (_request, reply) => {
      const found = await deps.isReady();
      return reply.code(found.isReady ? 200 : 503).send(found);
    },
  );
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) =>
    reply.type('text/plain; version=0.0.4').send(await deps.readMetrics()),
  );
}
