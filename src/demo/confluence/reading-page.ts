/** The page that “open in Confluence” leads to: just enough to see that it is the right one. */
import { escapeHtml, htmlPage } from '../html.ts';
import type { SimCore } from '../server.ts';
import type { SimWiki } from '../wiki-world.ts';
import type { Site } from './site.ts';
import { toStorage } from './storage.ts';

const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

export function addReadingPage(core: SimCore<SimWiki>, site: Site): void {
  core.app.get('/wiki/spaces/:key/pages/:id/*', async (request, reply) => {
    const { key, id } = request.params as { key: string; id: string };
    const shown = site.page(id);
    reply.type('text/html; charset=utf-8').header('Content-Security-Policy', policy);
    if (shown === null || shown.space.key !== key || shown.state.status === 'trashed') {
      return reply.code(404).send(htmlPage('No such page', '<h1>No such page</h1>'));
    }
    const { title, content } = shown.state;
    return reply.send(htmlPage(title, `<h1>${escapeHtml(title)}</h1>${toStorage(content, site)}`));
  });
}
