/** Refusals, and lists part by part. */
import type { FastifyReply } from 'fastify';

const codes: Readonly<Record<number, string>> = {
  400: 'validation_error',
  401: 'unauthorized',
  404: 'object_not_found',
  429: 'rate_limited',
};

export function refuse(reply: FastifyReply, status: number, message: string, code = codes[status]): FastifyReply {
  return reply.code(status).send({ object: 'error', status, code, message });
}

export function notFound(reply: FastifyReply, what: string, id: string): FastifyReply {
  const shared = 'Make sure the relevant pages and databases are shared with your integration "Plumbline".';
  return refuse(reply, 404, `Could not find ${what} with ID: ${id}. ${shared}`);
}

const sizeMax = 100;

/** A part of a list and the id of the first that comes after it. Null where the asked size or cursor is none, which was answered. */
export function cutList<T>(
  reply: FastifyReply,
  all: readonly T[],
  idOf: (one: T) => string,
  asked: { readonly page_size?: unknown; readonly start_cursor?: unknown },
): { readonly part: readonly T[]; readonly next: string | null } | null {
  const size = asked.page_size === undefined ? sizeMax : Number(asked.page_size);
  if (!Number.isInteger(size) || size < 1 || size > sizeMax) {
    refuse(reply, 400, 'body failed validation: body.page_size should be a number from 1 to 100.');
    return null;
  }
  const from = asked.start_cursor === undefined ? 0 : all.findIndex((one) => idOf(one) === asked.start_cursor);
  if (from < 0) {
    refuse(reply, 400, `The start_cursor provided is invalid: ${String(asked.start_cursor)}`);
    return null;
  }
  const after = all[from + size];
  return { part: all.slice(from, from + size), next: after === undefined ? null : idOf(after) };
}

export function listOf(type: string, results: readonly unknown[], next: string | null) {
  return { object: 'list', results, next_cursor: next, has_more: next !== null, type, [type]: {} };
}
