import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';

const HEARTBEAT_MS = 20_000;

/** Server-sent events: that something changed, never what. The stream ends with the session or the service; a browser reconnects. */
export function addEventRoutes(app: App, deps: ApiDeps): void {
  const open = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });
  app.get('/events', { schema: { tags: ['events'] } }, async (request, reply) => {
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      connection: 'keep-alive',
      // Proxies would collect the events.
      'x-accel-buffering': 'no',
    });
    raw.write('retry: 2000\n\n');
    const stop = deps.onChange((event) => void raw.write(`data: ${JSON.stringify(event)}\n\n`));
    const heartbeat = setInterval(() => void raw.write(': still here\n\n'), HEARTBEAT_MS);
    const end = () => {
      clearInterval(heartbeat);
      stop();
      open.delete(end);
      raw.end();
    };
    open.add(end);
    request.raw.once('close', end);
  });
}
