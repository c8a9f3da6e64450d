import { z } from 'zod';
import { decideCarrying, undoCarrying } from '../../usecases/decide-carrying.ts';
import { explainTask } from '../../usecases/explain-task.ts';
import { listTasksView } from '../../usecases/list-tasks.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf, viewerOf } from '../plugins/session.ts';
import {
  decideCarryingAnswerSchema,
  decideCarryingBodySchema,
  taskDetailSchema,
  tasksQuerySchema,
  tasksSchema,
  undoAnswerSchema,
  undoCarryingBodySchema,
} from '../schemas/tasks.ts';
import { addTaskOrderRoutes } from './task-order.ts';

export function addTaskRoutes(app: App, deps: ApiDeps): void {
  const tags = ['tasks'];
  const params = z.object({ id: z.string().max(300) });
  addTaskOrderRoutes(app, deps);
  app.get(
    '/tasks',
    {
      schema: {
        tags,
        summary: 'The tasks behind a number, page by page; or a search',
        querystring: tasksQuerySchema,
        response: { 200: tasksSchema },
      },
    },
    (request) => listTasksView(deps, viewerOf(request), request.query),
  );
  app.get(
    '/tasks/:id',
    {
      schema: {
        tags,
        summary: 'One task with its paths to goals, hop by hop, or what was tried',
        params,
        response: { 200: taskDetailSchema },
      },
    },
    (request) => explainTask(deps, viewerOf(request), request.params.id),
  );
  app.post(
    '/tasks/:id/carries',
    {
      config: { isLeaderOnly: true },
      schema: {
        tags,
        summary: 'Says that a parent does carry its goals down to its tasks, or that it carries none',
        params,
        body: decideCarryingBodySchema,
        response: { 200: decideCarryingAnswerSchema },
      },
    },
    (request) => {
      const { viewer, person } = signedInOf(request);
      return decideCarrying(deps, viewer, person, { taskId: request.params.id, says: request.body.says });
    },
  );
  app.post(
    '/tasks/:id/carries/undo',
    {
      config: { isLeaderOnly: true },
      schema: {
        tags,
        summary: 'Takes back what was said of what a parent carries; the word before it is in force again',
        params,
        body: undoCarryingBodySchema,
        response: { 200: undoAnswerSchema },
      },
    },
    (request) => {
      const { decisionId } = request.body;
      return undoCarrying(deps, signedInOf(request).viewer, { taskId: request.params.id, decisionId });
    },
  );
}
