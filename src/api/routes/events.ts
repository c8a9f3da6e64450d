import type { ServerResponse } from 'node:http';
import { isSessionAlive } from '../../usecases/sign-in.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { sessionIdOf } from '../plugins/session.ts';
import { eventSchema } from '../schemas/organisation.ts';

const HEARTBEAT_MS = 20_000;
/** A reader this far behind has gone; what it missed it asks for again. */
const UNREAD_BYTES_MAX = 1024 * 1024;

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  connection: 'keep-alive',
  // Proxies would collect the events.
  'x-accel-buffering': 'no',
};

/** Server-sent events: that something changed, never what. A stream ends with its session or the service; a browser reconnects. */
export function addEventRoutes(app: App, deps: ApiDeps): void {
  const open = new Set<() => void>();
  app.addHook('preClose', async () => {
    for (const end of open) end();
  });
  app.get(
    '/events',
    {
      // A HEAD would hold its connection open and say nothing.
      exposeHeadRoute: false,
      schema: {
        tags: ['events'],
        summary: 'A stream of server-sent events, each a JSON object in `data:`',
        produces: ['text/event-stream'],
        response: { 200: eventSchema },
      },
    },
    async (request, reply) => {
      const sessionId = sessionIdOf(request, deps) ?? '';
      const { raw } = reply.hijack();
      raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...HEADERS });
      raw.write('retry: 2000\n\n');
      const stop = deps.onChange((event) => send(raw, `data: ${JSON.stringify(event)}\n\n`));
      const heartbeat = setInterval(() => void beat().catch(end), deps.heartbeatMs ?? HEARTBEAT_MS);
      async function beat(): Promise<void> {
        if (await isSessionAlive(deps, sessionId)) send(raw, ': still here\n\n');
        else end();
      }
      function end(): void {
        clearInterval(heartbeat);
        stop();
        open.delete(end);
        raw.end();
      }
      open.add(end);
      raw.once('close', end);
    },
  );
}

function send(raw: ServerResponse, text: string): void {
  if (raw.writableLength > UNREAD_BYTES_MAX) raw.destroy();
  else raw.write(text);
}
