import { z } from 'zod';
import { problemSchema } from './schemas/common.ts';

/** As much of an OpenAPI document as is added to. */
interface Document {
  paths?: Record<string, unknown> | undefined;
  components?: { schemas?: object } | undefined;
}
interface Operation {
  parameters?: unknown[];
  requestBody?: unknown;
  responses?: Record<string, unknown>;
}

const PROBLEM_REF = '#/components/schemas/Problem';
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

const ERRORS: Readonly<Record<number, string>> = {
  400: 'The request is not a valid one; `errors` names each field.',
  401: 'Not signed in.',
  403: 'Only for the owner, or the request came from another site.',
  404: 'There is no such thing, or the viewer may not see it: both read the same.',
  409: 'The same call under the same Idempotency-Key is still running.',
  413: 'The body is larger than 1 MB.',
  415: 'The body is not JSON.',
  422: 'The request is valid and cannot be done; `detail` says what would help.',
  429: 'Too many requests; `Retry-After` says how long to wait.',
  500: 'A fault of ours; the log has the request id.',
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key with the same body gives the same answer for a day, and nothing is done twice.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;

/** Adds to every operation the errors it may answer with (RFC 9457), and to each POST its Idempotency-Key. */
export function addCommonAnswers<T extends Document>(document: T): T {
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS) {
      const operation = (item as Record<string, Operation | undefined>)[method];
      if (operation) addToOperation(operation, method, path);
    }
  }
  const schemas = { ...document.components?.schemas, Problem: jsonSchemaOf(problemSchema) };
  return { ...document, components: { ...document.components, schemas } };
}

function addToOperation(operation: Operation, method: string, path: string): void {
  if (method === 'post') operation.parameters = [...(operation.parameters ?? []), IDEMPOTENCY_KEY];
  const errors = errorsOf(operation, method, path).map((status) => [status, problemAnswer(status)] as const);
  operation.responses = { ...operation.responses, ...Object.fromEntries(errors) };
}

function errorsOf(operation: Operation, method: string, path: string): number[] {
  const isSafe = method === 'get';
  const hasBody = operation.requestBody !== undefined;
  const isSignIn = method === 'post' && path.endsWith('/session');
  return [
    ...(operation.parameters || hasBody ? [400] : []),
    401,
    ...(isSafe ? [] : [403]),
    ...(path.includes('{') ? [404] : []),
    ...(method === 'post' ? [409] : []),
    ...(hasBody ? [413, 415] : []),
    ...(operation.parameters || hasBody ? [422] : []),
    ...(isSignIn ? [429] : []),
    500,
  ];
}

function problemAnswer(status: number) {
  return {
    description: ERRORS[status] ?? 'An error.',
    content: { 'application/problem+json': { schema: { $ref: PROBLEM_REF } } },
  };
}

function jsonSchemaOf(schema: z.ZodType): object {
  const { $schema: _, ...own } = z.toJSONSchema(schema);
  return own;
}
