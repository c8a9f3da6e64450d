import type { FastifyReply, FastifyRequest } from 'fastify';
import { followLink, lookAtLink } from '../usecases/answer-digest.ts';
import { UseCaseError } from '../usecases/errors.ts';
import type { App } from './app-type.ts';
import type { ApiDeps } from './deps.ts';
import { confirmPage, donePage, failedPage, PAGE_HEADERS, UNKNOWN_PAGE } from './digest-page.ts';

const BODY_BYTES_MAX = 8 * 1024;

interface Linked {
  Params: { token: string };
  Body: unknown;
}

/**
 * Where the links of a digest lead: plain pages that need no session and no script. Looking changes nothing; a form does what the link
 * says, and nothing else. A mailbox's own "unsubscribe" posts without any page, from anywhere.
 */
export async function addDigestLinkRoutes(app: App, deps: ApiDeps): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addHook('onRequest', async (_request, reply) => void reply.headers(PAGE_HEADERS));
    // Whatever a mailbox calls what it posts: read as a form, and never more than a few fields.
    scope.addContentTypeParser('*', { parseAs: 'string', bodyLimit: BODY_BYTES_MAX }, (_request, body, done) =>
      done(null, body),
    );
    for (const kind of ['answer', 'stop'] as const) {
      const path = `/digest/${kind}/:token`;
      scope.get<Linked>(path, { schema: { hide: true } }, (request, reply) => show(deps, kind, request, reply));
      scope.post<Linked>(path, { schema: { hide: true } }, (request, reply) => follow(deps, kind, request, reply));
    }
  });
}

type Kind = 'answer' | 'stop';

async function show(deps: ApiDeps, kind: Kind, { params }: FastifyRequest<Linked>, reply: FastifyReply) {
  const view = await lookAtLink(deps, params.token);
  if (!view || (view.asks.about === 'stop') !== (kind === 'stop')) return reply.code(404).send(UNKNOWN_PAGE);
  return reply.send(confirmPage(view));
}

async function follow(deps: ApiDeps, kind: Kind, { params, body }: FastifyRequest<Linked>, reply: FastifyReply) {
  const view = await lookAtLink(deps, params.token);
  if (!view || (view.asks.about === 'stop') !== (kind === 'stop')) return reply.code(404).send(UNKNOWN_PAGE);
  const fields = new URLSearchParams(typeof body === 'string' ? body : '');
  const given = { because: fields.get('because') ?? undefined, revisitOn: fields.get('revisitOn') ?? undefined };
  try {
    const followed = await followLink(deps, params.token, given);
    const taskId = view.asks.about === 'task' ? view.asks.task.id : null;
    if (followed.is === 'unknown') return reply.code(404).send(UNKNOWN_PAGE);
    if (followed.is === 'failed') return reply.code(409).send(failedPage(followed.why));
    if (followed.is === 'used') return reply.send(donePage('This has been answered already', taskId));
    return reply.send(donePage(taskId === null ? 'You get no more digests' : 'Done, thank you', taskId));
  } catch (error) {
    if (error instanceof UseCaseError) return reply.code(422).send(failedPage(error.message));
    throw error;
  }
}
