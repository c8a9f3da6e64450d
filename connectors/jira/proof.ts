import { createHmac } from 'node:crypto';
import type { DeliverySecrets, RawDelivery } from '../connector.ts';
import { holdsToken } from './bearer-token.ts';
import { isSame } from './is-same.ts';

/** Digests as strong as SHA-256 or stronger, in hexadecimal digits. */
const DIGEST_DIGITS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };
const KEY_LENGTH_MAX = 200;

/**
 * Proves a delivery: an administrator's webhook signs the raw body, one of an OAuth app carries a token signed with the app's secret. One
 * proof is enough, and one that is there but wrong refuses, whatever else holds. A token says nothing of the body: what it
 * brings is only ever a hint to read again.
 *
 * @param now Only a token has a time in it.
 */
export function verifyDelivery(
  { headers, body }: RawDelivery,
  { secrets }: DeliverySecrets,
  now: () => number = Date.now,
): 'ok' | 'refused' {
  // An empty secret signs for everybody.
  const keys = secrets.filter((secret) => secret !== '');
  const signature = headers['x-hub-signature'];
  const authorization = headers.authorization;
  if (signature === undefined && authorization === undefined) return 'refused';
  const isSigned = signature === undefined || holdsSignature(single(signature), body, keys);
  const isBearer = authorization === undefined || holdsToken(single(authorization), keys, now());
  return isSigned && isBearer ? 'ok' : 'refused';
}

/** The same over all retries of one delivery, and unique on its site; null where there is none that could be kept. */
export function deliveryKey({ headers }: RawDelivery): string | null {
  const key = headers['x-atlassian-webhook-identifier'];
  const given = key === undefined ? null : single(key);
  return given === null || given === '' || given.length > KEY_LENGTH_MAX ? null : given;
}

/** A header that came twice proves nothing: which of them would be meant? */
function single(value: string | readonly string[]): string | null {
  if (typeof value === 'string') return value;
  return value.length === 1 ? (value[0] ?? null) : null;
}

/** `sha256=<hex>`: the method is read before the digest, and nothing weaker is taken. */
function holdsSignature(given: string | null, body: Uint8Array, keys: readonly string[]): boolean {
  const [, method = '', digest = ''] = /^(sha\d{3})=([0-9a-f]+)$/.exec(given ?? '') ?? [];
  if (digest.length !== DIGEST_DIGITS[method]) return false;
  const isOf = (key: string) => isSame(digest, createHmac(method, key).update(body).digest('hex'));
  // Every key is tried, so that the time taken does not tell which one fitted.
  return keys.map(isOf).includes(true);
}
