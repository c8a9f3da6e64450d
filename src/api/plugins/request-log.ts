import type { App } from '../app-type.ts';

/** One line a request: the route's pattern, never the address, which may hold a search or an id. */
export function addRequestLog(app: App): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
      },
      'Request answered',
    );
  });
}
