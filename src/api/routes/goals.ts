import { z } from 'zod';
import { closeGoal } from '../../usecases/import-goals.ts';
import { readGoal, readGoals } from '../../usecases/read-goals.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { viewerOf } from '../plugins/session.ts';
import { askedDaySchema } from '../schemas/common.ts';
import { goalDetailSchema, goalsSchema } from '../schemas/goals.ts';

const paramsSchema = z.object({ key: z.string().max(50) });

export function addGoalRoutes(app: App, deps: ApiDeps): void {
  const tags = ['goals'];
  app.get(
    '/goals',
    {
      schema: {
        tags,
        summary: 'All goals in the order of the tree',
        querystring: z.object({ cycle: z.string().max(50).optional() }),
        response: { 200: goalsSchema },
      },
    },
    (request) => readGoals(deps, viewerOf(request), request.query),
  );
  app.get(
    '/goals/:key',
    {
      schema: {
        tags,
        summary: 'One goal with what is above and under it',
        params: paramsSchema,
        response: { 200: goalDetailSchema },
      },
    },
    (request) => readGoal(deps, viewerOf(request), request.params.key),
  );
  app.patch(
    '/goals/:key',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags,
        summary: 'Closes a goal on a day, or opens it again',
        params: paramsSchema,
        body: z.object({ closedOn: askedDaySchema.nullable() }),
        response: { 200: goalDetailSchema },
      },
    },
    async (request) => {
      await closeGoal(deps, request.params.key, request.body.closedOn);
      return readGoal(deps, viewerOf(request), request.params.key);
    },
  );
}
