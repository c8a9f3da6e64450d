import { z } from 'zod';
import { makeThemeGoal, putThemeOff, undoThemeGoal } from '../../usecases/decide-theme.ts';
import { readThemes } from '../../usecases/read-themes.ts';
import { askForThemes } from '../../usecases/refresh-themes.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf, viewerOf } from '../plugins/session.ts';
import { decideLinksAnswerSchema } from '../schemas/tasks.ts';
import {
  putThemeOffBodySchema,
  themeGoalAnswerSchema,
  themeGoalBodySchema,
  themesQuerySchema,
  themesSchema,
  undoThemeGoalAnswerSchema,
  undoThemeGoalBodySchema,
} from '../schemas/themes.ts';

const paramsSchema = z.object({ id: z.string().max(50) });

export function addThemeRoutes(app: App, deps: ApiDeps): void {
  const tags = ['themes'];
  app.get(
    '/themes',
    {
      schema: {
        tags,
        summary: 'What unaligned work is about: similar tasks, named by their own words, the most work first',
        querystring: themesQuerySchema,
        response: { 200: themesSchema },
      },
    },
    (request) => readThemes(deps, viewerOf(request), request.query),
  );
  app.post(
    '/themes/refresh',
    {
      config: { isLeaderOnly: true },
      schema: {
        tags,
        summary: 'Asks for themes to be looked for now; they are there some seconds later',
        response: { 202: z.object({ isAsked: z.literal(true) }) },
      },
    },
    async (_request, reply) => {
      await askForThemes(deps);
      return reply.code(202).send({ isAsked: true });
    },
  );
  app.post(
    '/themes/:id/goal',
    {
      config: { isLeaderOnly: true },
      schema: {
        tags,
        summary: 'Writes the goal down that a theme may be, and links its tasks to it',
        params: paramsSchema,
        body: themeGoalBodySchema,
        response: { 200: themeGoalAnswerSchema },
      },
    },
    (request) => {
      const { viewer, person } = signedInOf(request);
      return makeThemeGoal(deps, viewer, person, request.params.id, request.body);
    },
  );
  app.post(
    '/themes/:id/goal/undo',
    {
      config: { isLeaderOnly: true },
      schema: {
        tags,
        summary: 'Takes the goal of a theme back',
        params: paramsSchema,
        body: undoThemeGoalBodySchema,
        response: { 200: undoThemeGoalAnswerSchema },
      },
    },
    (request) => {
      const { viewer, person } = signedInOf(request);
      return undoThemeGoal(deps, viewer, person, request.body);
    },
  );
  app.post(
    '/themes/:id/not-now',
    {
      schema: {
        tags,
        summary: 'Puts all tasks of a theme off; taken back as any decision',
        params: paramsSchema,
        body: putThemeOffBodySchema,
        response: { 200: decideLinksAnswerSchema },
      },
    },
    (request) => {
      const { viewer, person } = signedInOf(request);
      return putThemeOff(deps, viewer, person, request.params.id, request.body);
    },
  );
}
