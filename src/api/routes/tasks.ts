import { z } from 'zod';
import { explainTask } from '../../usecases/explain-task.ts';
import { listTasksView } from '../../usecases/list-tasks.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { viewerOf } from '../plugins/session.ts';
import { taskDetailSchema, tasksQuerySchema, tasksSchema } from '../schemas/tasks.ts';

export function addTaskRoutes(app: App, deps: ApiDeps): void {
  const tags = ['tasks'];
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
        params: z.object({ id: z.string().max(300) }),
        response: { 200: taskDetailSchema },
      },
    },
    (request) => explainTask(deps, viewerOf(request), request.params.id),
  );
}
