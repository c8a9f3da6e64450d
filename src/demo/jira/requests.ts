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

/** Sends JSON that is made of ready pieces: pages of hundreds of kilobytes are only copied together. */
export function sendPieces(reply: FastifyReply, pieces: readonly Buffer[]): FastifyReply {
  return reply.type('application/json;charset=UTF-8').send(Buffer.concat(pieces));
}

export function toPiece(json: string): Buffer {
  return Buffer.from(json);
}

const comma = toPiece(',');

/** The lists one behind the other, with commas between them. */
export function joined(lists: readonly (readonly Buffer[])[]): Buffer[] {
  return lists.flatMap((list, at) => (at === 0 ? list : [comma, ...list]));
}

export function badRequest(reply: FastifyReply, message: string): FastifyReply {
  return reply.code(400).send({ errorMessages: [message], errors: {} });
}

export function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ errorMessages: [notVisible], errors: {} });
}
