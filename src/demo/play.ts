/**
 * A page of each simulated tool where a person changes a task and watches what becomes of it elsewhere. It asks for no credentials:
 * the tool is made up and listens on loopback only.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Asked, readEdit } from './play-edit.ts';
import { renderPlay } from './play-page.ts';
import type { Playground } from './playground.ts';

export function addPlayground(play: Playground): void {
  // A scope of its own: reading forms is for this page only.
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

export function readForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
}

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

function show(play: Playground, reply: FastifyReply, asked: Asked, fault: string | null): FastifyReply {
  return reply
    .code(fault === null ? 200 : 400)
    .header('Content-Security-Policy', policy)
    .type('text/html; charset=utf-8')
    .send(renderPlay(play, { search: asked.q ?? '', done: asked.done ?? null, fault }));
}

function makeChange(play: Playground, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const asked = (request.body ?? {}) as Asked;
  try {
    const { task, scope } = play.change(readEdit(play.world, play.core, asked));
    const about = new URLSearchParams({ q: asked.q ?? '', done: task?.key ?? task?.vendorId ?? scope.name });
    return reply.redirect(`/demo/?${about}`, 303);
  } catch (error) {
    return show(play, reply, asked, error instanceof Error ? error.message : String(error));
  }
}

/** No page of another origin, and no name that was bent to point here, changes anything. */
export function isFromHere({ headers }: FastifyRequest): boolean {
  const host = headers.host ?? '';
  const isLoopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
  return isLoopback && (headers.origin === undefined || headers.origin === `http://${host}`);
}
