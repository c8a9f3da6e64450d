import { createRequire } from 'node:module';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { jsonSchemaTransform } from 'fastify-type-provider-zod';
import type { App } from '../app-type.ts';

const { version } = createRequire(import.meta.url)('../../../package.json') as { version: string };

/** The API's document at /openapi.json and its reference at /docs. */
export async function addOpenApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Plumbline',
        version,
        description: 'Which tasks serve a goal, why we say so, and which hang on nothing.',
      },
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'plumbline' } } },
      security: [{ session: [] }],
    },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', staticCSP: true });
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger());
}
