import { z } from 'zod';
import { previewDigest } from '../../usecases/preview-digest.ts';
import {
  changeDigestChoice,
  readDigestChoice,
  readLetter,
  readOutbox,
  requestTestDigest,
} from '../../usecases/read-outbox.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf } from '../plugins/session.ts';
import { pageQuerySchema } from '../schemas/common.ts';
import {
  digestChoiceBodySchema,
  digestChoiceSchema,
  letterSchema,
  outboxSchema,
  previewSchema,
  testDigestSchema,
} from '../schemas/digests.ts';

const tags = ['digests'];

export function addDigestRoutes(app: App, deps: ApiDeps): void {
  app.get(
    '/digests',
    {
      schema: {
        tags,
        summary: 'Digests that went out or are held, newest first: your own, for owners everybody’s',
        querystring: pageQuerySchema,
        response: { 200: outboxSchema },
      },
    },
    (request) => readOutbox(deps, signedInOf(request).viewer, request.query),
  );
  app.get(
    '/digests/:id',
    {
      schema: {
        tags,
        summary: 'One digest as it was sent, its secret links blanked',
        params: z.object({ id: z.string().max(100) }),
        response: { 200: letterSchema },
      },
    },
    (request) => readLetter(deps, signedInOf(request).viewer, request.params.id),
  );
  app.get(
    '/digests/preview',
    {
      schema: { tags, summary: 'Your digest as it would be sent now', response: { 200: previewSchema } },
    },
    async (request) => {
      const baseUrl = deps.publicUrl ?? `http://${request.host}`;
      return previewDigest({ db: deps.db, now: deps.now, baseUrl }, signedInOf(request).person);
    },
  );
  addOwnRoutes(app, deps);
}

function addOwnRoutes(app: App, deps: ApiDeps): void {
  app.get(
    '/digests/preferences',
    {
      schema: { tags, summary: 'When your digest comes', response: { 200: digestChoiceSchema } },
    },
    (request) => readDigestChoice(deps, signedInOf(request).person),
  );
  app.patch(
    '/digests/preferences',
    {
      schema: {
        tags,
        summary: 'Another day, hour or time zone for your digest, or none for a while',
        body: digestChoiceBodySchema,
        response: { 200: digestChoiceSchema },
      },
    },
    (request) => changeDigestChoice(deps, signedInOf(request).person, request.body),
  );
  app.post(
    '/digests/test',
    {
      config: { rateLimit: { max: 5, timeWindow: 60_000 } },
      schema: {
        tags,
        summary: 'Sends you a digest now',
        body: z.strictObject({}),
        response: { 202: testDigestSchema },
      },
    },
    async (request, reply) => reply.code(202).send(await requestTestDigest(deps, signedInOf(request).person)),
  );
}
