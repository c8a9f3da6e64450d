import { listTools } from '../../usecases/list-tools.ts';
import type { App } from '../app-type.ts';
import { toolsSchema } from '../schemas/tools.ts';

/** The same for everybody: what tools want, and nothing of any connection. */
export function addToolRoutes(app: App): void {
  const answer = toolsSchema.parse({ items: listTools() });
  app.get(
    '/connections/tools',
    {
      schema: {
        tags: ['connections'],
        summary: 'The tools that can be connected, and what each asks for',
        response: { 200: toolsSchema },
      },
    },
    () => answer,
  );
}
