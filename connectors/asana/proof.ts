import { createHmac, timingSafeEqual } from 'node:crypto';
import type { DeliverySecrets, Handshake, RawDelivery } from '../connector.ts';

const SIGNATURE = 'x-hook-signature';
const SECRET = 'x-hook-secret';

/**
 * Whether a delivery is Asana's: `X-Hook-Signature` is the HMAC-SHA256 of the body as it came, in lower-case hex, under the secret that
 * the handshake of this webhook handed over. Constant in time; never throws.
 *
 * A handshake is believed only while our own call that creates this webhook waits for its answer, and only where no secret is known yet:
 * whoever finds the address could otherwise replace the secret by one of their own (n8n PR 37311).
 */
export function verifyDelivery(raw: RawDelivery, known: DeliverySecrets): 'ok' | 'refused' | Handshake {
  if (raw.headers[SECRET] !== undefined) return readHandshake(raw, known);
  const signature = raw.headers[SIGNATURE];
  if (typeof signature !== 'string' || !/^[0-9a-f]{64}$/.test(signature)) return 'refused';
  const given = Buffer.from(signature, 'hex');
  // Each secret is tried, also after one that fits: how long it takes says nothing.
  const fitting = known.secrets.filter((secret) => secret !== '' && timingSafeEqual(hmac(secret, raw.body), given));
  return fitting.length > 0 ? 'ok' : 'refused';
}

function hmac(secret: string, body: Uint8Array): Buffer {
  return createHmac('sha256', secret).update(body).digest();
}

function readHandshake(raw: RawDelivery, { secrets, isHandshakeOpen }: DeliverySecrets): 'refused' | Handshake {
  const secret = raw.headers[SECRET];
  if (!isHandshakeOpen || secrets.length > 0) return 'refused';
  // One plain word: two headers that were joined have a comma, and what goes back into a header must be fit for one.
  if (typeof secret !== 'string' || !/^[\w.~+/=-]{16,256}$/.test(secret)) return 'refused';
  return { type: 'handshake', secret, answer: { status: 200, headers: { 'x-hook-secret': secret } } };
}
