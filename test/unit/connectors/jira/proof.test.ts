import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RawDelivery } from '../../../../connectors/connector.ts';
import { jira } from '../../../../connectors/jira/index.ts';
import { deliveryKey, verifyDelivery } from '../../../../connectors/jira/proof.ts';

const secret = "It's a Secret to Everybody";
const body = Buffer.from('Hello World!');
const documented = 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9';
const now = Date.UTC(2026, 10, 22, 12);

function prove(headers: RawDelivery['headers'], secrets: readonly string[] = [secret], raw: Uint8Array = body) {
  const delivery = { headers, body: raw, callbackUrl: null };
  return verifyDelivery(delivery, { secrets, isHandshakeOpen: false }, () => now);
}

/** Every text or body that differs in one bit. */
function* flips(bytes: Buffer): Iterable<Buffer> {
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Buffer.from(bytes);
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    yield flipped;
  }
}

describe('the signature of an administrator’s webhook', () => {
  it('holds for the documented vector, and for each of several secrets', () => {
    expect(prove({ 'x-hub-signature': documented })).toBe('ok');
    expect(prove({ 'x-hub-signature': [documented] })).toBe('ok');
    expect(prove({ 'x-hub-signature': documented }, ['newer', secret])).toBe('ok');
    expect(prove({ 'x-hub-signature': documented }, [secret, 'older'])).toBe('ok');
  });

  it.each(['sha384', 'sha512'])('holds for %s, which is stronger', (method) => {
    expect(prove({ 'x-hub-signature': `${method}=${createHmac(method, secret).update(body).digest('hex')}` })).toBe(
      'ok',
    );
  });

  it('is refused for one flipped bit of body, secret or header', () => {
    const results = new Set<string>();
    for (const flipped of flips(body)) results.add(prove({ 'x-hub-signature': documented }, [secret], flipped));
    for (const flipped of flips(Buffer.from(secret))) {
      results.add(prove({ 'x-hub-signature': documented }, [flipped.toString('latin1')]));
    }
    for (const flipped of flips(Buffer.from(documented))) {
      results.add(prove({ 'x-hub-signature': flipped.toString('latin1') }));
    }
    expect([...results]).toEqual(['refused']);
  });

  it.each<[string, RawDelivery['headers'], readonly string[]]>([
    ['no header at all', {}, [secret]],
    ['an empty header', { 'x-hub-signature': '' }, [secret]],
    ['a doubled header', { 'x-hub-signature': [documented, documented] }, [secret]],
    ['a doubled header joined to one', { 'x-hub-signature': `${documented}, ${documented}` }, [secret]],
    ['a list without a value', { 'x-hub-signature': [] }, [secret]],
    ['a foreign secret', { 'x-hub-signature': documented }, ['another']],
    ['no secret', { 'x-hub-signature': documented }, []],
    ['a digest without its method', { 'x-hub-signature': documented.slice('sha256='.length) }, [secret]],
    ['the method of another digest', { 'x-hub-signature': documented.replace('sha256', 'sha512') }, [secret]],
    ['a digest cut short', { 'x-hub-signature': documented.slice(0, -2) }, [secret]],
    ['a method of every object', { 'x-hub-signature': documented.replace('sha256', 'toString') }, [secret]],
  ])('is refused for %s', (_, headers, secrets) => {
    expect(prove(headers, secrets)).toBe('refused');
  });

  it.each(['sha1', 'md5', 'sha224', 'SHA256'])('is refused for the method %s, even when it fits', (method) => {
    const digest = createHmac(method.toLowerCase(), secret).update(body).digest('hex');
    expect(prove({ 'x-hub-signature': `${method}=${digest}` })).toBe('refused');
  });

  it('is refused when it was made with an empty secret', () => {
    const digest = createHmac('sha256', '').update(body).digest('hex');
    expect(prove({ 'x-hub-signature': `sha256=${digest}` }, [''])).toBe('refused');
  });

  const root = process.env.PLUMBLINE_FIXTURES;
  it.skipIf(!root)('holds for the recorded vector', () => {
    const file = join(root ?? '', 'fixtures', 'jira', 'signature-vector-1.json');
    const vector = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    const delivery: RawDelivery = {
      headers: { 'x-hub-signature': vector.expected_header_value },
      body: Buffer.from(vector.raw_body ?? ''),
      callbackUrl: null,
    };
    expect(jira.verifyDelivery?.(delivery, { secrets: [vector.key ?? ''], isHandshakeOpen: false })).toBe('ok');
  });
});

type Json = Record<string, unknown>;

function encode(part: Json): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function bearer(head: Json = {}, claims: Json = {}, key = secret, digest = 'sha256'): string {
  const signed = `${encode({ alg: 'HS256', typ: 'JWT', ...head })}.${encode({ iss: 'jira', ...claims })}`;
  return `Bearer ${signed}.${createHmac(digest, key).update(signed).digest('base64url')}`;
}

describe('the token of an OAuth app’s webhook', () => {
  it('holds when it is signed with the app’s secret, whatever claims it has', () => {
    expect(prove({ authorization: bearer() })).toBe('ok');
    expect(prove({ authorization: bearer({ alg: 'HS384' }, {}, secret, 'sha384') })).toBe('ok');
    expect(prove({ authorization: bearer({ alg: 'HS512' }, {}, secret, 'sha512') })).toBe('ok');
    expect(
      prove({ authorization: bearer({}, { exp: now / 1000 + 60, iat: now / 1000 + 60 }) }, ['other', secret]),
    ).toBe('ok');
  });

  it('may have expired since, as a late retry has, but not more than an hour ago', () => {
    expect(prove({ authorization: bearer({}, { exp: now / 1000 - 3600 }) })).toBe('ok');
    expect(prove({ authorization: bearer({}, { exp: now / 1000 - 3601 }) })).toBe('refused');
    expect(prove({ authorization: bearer({}, { exp: 'never' }) })).toBe('refused');
  });

  it('is refused for one flipped bit of token or secret', () => {
    const results = new Set<string>();
    for (const flipped of flips(Buffer.from(bearer())))
      results.add(prove({ authorization: flipped.toString('latin1') }));
    for (const flipped of flips(Buffer.from(secret))) {
      results.add(prove({ authorization: bearer() }, [flipped.toString('latin1')]));
    }
    expect([...results]).toEqual(['refused']);
  });

  it.each<[string, string | readonly string[], readonly string[]]>([
    ['alg none without a signature', `Bearer ${encode({ alg: 'none' })}.${encode({})}.`, [secret]],
    ['alg none with a signature', bearer({ alg: 'none' }), [secret]],
    ['an asymmetric alg', bearer({ alg: 'RS256' }), [secret]],
    ['a method of every object', bearer({ alg: 'constructor' }), [secret]],
    ['a part it must understand', bearer({ crit: ['exp'] }), [secret]],
    ['the digest of another alg', bearer({}, {}, secret, 'sha512'), [secret]],
    ['a foreign secret', bearer({}, {}, 'another'), [secret]],
    ['no secret', bearer(), []],
    ['an empty secret', bearer({}, {}, ''), ['']],
    ['an empty header', '', [secret]],
    ['a doubled header', [bearer(), bearer()], [secret]],
    ['another scheme', bearer().replace('Bearer', 'JWT'), [secret]],
    ['a token that is none', 'Bearer a.b.c', [secret]],
    ['two parts', bearer().split('.').slice(0, 2).join('.'), [secret]],
  ])('is refused for %s', (_, authorization, secrets) => {
    expect(prove({ authorization }, secrets)).toBe('refused');
  });

  it('cannot make up for a wrong signature, nor a signature for a wrong token', () => {
    expect(prove({ 'x-hub-signature': documented, authorization: bearer() })).toBe('ok');
    expect(prove({ 'x-hub-signature': `${documented}0`, authorization: bearer() })).toBe('refused');
    expect(prove({ 'x-hub-signature': documented, authorization: bearer({}, {}, 'another') })).toBe('refused');
  });
});

describe('the key of a delivery', () => {
  it('is the identifier that Jira repeats over its retries', () => {
    const keyOf = (key: string | readonly string[] | undefined) =>
      deliveryKey({ headers: { 'x-atlassian-webhook-identifier': key }, body, callbackUrl: null });
    expect(keyOf('1f8a-7')).toBe('1f8a-7');
    expect([undefined, '', ['a', 'b'], 'x'.repeat(201)].map(keyOf)).toEqual([null, null, null, null]);
  });
});
