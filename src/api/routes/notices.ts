import { z } from 'zod';
import { readNotices, seeNotice } from '../../usecases/read-notices.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import { noticesSchema } from '../schemas/notices.ts';

const paramsSchema = z.object({ id: z.coerce.number().int().positive() });

/** What only an owner can mend, and so is told to them alone. */
export function addNoticeRoutes(app: App, deps: ApiDeps): void {
  const tags = ['notices'];
  app.get(
    '/notices',
    {
      config: { isOwnerOnly: true },
      schema: { tags, summary: 'What has to be mended in a tool, oldest first', response: { 200: noticesSchema } },
    },
    () => readNotices(deps.db),
  );
  app.post(
    '/notices/:id/seen',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags,
        summary: 'Puts a notice out of the way; it ends by itself when it is mended',
        params: paramsSchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await seeNotice(deps, request.params.id);
      return reply.code(204).send(null);
    },
  );
}
