/**
 * The page of each simulated wiki where a person changes what is written and watches what becomes of it elsewhere. It asks for no
 * credentials: the tool is made up and listens on loopback only.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isFromHere, readForms } from './play.ts';
import type { Asked } from './play-edit.ts';
import { readWikiEdit } from './wiki-play-edit.ts';
import { renderWikiPlay } from './wiki-play-page.ts';
import type { WikiPlayground } from './wiki-playground.ts';

export function addWikiPlayground(play: WikiPlayground): void {
  play.core.app.register(async (app) => {
    readForms(app);
    app.get('/demo', async (_request, reply) => reply.redirect('/demo/'));
    app.get('/demo/', async (request, reply) => show(play, reply, request.query as Asked, null));
    app.post('/demo/change', async (request, reply) =>
      isFromHere(request)
        ? makeChange(play, request, reply)
        : reply.code(403).send('This form was sent from elsewhere.'),
    );
  });
}

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

function show(play: WikiPlayground, reply: FastifyReply, asked: Asked, fault: string | null): FastifyReply {
  return reply
    .code(fault === null ? 200 : 400)
    .header('Content-Security-Policy', policy)
    .type('text/html; charset=utf-8')
    .send(renderWikiPlay(play, { page: asked.page ?? null, done: asked.done ?? null, fault }));
}

function makeChange(play: WikiPlayground, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const asked = (request.body ?? {}) as Asked;
  try {
    const said = play.desk?.act(asked) ?? null;
    if (said !== null) return reply.redirect(`/demo/?${new URLSearchParams({ done: said })}`, 303);
    const { page, space, set } = play.change(readWikiEdit(play, asked));
    const done = set.title ?? page?.initial.title ?? space?.name ?? '';
    const about = new URLSearchParams({ done });
    if (page !== null && asked.action === 'save') about.set('page', page.id);
    return reply.redirect(`/demo/?${about}`, 303);
  } catch (error) {
    return show(play, reply, asked, error instanceof Error ? error.message : String(error));
  }
}
