import { z } from 'zod';
import {
  changeSavedView,
  deleteSavedView,
  readSavedViews,
  restoreSavedView,
  saveView,
} from '../../usecases/saved-views.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf } from '../plugins/session.ts';
import { changeViewBodySchema, savedViewSchema, savedViewsSchema, saveViewBodySchema } from '../schemas/saved-views.ts';
import { undoAnswerSchema } from '../schemas/tasks.ts';

const params = z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) });

/** Lists that people come back to. One changes one's own; what is shared everybody opens, and sees of it what they may see. */
export function addSavedViewRoutes(app: App, deps: ApiDeps): void {
  const tags = ['saved-views'];
  app.get(
    '/saved-views',
    { schema: { tags, summary: 'One’s own views, and those that others share', response: { 200: savedViewsSchema } } },
    (request) => readSavedViews(deps, signedInOf(request).person),
  );
  app.post(
    '/saved-views',
    {
      schema: {
        tags,
        summary: 'Keeps a list under a name',
        body: saveViewBodySchema,
        response: { 200: savedViewSchema },
      },
    },
    (request) => saveView(deps, signedInOf(request).person, request.body),
  );
  app.patch(
    '/saved-views/:id',
    {
      schema: {
        tags,
        summary: 'Renames a view, shares it, or has it show another list',
        params,
        body: changeViewBodySchema,
        response: { 200: savedViewSchema },
      },
    },
    (request) => changeSavedView(deps, signedInOf(request).person, request.params.id, request.body),
  );
  app.delete(
    '/saved-views/:id',
    { schema: { tags, summary: 'Deletes a view', params, response: { 204: z.null() } } },
    async (request, reply) => {
      await deleteSavedView(deps, signedInOf(request).person, request.params.id);
      return reply.status(204).send(null);
    },
  );
  app.post(
    '/saved-views/:id/undo',
    { schema: { tags, summary: 'Brings a deleted view back', params, response: { 200: undoAnswerSchema } } },
    (request) => restoreSavedView(deps, signedInOf(request).person, request.params.id),
  );
}
