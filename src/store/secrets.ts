import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readOrMakeSecret } from './embedded/data-folder.ts';
import { StoreError } from './errors.ts';

/** What a sealed text belongs to. Opened for another connection or another origin, it does not open. */
export interface Binding {
  readonly connectionId: string;
  /** The base URL the credentials were given for; only its origin counts. */
  readonly baseUrl: string;
  /** What of it; default the credentials. One kind of secret never opens as another. */
  readonly field?: 'credentials' | 'webhook' | 'tokens' | 'consent' | 'outgoing';
}

export interface SecretBox {
  seal(plain: string, binding: Binding): string;
  /** @throws StoreError `secret-unreadable`: another key, another binding, or a changed text. Says nothing of what is inside. */
  open(sealed: string, binding: Binding): string;
  /** False for one sealed with a key that was replaced: it opens still, and is to be sealed anew. */
  isCurrent(sealed: string): boolean;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/**
 * AES-256-GCM with a random nonce. A sealed text reads `v1.<key id>.<nonce>.<tag>.<text>`; version, key id, connection and
 * origin are authenticated with it.
 *
 * @param key 32 bytes, see `readSecretKey`.
 * @param replaced Keys that sealed before this one; they open, and seal nothing more.
 */
export function createSecretBox(key: Uint8Array, replaced: readonly Uint8Array[] = []): SecretBox {
  const keyId = idOfKey(key);
  const keys = new Map([...replaced, key].map((one) => [idOfKey(one), one]));
  return {
    seal(plain, binding) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES }).setAAD(
        bindingBytes(keyId, binding),
      );
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return ['v1', keyId, ...[nonce, cipher.getAuthTag(), text].map((part) => part.toString('base64url'))].join('.');
    },
    open(sealed, binding) {
      const [version, sealedWith, ...parts] = sealed.split('.');
      const [nonce, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'));
      if (version !== 'v1' || !nonce || !tag || !text) throw unreadable(binding, 'are damaged');
      const opener = keys.get(sealedWith ?? '');
      if (!opener || sealedWith === undefined) throw unreadable(binding, 'were stored with another secret key');
      try {
        const decipher = createDecipheriv(CIPHER, opener, nonce, { authTagLength: TAG_BYTES });
        decipher.setAAD(bindingBytes(sealedWith, binding)).setAuthTag(tag);
        return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8');
      } catch (cause) {
        throw unreadable(binding, 'were given for another address or changed since', cause);
      }
    },
    isCurrent: (sealed) => sealed.split('.')[1] === keyId,
  };
}

function idOfKey(key: Uint8Array): string {
  return createHash('sha256').update('plumbline key id').update(key).digest('hex').slice(0, 8);
}

function bindingBytes(keyId: string, { connectionId, baseUrl, field = 'credentials' }: Binding): Buffer {
  return Buffer.from(JSON.stringify(['v1', keyId, connectionId, field, new URL(baseUrl).origin]));
}

function unreadable({ connectionId }: Binding, why: string, cause?: unknown): StoreError {
  return new StoreError(
    'secret-unreadable',
    `The credentials of ${connectionId} ${why}; put the key back, or give the credentials again.`,
    cause,
  );
}

/**
 * The key that seals credentials: the configured one, else the one in the data folder's `secret-key`, made on first use. Without
 * that file a backup of the database does not open.
 *
 * @param configured 32 bytes in hex or base64.
 * @throws StoreError `bad-secret-key` for a key of another length, or a file that others may read.
 */
export function readSecretKey(dataFolder: string, configured: string | null): Uint8Array {
  if (configured !== null) return decodeKey(configured, 'PLUMBLINE_SECRET_KEY');
  const file = join(dataFolder, 'secret-key');
  const text = readOrMakeSecret(file, () => randomBytes(KEY_BYTES).toString('base64'));
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0) {
    throw new StoreError('bad-secret-key', `${file} can be read by others; run chmod 600 on it.`);
  }
  return decodeKey(text, file);
}

function decodeKey(text: string, where: string): Uint8Array {
  const key = /^[0-9a-f]{64}$/i.test(text) ? Buffer.from(text, 'hex') : Buffer.from(text, 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new StoreError('bad-secret-key', `The secret key in ${where} is not 32 bytes in hex or base64.`);
}
