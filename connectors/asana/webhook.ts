import type { DeliveryReading, RawDelivery } from '../connector.ts';
import { readEvents } from './events.ts';
import { eventSchema } from './schema.ts';

/** What a stored delivery says changed or vanished, each id once, in the order of its first event. Pure; never throws. */
export function readDelivery(raw: RawDelivery): DeliveryReading {
  const body = parse(raw.body);
  const events = eventsOf(body);
  if (isHandshake(raw, body)) return ignoring(HANDSHAKE);
  if (!events) return ignoring('Not a delivery of Asana: it holds no list of events.');
  if (events.length === 0) return ignoring(HEARTBEAT);
  const read = events.map((one) => eventSchema.safeParse(one));
  const { said, ignored } = readEvents(read.flatMap(({ data }) => (data ? [data] : [])));
  const unread = read.every(({ success }) => success) ? [] : ['An event without an action or a resource.'];
  return {
    changed: said.filter(({ isDeleted }) => !isDeleted).map(({ id }) => id),
    deleted: said.filter(({ isDeleted }) => isDeleted).map(({ id }) => id),
    ignored: [...ignored, ...unread].map((reason) => ({ reason })),
  };
}

const HANDSHAKE = 'The handshake of a new webhook: it proves the address and names no record.';
const HEARTBEAT = 'A heartbeat: it proves that the webhook lives and names no record.';

/** The events themselves, also where somebody saved the whole request around its body. */
function eventsOf(body: unknown): unknown[] | null {
  const found = property(body, 'events') ?? property(property(property(body, 'request'), 'body'), 'events');
  return Array.isArray(found) ? found : null;
}

function isHandshake(raw: RawDelivery, body: unknown): boolean {
  const saved = property(property(body, 'request'), 'headers');
  return [raw.headers, saved].some((headers) => property(headers, 'x-hook-secret') !== undefined);
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}

function ignoring(reason: string): DeliveryReading {
  return { changed: [], deleted: [], ignored: [{ reason }] };
}
