import { createHash, randomBytes } from 'node:crypto';

/** The secret of an address that somebody is given: 256 bits, of which only the hash is kept. */
export function mintToken(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256, hex: a secret of 256 bits needs nothing slower. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
