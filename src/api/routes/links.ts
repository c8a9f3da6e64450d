import { decideLinkWords, undoLinkWords } from '../../usecases/decide-links.ts';
import { changeThreshold } from '../../usecases/move-thresholds.ts';
import { readAsks } from '../../usecases/read-asks.ts';
import { readPrecision, readThresholds } from '../../usecases/read-precision.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf, viewerOf } from '../plugins/session.ts';
import {
  precisionAnswerSchema,
  precisionQuerySchema,
  thresholdBodySchema,
  thresholdsAnswerSchema,
} from '../schemas/precision.ts';
import { reviewAnswerSchema, reviewQuerySchema } from '../schemas/review.ts';
import { decideLinksAnswerSchema, decideLinksBodySchema, undoAnswerSchema, undoBodySchema } from '../schemas/tasks.ts';

export function addLinkRoutes(app: App, deps: ApiDeps): void {
  const tags = ['links'];
  app.post(
    '/links',
    {
      schema: {
        tags,
        summary: 'Accepts, rejects or sets links; what cannot be done is named, the rest is done',
        body: decideLinksBodySchema,
        response: { 200: decideLinksAnswerSchema },
      },
    },
    (request) => {
      const { viewer, person } = signedInOf(request);
      return decideLinkWords(deps, viewer, person, request.body);
    },
  );
  app.post(
    '/links/undo',
    {
      schema: {
        tags,
        summary: 'Takes decisions on links back',
        body: undoBodySchema,
        response: { 200: undoAnswerSchema },
      },
    },
    (request) => undoLinkWords(deps, signedInOf(request).viewer, request.body.decisionIds),
  );
  app.get(
    '/links/review',
    {
      schema: {
        tags,
        summary: 'What people are asked next: the question whose answer teaches most comes first',
        querystring: reviewQuerySchema,
        response: { 200: reviewAnswerSchema },
      },
    },
    (request) => readAsks(deps, viewerOf(request), request.query),
  );
  app.get(
    '/links/precision',
    {
      schema: {
        tags,
        summary: 'How often links were right, of those that people decided on: by month and by likelihood',
        querystring: precisionQuerySchema,
        response: { 200: precisionAnswerSchema },
      },
    },
    (request) => readPrecision(deps, viewerOf(request), request.query),
  );
  app.put(
    '/links/thresholds',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags,
        summary: 'Puts the likelihood from which links stand without asking back to where it was set, or higher',
        body: thresholdBodySchema,
        response: { 200: thresholdsAnswerSchema },
      },
    },
    async (request) => {
      const { viewer, person } = signedInOf(request);
      await changeThreshold(deps, person, request.body);
      return { thresholds: await readThresholds(deps.db, viewer) };
    },
  );
}
