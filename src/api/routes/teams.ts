import { z } from 'zod';
import { readTeam, readTeams } from '../../usecases/read-team.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { viewerOf } from '../plugins/session.ts';
import { teamDetailSchema, teamsSchema } from '../schemas/teams.ts';

export function addTeamRoutes(app: App, deps: ApiDeps): void {
  const tags = ['teams'];
  app.get('/teams', { schema: { tags, summary: 'All teams', response: { 200: teamsSchema } } }, (request) =>
    readTeams(deps, viewerOf(request)),
  );
  app.get(
    '/teams/:id',
    {
      schema: {
        tags,
        summary: 'Who leads a team, whom to ask, and the goals it works on',
        params: z.object({ id: z.string().max(100) }),
        response: { 200: teamDetailSchema },
      },
    },
    (request) => readTeam(deps, viewerOf(request), request.params.id),
  );
}
