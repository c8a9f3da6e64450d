import { createHmac, timingSafeEqual } from 'node:crypto';
import type { DeliverySecrets, RawDelivery } from '../connector.ts';

/**
 * Trello signs the raw body followed by the address it was registered with, byte for byte: HMAC-SHA1 with the app's secret, in base64
 * (Trello REST guide, "Webhooks", read 2026-11-22). SHA-1 is theirs to change.
 *
 * Refused as well: no secret, no address, no signature or several. Never throws.
 */
export function verifyDelivery(raw: RawDelivery, { secrets }: DeliverySecrets): 'ok' | 'refused' {
  const given = signatureOf(raw);
  if (given === null || raw.callbackUrl === null) return 'refused';
  const address = Buffer.from(raw.callbackUrl);
  let isProven = false;
  // Every secret is tried, so that the time says nothing of which one fits.
  for (const secret of secrets) {
    if (secret === '') continue;
    const expected = createHmac('sha1', secret).update(raw.body).update(address).digest('base64');
    isProven = isSame(given, expected) || isProven;
  }
  return isProven ? 'ok' : 'refused';
}

function signatureOf({ headers }: RawDelivery): string | null {
  const value = headers['x-trello-webhook'];
  if (typeof value === 'string') return value;
  return value?.length === 1 ? (value[0] ?? null) : null;
}

/** As text: two forms of base64 may hold the same bytes, and Trello sends one. */
function isSame(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
