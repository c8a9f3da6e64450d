import type { FastifyReply, FastifyRequest } from 'fastify';
import { openFeeds } from '../usecases/feeds.ts';
import { readAtom, readCalendar } from '../usecases/read-feeds.ts';
import type { App } from './app-type.ts';
import type { ApiDeps } from './deps.ts';

const HEADERS = {
  'cache-control': 'private, no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

interface Asked {
  Params: { token: string };
}

/** A person's feeds, read by programs that cannot sign in: the address itself is the secret. */
export async function addFeedAddresses(app: App, deps: ApiDeps): Promise<void> {
  const answer =
    (read: typeof readAtom, type: string) => async (request: FastifyRequest<Asked>, reply: FastifyReply) => {
      reply.headers(HEADERS);
      const reader = await openFeeds(deps, request.params.token);
      if (!reader) return reply.code(404).type('text/plain; charset=utf-8').send('There is no such feed.\n');
      return reply.type(type).send(await read(deps, reader, rootOf(request, deps)));
    };
  const schema = { hide: true };
  app.get<Asked>('/feeds/:token/news.atom', { schema }, answer(readAtom, 'application/atom+xml; charset=utf-8'));
  app.get<Asked>('/feeds/:token/days.ics', { schema }, answer(readCalendar, 'text/calendar; charset=utf-8'));
}

export function feedAddresses(request: FastifyRequest, deps: Pick<ApiDeps, 'publicUrl'>, token: string) {
  const root = `${rootOf(request, deps)}/feeds/${token}`;
  return { atom: `${root}/news.atom`, calendar: `${root}/days.ics` };
}

function rootOf({ protocol, host }: FastifyRequest, { publicUrl }: Pick<ApiDeps, 'publicUrl'>): string {
  return publicUrl ?? `${protocol}://${host}`;
}
