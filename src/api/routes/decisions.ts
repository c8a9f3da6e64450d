import { decideTasks, undoTaskDecisions } from '../../usecases/decide-tasks.ts';
import { readDecisions } from '../../usecases/read-decisions.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf, viewerOf } from '../plugins/session.ts';
import { decideTasksBodySchema, decisionsQuerySchema, decisionsSchema } from '../schemas/decisions.ts';
import { decideLinksAnswerSchema, undoAnswerSchema, undoBodySchema } from '../schemas/tasks.ts';

export function addDecisionRoutes(app: App, deps: ApiDeps): void {
  const tags = ['decisions'];
  app.get(
    '/decisions',
    {
      schema: {
        tags,
        summary: 'What people said of tasks, newest first; or what is due, or waits for whoever asks',
        querystring: decisionsQuerySchema,
        response: { 200: decisionsSchema },
      },
    },
    (request) => readDecisions(deps, viewerOf(request), request.query),
  );
  app.post(
    '/decisions',
    {
      schema: {
        tags,
        summary: 'Says that tasks keep the lights on, are not for now, or wait for somebody; what cannot be is named',
        body: decideTasksBodySchema,
        response: { 200: decideLinksAnswerSchema },
      },
    },
    (request) => {
      const { viewer, person } = signedInOf(request);
      return decideTasks(deps, viewer, person, request.body);
    },
  );
  app.post(
    '/decisions/undo',
    {
      schema: {
        tags,
        summary: 'Takes decisions back; the word each replaced is in force again',
        body: undoBodySchema,
        response: { 200: undoAnswerSchema },
      },
    },
    (request) => undoTaskDecisions(deps, signedInOf(request).viewer, request.body.decisionIds),
  );
}
