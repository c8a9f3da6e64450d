import { z } from 'zod';
import { endFeeds, makeFeedToken, readFeedState } from '../../usecases/feeds.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { feedAddresses } from '../feeds.ts';
import { signedInOf } from '../plugins/session.ts';
import { feedAddressesSchema, feedStateSchema } from '../schemas/feeds.ts';

/** One's own feeds: an Atom feed of one's digests and promises due, and a calendar of revisits and check-ins. */
export function addFeedRoutes(app: App, deps: ApiDeps): void {
  const tags = ['feeds'];
  app.get(
    '/feeds',
    {
      schema: {
        tags,
        summary: 'Whether one has feeds, and when they were read last',
        response: { 200: feedStateSchema },
      },
    },
    (request) => readFeedState(deps, signedInOf(request).person),
  );
  app.post(
    '/feeds',
    {
      config: { isAnswerSecret: true },
      schema: {
        tags,
        summary: 'Makes the addresses of one’s feeds, shown this once; those before end',
        response: { 200: feedAddressesSchema },
      },
    },
    async (request) => feedAddresses(request, deps, await makeFeedToken(deps, signedInOf(request).person)),
  );
  app.delete(
    '/feeds',
    { schema: { tags, summary: 'Ends one’s feeds', response: { 204: z.null() } } },
    async (request, reply) => {
      await endFeeds(deps, signedInOf(request).person);
      return reply.status(204).send(null);
    },
  );
}
