import { z } from 'zod';
import { addGoal, changeGoal, orderGoals } from '../../usecases/change-goals.ts';
import { readGoalHistory } from '../../usecases/read-goal-history.ts';
import { readGoal, readGoals } from '../../usecases/read-goals.ts';
import { undoGoalChange } from '../../usecases/undo-goal-change.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf, viewerOf } from '../plugins/session.ts';
import { askedDaySchema, pageQuerySchema } from '../schemas/common.ts';
import {
  addGoalBodySchema,
  changeGoalBodySchema,
  goalChangedSchema,
  goalDetailSchema,
  goalHistorySchema,
  goalsSchema,
  orderedGoalsSchema,
  orderGoalsBodySchema,
} from '../schemas/goals.ts';
import { undoAnswerSchema } from '../schemas/tasks.ts';

const tags = ['goals'];
const paramsSchema = z.object({ key: z.string().max(50) });

/** Everybody reads all goals; owners and leaders write them, and managers their own. */
export function addGoalRoutes(app: App, deps: ApiDeps): void {
  addReading(app, deps);
  addWriting(app, deps);
  app.post(
    '/goals/order',
    {
      schema: {
        tags,
        summary: 'Puts goals that stand side by side in order',
        body: orderGoalsBodySchema,
        response: { 200: orderedGoalsSchema },
      },
    },
    (request) => {
      const { viewer, person } = signedInOf(request);
      return orderGoals(deps, viewer, person, request.body);
    },
  );
  app.post(
    '/goals/changes/:changeId/undo',
    {
      schema: {
        tags,
        summary: 'Takes a change of goals or cycles back; the history keeps both',
        params: z.object({ changeId: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) }),
        response: { 200: undoAnswerSchema },
      },
    },
    (request) => {
      const { viewer, person } = signedInOf(request);
      return undoGoalChange(deps, viewer, person, request.params.changeId);
    },
  );
}

function addReading(app: App, deps: ApiDeps): void {
  app.get(
    '/goals',
    {
      schema: {
        tags,
        summary: 'All goals in the order of the tree',
        querystring: z.object({ cycle: z.string().max(100).optional() }),
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
        summary: 'One goal with what is above and under it, now or as it stood on a past day',
        params: paramsSchema,
        querystring: z.object({ asOf: askedDaySchema.optional() }),
        response: { 200: goalDetailSchema },
      },
    },
    (request) => readGoal(deps, viewerOf(request), request.params.key, request.query.asOf),
  );
  app.get(
    '/goals/:key/history',
    {
      schema: {
        tags,
        summary: 'Who changed what of a goal, newest first',
        params: paramsSchema,
        querystring: pageQuerySchema,
        response: { 200: goalHistorySchema },
      },
    },
    (request) => readGoalHistory(deps, viewerOf(request), { key: request.params.key, ...request.query }),
  );
}

function addWriting(app: App, deps: ApiDeps): void {
  app.post(
    '/goals',
    {
      schema: {
        tags,
        summary: 'Writes a new goal down',
        body: addGoalBodySchema,
        response: { 200: goalChangedSchema },
      },
    },
    (request) => {
      const { viewer, person } = signedInOf(request);
      return addGoal(deps, viewer, person, request.body);
    },
  );
  app.patch(
    '/goals/:key',
    {
      schema: {
        tags,
        summary: 'Changes what is named of a goal; closes it on a day, or opens it again',
        params: paramsSchema,
        body: changeGoalBodySchema,
        response: { 200: goalChangedSchema },
      },
    },
    (request) => {
      const { viewer, person } = signedInOf(request);
      return changeGoal(deps, viewer, person, request.params.key, request.body);
    },
  );
}
