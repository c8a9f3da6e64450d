/**
 * The page each simulated tool has for a person who changes something there and watches what becomes of it elsewhere. It asks for no
 * credentials: the tool is made up and listens on loopback only.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Asked } from './play-edit.ts';

export interface Desk {
  /** The page, with what was wrong with the form that was sent, if anything. */
  readonly render: (asked: Asked, fault: string | null) => string;
  /** Does what the form asks for; gives what the page is about then. @throws Error with a sentence for whoever sent it. */
  readonly change: (asked: Asked) => URLSearchParams;
}

export function addDesk(app: FastifyInstance, desk: Desk): void {
  // A scope of its own: reading forms is for this page only.
  app.register(async (scope) => {
    readForms(scope);
    scope.get('/demo', async (_request, reply) => reply.redirect('/demo/'));
    scope.get('/demo/', async (request, reply) => show(desk, reply, request.query as Asked, null));
    scope.post('/demo/change', async (request, reply) =>
      isFromHere(request)
        ? makeChange(desk, request, reply)
        : reply.code(403).send('This form was sent from elsewhere.'),
    );
  });
}

function readForms(app: FastifyInstance): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );
}

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

function show(desk: Desk, reply: FastifyReply, asked: Asked, fault: string | null): FastifyReply {
  return reply
    .code(fault === null ? 200 : 400)
    .header('Content-Security-Policy', policy)
    .type('text/html; charset=utf-8')
    .send(desk.render(asked, fault));
}

function makeChange(desk: Desk, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const asked = (request.body ?? {}) as Asked;
  try {
    return reply.redirect(`/demo/?${desk.change(asked)}`, 303);
  } catch (error) {
    return show(desk, reply, asked, error instanceof Error ? error.message : String(error));
  }
}

/** No page of another origin, and no name that was bent to point here, changes anything. */
function isFromHere({ headers }: FastifyRequest): boolean {
  const host = headers.host ?? '';
  const isLoopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host);
  return isLoopback && (headers.origin === undefined || headers.origin === `http://${host}`);
}
