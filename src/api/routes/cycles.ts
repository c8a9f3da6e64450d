import { z } from 'zod';
import { addCycle, changeCycle, removeCycle } from '../../usecases/change-cycles.ts';
import { copyGoals } from '../../usecases/copy-goals.ts';
import { readCycles } from '../../usecases/read-cycles.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf } from '../plugins/session.ts';
import {
  addCycleBodySchema,
  changeCycleBodySchema,
  copyGoalsBodySchema,
  cycleChangedSchema,
  cyclesSchema,
  goalsCopiedSchema,
} from '../schemas/cycles.ts';

const tags = ['cycles'];
const paramsSchema = z.object({ id: z.string().max(100) });

/** Everybody reads them, owners and leaders change them. What was changed is taken back as a change of goals. */
export function addCycleRoutes(app: App, deps: ApiDeps): void {
  const config = { isLeaderOnly: true };
  app.get('/cycles', { schema: { tags, summary: 'All cycles', response: { 200: cyclesSchema } } }, () =>
    readCycles(deps),
  );
  app.post(
    '/cycles',
    {
      config,
      schema: { tags, summary: 'Makes a cycle', body: addCycleBodySchema, response: { 200: cycleChangedSchema } },
    },
    (request) => {
      const { viewer, person } = signedInOf(request);
      return addCycle(deps, viewer, person, request.body);
    },
  );
  app.patch(
    '/cycles/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Renames a cycle, moves it in time, closes it with its goals or opens it again',
        params: paramsSchema,
        body: changeCycleBodySchema,
        response: { 200: cycleChangedSchema },
      },
    },
    (request) => {
      const { viewer, person } = signedInOf(request);
      return changeCycle(deps, viewer, person, request.params.id, request.body);
    },
  );
  app.delete(
    '/cycles/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Takes away a cycle that has no goals',
        params: paramsSchema,
        response: { 200: cycleChangedSchema },
      },
    },
    (request) => {
      const { viewer, person } = signedInOf(request);
      return removeCycle(deps, viewer, person, request.params.id);
    },
  );
  app.post(
    '/cycles/:id/copies',
    {
      config,
      schema: {
        tags,
        summary: 'Writes the open goals of a cycle down anew in another one',
        params: paramsSchema,
        body: copyGoalsBodySchema,
        response: { 200: goalsCopiedSchema },
      },
    },
    (request) => {
      const { viewer, person } = signedInOf(request);
      return copyGoals(deps, viewer, person, { from: request.params.id, ...request.body });
    },
  );
}
