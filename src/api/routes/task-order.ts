import { z } from 'zod';
import { exportTasks } from '../../usecases/export-tasks.ts';
import { noteAct } from '../../usecases/note-act.ts';
import { orderTasks, readTaskArrivals, readTaskRows } from '../../usecases/order-tasks.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { signedInOf, viewerOf } from '../plugins/session.ts';
import {
  arrivalsQuerySchema,
  arrivalsSchema,
  orderQuerySchema,
  taskOrderSchema,
  taskRowsQuerySchema,
  taskRowsSchema,
} from '../schemas/task-order.ts';

/** A list as a whole: its order at one moment, the rows of any part of it, what came since, and all of it as a file. */
export function addTaskOrderRoutes(app: App, deps: ApiDeps): void {
  const tags = ['tasks'];
  app.get(
    '/tasks/order',
    {
      schema: {
        tags,
        summary: 'The ids of every task that matches, in order, group by group',
        querystring: orderQuerySchema,
        response: { 200: taskOrderSchema },
      },
    },
    (request) => orderTasks(deps, viewerOf(request), request.query),
  );
  app.get(
    '/tasks/order/arrivals',
    {
      schema: {
        tags,
        summary: 'What a list that was read before would have more now',
        querystring: arrivalsQuerySchema,
        response: { 200: arrivalsSchema },
      },
    },
    (request) => readTaskArrivals(deps, viewerOf(request), request.query),
  );
  app.get(
    '/tasks/rows',
    {
      schema: {
        tags,
        summary:
          'These tasks as a list shows them now, in the order asked for; what the viewer may not see is left out',
        querystring: taskRowsQuerySchema,
        response: { 200: taskRowsSchema },
      },
    },
    async (request) => ({ items: await readTaskRows(deps, viewerOf(request), request.query.ids) }),
  );
  app.get(
    '/tasks.csv',
    {
      schema: {
        tags,
        summary: 'The same rows as the list, in the same order, as CSV',
        produces: ['text/csv'],
        querystring: orderQuerySchema,
        response: { 200: z.string() },
      },
    },
    async (request, reply) => {
      const csv = await exportTasks(deps, viewerOf(request), request.query);
      const event = {
        what: 'exported',
        about: { filter: request.query },
        says: 'Took a list of tasks out as CSV.',
      } as const;
      await noteAct(deps, signedInOf(request).person, event);
      reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="tasks.csv"');
      return reply.send(csv as never);
    },
  );
}
