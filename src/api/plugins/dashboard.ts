import fastifyStatic from '@fastify/static';
import type { App } from '../app-type.ts';

/** Paths that belong to programs: a miss there is a problem, not the dashboard. */
const NOT_PAGES = /^\/(api|webhooks|docs|assets|healthz|readyz|metrics|openapi\.json)(\/|$|\?)/;
/** What a scanner looks for beside a page: `/.git/config`, `/.env`, a source map. */
const NOT_OURS = /\/\.|\.map($|\?)/;

/** The built dashboard; every page's path gives the same document, which then asks the API. */
export async function addDashboard(app: App, folder: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    setHeaders: (reply, path) => {
      // Built files carry a hash of their content in their name.
      if (/[/\\]assets[/\\]/.test(path)) reply.header('cache-control', 'public, max-age=31536000, immutable');
      // A browser asks for it again at every turn to another page.
      if (path.endsWith('favicon.svg')) reply.header('cache-control', 'public, max-age=86400');
    },
  });
  app.get('/', { schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html', { cacheControl: false }));
  app.get('/*', { schema: { hide: true } }, (request, reply) => {
    if (NOT_PAGES.test(request.url) || NOT_OURS.test(request.url)) return reply.callNotFound();
    return reply.sendFile('index.html', { cacheControl: false });
  });
}
