import SwaggerParser from '@apidevtools/swagger-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../../src/api/app-type.ts';
import { apiDeps, buildApp, call } from './helpers/api.ts';
import { listRoutes } from './helpers/routes.ts';

interface Operation {
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: unknown;
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { schema?: unknown }>> }>>;
}
interface Document {
  readonly openapi: string;
  readonly tags: readonly { readonly name: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

let app: App;
let document: Document;
let operations: [string, Operation][];

beforeAll(async () => {
  // No route that documents itself asks the database.
  app = await buildApp(apiDeps(null as never));
  document = (await call(app, { url: '/openapi.json' })).json;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
      operation,
    ]),
  );
});
afterAll(() => app.close());

describe('the API document', () => {
  it('is a valid OpenAPI 3.1', async () => {
    expect(document.openapi).toBe('3.1.0');
    await SwaggerParser.validate(structuredClone(document) as never);
  });

  it('has every route of the API and no other', () => {
    const routes = listRoutes(app).filter((route) => route.includes(' /api/'));
    expect(operations.map(([name]) => name).sort()).toEqual(routes);
  });

  it('says of each what it is, under a tag that is explained', () => {
    const known = document.tags.map(({ name }) => name);
    for (const [name, operation] of operations) {
      expect(operation.summary, name).toMatch(/^[A-Z].{5,}/);
      expect(operation.tags, name).toHaveLength(1);
      expect(known, name).toContain(operation.tags?.[0]);
    }
  });

  it('says of each what comes back, and which errors', () => {
    for (const [name, { responses, requestBody }] of operations) {
      const good = Object.keys(responses).filter((status) => status < '400');
      expect(good, name).toHaveLength(1);
      const [content] = Object.values(responses[good[0] ?? '']?.content ?? {});
      if (good[0] === '200') expect(content?.schema, name).toBeTruthy();
      for (const status of ['401', '500', ...(requestBody ? ['400', '415', '422'] : [])]) {
        expect(responses[status]?.content?.['application/problem+json'], `${name} ${status}`).toBeTruthy();
      }
    }
  });

  it('offers an Idempotency-Key on each POST and on nothing else', () => {
    for (const [name, { parameters = [] }] of operations) {
      const isOffered = parameters.some((one) => one.name === 'Idempotency-Key' && one.in === 'header');
      expect(isOffered, name).toBe(name.startsWith('POST'));
    }
  });

  it('holds no secret of this installation', () => {
    expect(JSON.stringify(document)).not.toMatch(/127\.0\.0\.1|localhost|postgres:|\/home\/|\/root\//);
  });
});
