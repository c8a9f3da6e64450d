import { readFacets } from '../../usecases/list-tasks.ts';
import { readAlignment, readByTeam, readTrend } from '../../usecases/read-alignment.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { viewerOf } from '../plugins/session.ts';
import {
  alignmentQuerySchema,
  alignmentSchema,
  byTeamSchema,
  trendQuerySchema,
  trendSchema,
} from '../schemas/alignment.ts';
import { facetsSchema } from '../schemas/tasks.ts';

export function addAlignmentRoutes(app: App, deps: ApiDeps): void {
  const tags = ['alignment'];
  app.get(
    '/alignment',
    { schema: { tags, querystring: alignmentQuerySchema, response: { 200: alignmentSchema } } },
    (request) => readAlignment(deps, viewerOf(request), request.query),
  );
  app.get(
    '/alignment/trend',
    { schema: { tags, querystring: trendQuerySchema, response: { 200: trendSchema } } },
    (request) => readTrend(deps, viewerOf(request), request.query),
  );
  app.get(
    '/alignment/by-team',
    { schema: { tags, querystring: alignmentQuerySchema, response: { 200: byTeamSchema } } },
    (request) => readByTeam(deps, viewerOf(request), request.query),
  );
  app.get(
    '/flags',
    { schema: { tags: ['flags'], querystring: alignmentQuerySchema, response: { 200: facetsSchema } } },
    (request) => readFacets(deps, viewerOf(request), request.query),
  );
}
