import { z } from 'zod';
import { readManager, readPageReads } from '../../usecases/read-manager.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf } from '../plugins/session.ts';
import { managerDetailSchema, pageReadsSchema } from '../schemas/managers.ts';

export function addManagerRoutes(app: App, deps: ApiDeps): void {
  const tags = ['managers'];
  app.get(
    '/managers/:id',
    {
      schema: {
        tags,
        summary: 'A manager’s page; whoever is skipped by reading it from further above is told',
        params: z.object({ id: z.string().max(100) }),
        response: { 200: managerDetailSchema },
      },
    },
    (request) => {
      const { viewer, person } = signedInOf(request);
      return readManager(deps, viewer, person, request.params.id);
    },
  );
  app.get(
    '/page-reads',
    {
      schema: {
        tags,
        summary: 'Who read the page of whoever asks, or of a manager below them, from above',
        response: { 200: pageReadsSchema },
      },
    },
    (request) => readPageReads(deps, signedInOf(request).person.id),
  );
}
