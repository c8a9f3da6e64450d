import { z } from 'zod';
import { checkIn, readCheckIns, undoCheckIns } from '../../usecases/check-in.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf, viewerOf } from '../plugins/session.ts';
import {
  checkInAnswerSchema,
  checkInBodySchema,
  checkInsSchema,
  undoCheckInsBodySchema,
} from '../schemas/check-ins.ts';
import { askedDaySchema, pageQuerySchema } from '../schemas/common.ts';
import { undoAnswerSchema } from '../schemas/tasks.ts';

export function addCheckInRoutes(app: App, deps: ApiDeps): void {
  const tags = ['check-ins'];
  app.post(
    '/check-ins',
    {
      schema: {
        tags,
        summary: 'Says how a key result stands: its value, how sure it will be reached, and a note',
        body: checkInBodySchema,
        response: { 200: checkInAnswerSchema },
      },
    },
    (request) => {
      const { viewer, person } = signedInOf(request);
      return checkIn(deps, viewer, person, request.body);
    },
  );
  app.post(
    '/check-ins/undo',
    {
      schema: {
        tags,
        summary: 'Takes check-ins back; the ones before them count again',
        body: undoCheckInsBodySchema,
        response: { 200: undoAnswerSchema },
      },
    },
    (request) => undoCheckIns(deps, signedInOf(request).viewer, request.body.checkInIds),
  );
  app.get(
    '/goals/:key/check-ins',
    {
      schema: {
        tags,
        summary: 'Every check-in on a goal, until a day where one is given, newest first',
        params: z.object({ key: z.string().max(50) }),
        querystring: pageQuerySchema.extend({ asOf: askedDaySchema.optional() }),
        response: { 200: checkInsSchema },
      },
    },
    (request) => readCheckIns(deps, viewerOf(request), { goalKey: request.params.key, ...request.query }),
  );
}
