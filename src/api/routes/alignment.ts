import { readFacets } from '../../usecases/list-tasks.ts';
import { readAlignment, readByTeam, readTrend } from '../../usecases/read-alignment.ts';
import { lookAtOverview, readChanges } from '../../usecases/read-changes.ts';
import { readStrategyMap } from '../../usecases/read-strategy-map.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf, viewerOf } from '../plugins/session.ts';
import {
  alignmentQuerySchema,
  alignmentSchema,
  byTeamSchema,
  changesQuerySchema,
  changesSchema,
  lookAnswerSchema,
  trendQuerySchema,
  trendSchema,
} from '../schemas/alignment.ts';
import { strategyMapQuerySchema, strategyMapSchema } from '../schemas/strategy-map.ts';
import { facetsSchema } from '../schemas/tasks.ts';

export function addAlignmentRoutes(app: App, deps: ApiDeps): void {
  const tags = ['alignment'];
  app.get(
    '/alignment',
    {
      schema: {
        tags,
        summary: 'The alignment rate with its coverage, now or as of a past day',
        querystring: alignmentQuerySchema,
        response: { 200: alignmentSchema },
      },
    },
    (request) => readAlignment(deps, viewerOf(request), request.query),
  );
  app.get(
    '/alignment/trend',
    {
      schema: {
        tags,
        summary: 'The alignment rate week by week',
        querystring: trendQuerySchema,
        response: { 200: trendSchema },
      },
    },
    (request) => readTrend(deps, viewerOf(request), request.query),
  );
  app.get(
    '/alignment/by-team',
    {
      schema: {
        tags,
        summary: 'Where effort goes, and where the unaligned work is: by team, never by person',
        querystring: alignmentQuerySchema,
        response: { 200: byTeamSchema },
      },
    },
    (request) => readByTeam(deps, viewerOf(request), request.query),
  );
  app.get(
    '/alignment/changes',
    {
      schema: {
        tags,
        summary: 'What lost its why or found one since then, and goals whose last live work is gone',
        querystring: changesQuerySchema,
        response: { 200: changesSchema },
      },
    },
    (request) => readChanges(deps, viewerOf(request), request.query),
  );
  app.get(
    '/strategy-map',
    {
      schema: {
        tags,
        summary: 'Where work flows: from the vision by goals to teams and who leads them, and what serves no goal',
        querystring: strategyMapQuerySchema,
        response: { 200: strategyMapSchema },
      },
    },
    (request) => readStrategyMap(deps, viewerOf(request), request.query),
  );
  app.post(
    '/alignment/looks',
    {
      schema: {
        tags,
        summary: 'Notes that whoever asks looks at the overview, and says when they did before',
        response: { 200: lookAnswerSchema },
      },
    },
    (request) => lookAtOverview(deps, signedInOf(request).person.id),
  );
  app.get(
    '/flags',
    {
      schema: {
        tags: ['flags'],
        summary: 'How many tasks each value of each filter would give',
        querystring: alignmentQuerySchema,
        response: { 200: facetsSchema },
      },
    },
    (request) => readFacets(deps, viewerOf(request), request.query),
  );
}
