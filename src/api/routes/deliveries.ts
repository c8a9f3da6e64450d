import { readDeliveries, redeliver } from '../../usecases/read-deliveries.ts';
import type { App } from '../app-type.ts';
import type { ApiDeps } from '../deps.ts';
import {
  deliveriesQuerySchema,
  deliveriesSchema,
  redeliverAnswerSchema,
  redeliverBodySchema,
} from '../schemas/deliveries.ts';

export function addDeliveryRoutes(app: App, deps: ApiDeps): void {
  const tags = ['deliveries'];
  app.get(
    '/deliveries',
    {
      schema: {
        tags,
        summary: 'What tools told us and what became of it, newest first',
        querystring: deliveriesQuerySchema,
        response: { 200: deliveriesSchema },
      },
    },
    (request) => readDeliveries(deps.db, request.query),
  );
  app.post(
    '/deliveries/redeliver',
    {
      config: { isOwnerOnly: true },
      schema: {
        tags,
        summary: 'Works on deliveries once more: one, several, or a range',
        body: redeliverBodySchema,
        response: { 200: redeliverAnswerSchema },
      },
    },
    (request) => redeliver(deps, request.body),
  );
}
