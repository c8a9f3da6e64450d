import { readFirstRun } from '../../usecases/read-first-run.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { viewerOf } from '../plugins/session.ts';
import { firstRunSchema } from '../schemas/first-run.ts';

export function addFirstRunRoutes(app: App, deps: ApiDeps): void {
  app.get(
    '/first-run',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags: ['first-run'],
        summary: 'The way from an empty install to the first insight: what of its five steps is true now',
        response: { 200: firstRunSchema },
      },
    },
    (request) => readFirstRun(deps, viewerOf(request)),
  );
}
