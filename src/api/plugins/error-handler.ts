import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { UseCaseError } from '../../usecases/errors.ts';
import type { App } from '../app-type.ts';
import { ApiProblem } from '../problem.ts';
import type { Problem } from '../schemas/common.ts';

/** One handler for every error: what can be mended says how, all else says nothing of the inside and everything in the log. */
export function addErrorHandler(app: App): void {
  app.setErrorHandler((error: FastifyError | Error, request, reply) => send(reply, toProblem(error, request)));
}

export function answerNotFound(request: FastifyRequest, reply: FastifyReply) {
  return send(reply, problem(request, 404, 'not-found', `There is nothing at ${request.url.split('?')[0]}.`));
}

/** An address that cannot be decoded reaches no route, and so none of the hooks that set headers. */
export function answerBadUrl(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  reply.headers({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  send(reply, problem(request, 400, 'bad-url', 'The address is not a valid one.'));
}

function send(reply: FastifyReply, body: Problem) {
  return reply.code(body.status).type('application/problem+json').send(JSON.stringify(body));
}

function toProblem(error: FastifyError | Error, request: FastifyRequest): Problem {
  if (error instanceof ApiProblem) return ofApi(error, request);
  if (error instanceof UseCaseError) return ofUseCase(error, request);
  if (error.name === 'BadCursorError') return problem(request, 400, 'bad-cursor', error.message);
  if (hasZodFastifySchemaValidationErrors(error)) return ofValidation(error, request);
  if (isUnstorable(error))
    return problem(request, 400, 'bad-request', 'The request has a character that no text holds.');
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status !== undefined && status >= 400 && status < 500)
    return problem(request, status, codeOf(status), sentenceOf(status, error));
  request.log.error({ err: error }, 'A request failed');
  return problem(
    request,
    500,
    'internal',
    'Something went wrong on our side; nothing was changed. The log has the request id.',
  );
}

function ofUseCase(error: UseCaseError, request: FastifyRequest): Problem {
  const status = error.isNotFound ? 404 : error.isForbidden ? 403 : error.isConflict ? 409 : 422;
  const found = problem(request, status, error.code, error.message);
  return error.fields.length === 0 ? found : { ...found, errors: [...error.fields] };
}

/** PostgreSQL's word for NUL and the like: no such text can be stored, nor searched for. */
function isUnstorable(error: Error): boolean {
  return 'code' in error && (error.code === '22021' || error.code === '22P05');
}

function ofApi({ status, code, message, errors }: ApiProblem, request: FastifyRequest): Problem {
  const said = problem(request, status, code, message);
  return errors.length === 0 ? said : { ...said, errors: [...errors] };
}

function ofValidation(error: FastifyError, request: FastifyRequest): Problem {
  const errors = (error.validation ?? []).map((one) => ({
    field: [error.validationContext, ...one.instancePath.split('/').filter(Boolean)].join('.'),
    message: one.message ?? 'is not valid',
  }));
  const named = errors.map((one) => `${one.field}: ${one.message}`).join('; ');
  return { ...problem(request, 400, 'bad-request', `Please correct: ${named}.`), errors };
}

const CODES: Readonly<Record<number, string>> = {
  413: 'too-large',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
};

function codeOf(status: number): string {
  return CODES[status] ?? 'bad-request';
}

function sentenceOf(status: number, error: Error): string {
  if (status === 429) return 'Too many requests; wait a minute and try again.';
  if (status === 415) return 'Send the body as application/json.';
  if (status === 413) return 'The body is larger than 1 MB.';
  return error.message;
}

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad request',
  401: 'Signed out',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Conflict',
  413: 'Too large',
  415: 'Unsupported media type',
  422: 'Cannot be done',
  429: 'Too many requests',
  500: 'Internal error',
  503: 'Not ready',
};

function problem(request: FastifyRequest, status: number, code: string, detail: string): Problem {
  return { type: 'about:blank', title: TITLES[status] ?? 'Error', status, code, detail, requestId: request.id };
}
