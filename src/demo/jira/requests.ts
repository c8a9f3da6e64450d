/** Reading what was asked and writing what is answered, for all routes. */
import type { FastifyReply } from 'fastify';

export const notVisible = 'Issue does not exist or you do not have permission to see it.';

/** A query string or a body, unread. */
export type Query = Readonly<Record<string, unknown>>;

/** One value, several, or none: as texts. */
export function asList(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** Null where nothing was asked for. */
export function asText(value: unknown): string | null {
  return value === undefined || value === null ? null : String(value);
}

/** Null where nothing was asked for, or no whole number. */
export function asNumber(value: unknown): number | null {
  if (value === undefined || value === null || value === '') return null;
  const number = Number(value);
  return Number.isInteger(number) ? number : null;
}

export function sendJson(reply: FastifyReply, json: Buffer): FastifyReply {
  return reply.type('application/json;charset=UTF-8').send(json);
}

export function badRequest(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(400).send({ errorMessages: [message], errors: {} });
}

export function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ errorMessages: [notVisible], errors: {} });
}
