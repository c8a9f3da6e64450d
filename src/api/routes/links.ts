import { decideLinkWords, undoLinkWords } from '../../usecases/decide-links.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf } from '../plugins/session.ts';
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
}
