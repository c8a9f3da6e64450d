import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSecretBox, readSecretKey } from '../../../src/store/secrets.ts';

const KEY = Buffer.alloc(32, 7);
const OTHER_KEY = Buffer.alloc(32, 8);
const BINDING = { connectionId: 'jira', baseUrl: 'https://example.atlassian.net/some/path' };
const TOKEN = 'ATATT-secret-größe';

describe('createSecretBox', () => {
  const box = createSecretBox(KEY);

  it('gives back what was sealed, for the same connection and origin', () => {
    const sealed = box.seal(TOKEN, BINDING);
    expect(sealed).not.toContain('ATATT');
    expect(box.open(sealed, { ...BINDING, baseUrl: 'https://example.atlassian.net' })).toBe(TOKEN);
  });

  it('never seals the same text to the same words', () => {
    expect(new Set(Array.from({ length: 50 }, () => box.seal(TOKEN, BINDING))).size).toBe(50);
  });

  it.each([
    ['another connection', { connectionId: 'jira-2' }],
    ['another host', { baseUrl: 'https://evil.example' }],
    ['another port', { baseUrl: 'https://example.atlassian.net:8443' }],
    ['plain HTTP', { baseUrl: 'http://example.atlassian.net' }],
  ])('does not open for %s', (_name, change) => {
    const sealed = box.seal(TOKEN, BINDING);
    expect(() => box.open(sealed, { ...BINDING, ...change })).toThrow(
      expect.objectContaining({ code: 'secret-unreadable' }),
    );
  });

  it('does not open with another key, and says that it was one', () => {
    const sealed = box.seal(TOKEN, BINDING);
    expect(() => createSecretBox(OTHER_KEY).open(sealed, BINDING)).toThrow(/another secret key/);
  });

  it('opens with a replaced key what that sealed, and seals with its own', () => {
    const old = box.seal(TOKEN, BINDING);
    const rotated = createSecretBox(OTHER_KEY, [KEY]);
    expect(rotated.open(old, BINDING)).toBe(TOKEN);
    expect(rotated.isCurrent(old)).toBe(false);
    const anew = rotated.seal(TOKEN, BINDING);
    expect(rotated.isCurrent(anew)).toBe(true);
    expect(createSecretBox(OTHER_KEY).open(anew, BINDING)).toBe(TOKEN);
    expect(() => box.open(anew, BINDING)).toThrow(/another secret key/);
  });

  it('does not open the secret of a webhook as credentials', () => {
    const sealed = box.seal(TOKEN, { ...BINDING, field: 'webhook' });
    expect(box.open(sealed, { ...BINDING, field: 'webhook' })).toBe(TOKEN);
    expect(() => box.open(sealed, BINDING)).toThrow(expect.objectContaining({ code: 'secret-unreadable' }));
  });

  it('does not open when any letter of it was changed', () => {
    const sealed = box.seal(TOKEN, BINDING);
    for (let at = 0; at < sealed.length; at++) {
      const letter = sealed[at] === 'A' ? 'B' : 'A';
      const changed = sealed.slice(0, at) + letter + sealed.slice(at + 1);
      // The last letter of base64 carries spare bits; a change in those alone changes nothing.
      if (decodesAlike(changed, sealed)) continue;
      expect(() => box.open(changed, BINDING), `letter ${at}`).toThrow(
        expect.objectContaining({ code: 'secret-unreadable' }),
      );
    }
  });

  it('says nothing of what is inside when it does not open', () => {
    const sealed = box.seal(TOKEN, BINDING);
    try {
      createSecretBox(OTHER_KEY).open(sealed, BINDING);
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain(TOKEN);
      expect(String(error)).not.toContain(sealed);
    }
  });
});

function decodesAlike(one: string, other: string): boolean {
  const decode = (text: string) =>
    text
      .split('.')
      .map((part, index) => (index < 2 ? part : Buffer.from(part, 'base64url').toString('hex')))
      .join();
  return decode(one) === decode(other);
}

describe('readSecretKey', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'plumbline-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('makes a key once and keeps it to its owner', () => {
    const key = readSecretKey(folder, null);
    expect(key).toHaveLength(32);
    expect(readSecretKey(folder, null)).toEqual(key);
    expect(statSync(join(folder, 'secret-key')).mode & 0o777).toBe(0o600);
    expect(readSecretKey(mkdtempSync(join(folder, 'other-')), null)).not.toEqual(key);
  });

  it('refuses a key file that others may read', () => {
    readSecretKey(folder, null);
    chmodSync(join(folder, 'secret-key'), 0o644);
    expect(() => readSecretKey(folder, null)).toThrow(expect.objectContaining({ code: 'bad-secret-key' }));
  });

  it('takes a configured key in hex or base64, and writes nothing', () => {
    expect(readSecretKey(folder, KEY.toString('hex'))).toEqual(KEY);
    expect(readSecretKey(folder, KEY.toString('base64'))).toEqual(KEY);
    expect(() => readFileSync(join(folder, 'secret-key'))).toThrow();
  });

  it('refuses a key of another length without repeating it', () => {
    const short = Buffer.alloc(16, 3).toString('hex');
    expect(() => readSecretKey(folder, short)).toThrow(/32 bytes/);
    expect(() => readSecretKey(folder, short)).not.toThrow(new RegExp(short));
  });
});
