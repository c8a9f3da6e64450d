import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Intake, openIntake, type Taken } from '../usecases/take-delivery.ts';
import type { App } from './app-type.ts';
import type { ApiDeps } from './deps.ts';
import { refuseForeign } from './plugins/security.ts';
import { countRefusedSenders, type RefusedSenders } from './refused-senders.ts';

const BODY_BYTES_MAX = 1024 * 1024;
const PATH = '/webhooks/:tool/:connectionId';

interface Hooked {
  Params: { tool: string; connectionId: string };
  Querystring: { hook?: unknown };
}

/**
 * Where tools call us: outside the API, without a session, the body as it came over the wire. A delivery is proved, stored and
 * answered, in this order; what it means is found out later.
 */
export async function addWebhookRoutes(app: App, deps: ApiDeps): Promise<void> {
  const intake = openIntake(deps);
  const senders = countRefusedSenders(deps.now);
  app.addHook('onClose', () => intake.close());
  await app.register(async (scope) => {
    // Hundreds a second may come: they are their own log, and only one that fails gets a logger with its name.
    scope.setChildLoggerFactory(() => app.log);
    scope.removeAllContentTypeParsers();
    scope.addHook('onRequest', (request, reply, done) => {
      reply.headers(HEADERS);
      // Whatever it calls itself: one that Fastify cannot read would be answered 415, and lost.
      request.headers['content-type'] = 'application/octet-stream';
      done(refuseForeign(request, deps.publicUrl) ?? undefined);
    });
    // Proofs are over the bytes: parsed and written again they would differ.
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_BYTES_MAX }, (_request, body, done) =>
      done(null, body),
    );
    // Trello looks with HEAD whether we are there; that says nothing of what is here.
    scope.get(PATH, { schema: { hide: true } }, (_request, reply) => reply.code(200).send());
    scope.post<Hooked>(PATH, { schema: { hide: true } }, (request, reply) => answer(intake, senders, request, reply));
  });
}

/**
 * Whoever was refused too often is told to wait, but what they send is proved first all the same: behind a proxy everybody has its address,
 * and a flood must not keep the tool itself out. It only costs no look-up any more.
 */
async function answer(intake: Intake, senders: RefusedSenders, request: FastifyRequest<Hooked>, reply: FastifyReply) {
  const { tool, connectionId } = request.params;
  const { hook } = request.query;
  const floodsFor = senders.floodsFor(request.ip);
  const arrived = {
    tool,
    connectionId,
    hookId: typeof hook === 'string' ? hook : null,
    headers: headersOf(request.raw.rawHeaders),
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  };
  const taken = await intake.take(arrived, { isFlood: floodsFor !== null }).catch((error: unknown) => {
    request.log = request.log.child({ requestId: request.id });
    throw error;
  });
  if (taken.is === 'refused' || taken.is === 'unknown') {
    if (floodsFor !== null) return reply.code(429).header('retry-after', String(floodsFor)).send();
    senders.note(request.ip);
  }
  if (taken.is === 'handshake') return reply.code(taken.answer.status).headers(taken.answer.headers).send();
  return reply.code(STATUS[taken.is]).send();
}

const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The same words for whoever guesses: nothing says how near they came. */
const STATUS: Readonly<Record<Exclude<Taken['is'], 'handshake'>, number>> = { stored: 200, refused: 401, unknown: 404 };

/** One header given twice stays two: joined, a proof given twice would be one more string to try. */
function headersOf(raw: readonly string[]): Record<string, string | string[]> {
  const found: Record<string, string | string[]> = Object.create(null);
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = (raw[at] as string).toLowerCase();
    const value = raw[at + 1] as string;
    const before = found[name];
    found[name] = before === undefined ? value : [before, value].flat();
  }
  return found;
}
