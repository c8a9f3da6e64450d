import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { DeliverySecrets, Handshake, RawDelivery } from '../connector.ts';
import type { DocumentId, WikiDelivery } from '../wiki.ts';

const eventSchema = z.object({
  id: z.string().min(1),
  type: z.string(),
  entity: z.object({ id: z.string().min(1), type: z.string() }),
});
const tokenSchema = z.object({ verification_token: z.string().min(1) });

/**
 * Proves a delivery by `X-Notion-Signature`: HMAC-SHA256 of the raw bytes with the verification token. The first delivery hands that token
 * over: taken only while a person is setting the webhook up and none is kept, so that nobody can put theirs in its place.
 */
export function verifyDelivery(
  raw: RawDelivery,
  { secrets, isHandshakeOpen }: DeliverySecrets,
): 'ok' | 'refused' | Handshake {
  const signature = raw.headers['x-notion-signature'];
  if (secrets.length > 0) return secrets.some((secret) => isSigned(raw.body, signature, secret)) ? 'ok' : 'refused';
  if (!isHandshakeOpen) return 'refused';
  const token = tokenSchema.safeParse(parse(raw.body)).data?.verification_token;
  if (token === undefined) return 'refused';
  if (signature !== undefined && !isSigned(raw.body, signature, token)) return 'refused';
  return { type: 'handshake', secret: token, answer: { status: 200, headers: {} } };
}

/** One header of one form, or it is refused: two values would let the second pass unread. */
function isSigned(body: Uint8Array, header: string | readonly string[] | undefined, secret: string): boolean {
  if (secret === '') return false;
  const value = typeof header === 'string' ? header : header?.length === 1 ? header[0] : undefined;
  const hex = /^sha256=([0-9a-f]{64})$/.exec(value ?? '')?.[1];
  if (!hex) return false;
  return timingSafeEqual(Buffer.from(hex, 'hex'), createHmac('sha256', secret).update(body).digest());
}

/** The same over all tries of one event. */
export function deliveryKey(raw: RawDelivery): string | null {
  return eventSchema.safeParse(parse(raw.body)).data?.id ?? null;
}

/** What a delivery names. It carries no content, so everything it names is read again. */
export function readDelivery(raw: RawDelivery): WikiDelivery {
  const body = parse(raw.body);
  const event = eventSchema.safeParse(body).data;
  if (!event) {
    const isToken = tokenSchema.safeParse(body).success;
    return ignored(
      isToken ? 'A verification token, handed over at set-up, names no page.' : 'A delivery of another form.',
    );
  }
  const kind = kindOf(event.type, event.entity.type);
  if (kind === null) return ignored('An event about something that we do not read.');
  const id = { kind, externalId: event.entity.id };
  const isDeleted = event.type.endsWith('.deleted');
  return { changed: isDeleted ? [] : [id], deleted: isDeleted ? [id] : [], ignored: [] };
}

/** Databases tell of themselves in older subscriptions: their id is not that of a data source. */
function kindOf(type: string, entity: string): DocumentId['kind'] | null {
  if (type.startsWith('page.') && entity === 'page') return 'document';
  return type.startsWith('data_source.') && entity === 'data_source' ? 'scope' : null;
}

function ignored(reason: string): WikiDelivery {
  return { changed: [], deleted: [], ignored: [{ reason }] };
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}
