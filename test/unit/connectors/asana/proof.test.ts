import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asana } from '../../../../connectors/asana/index.ts';
import { verifyDelivery } from '../../../../connectors/asana/proof.ts';
import type { RawDelivery } from '../../../../connectors/connector.ts';

const secret = 'b537207f20cbfa02357cf448134da559';
// The order of keys differs between its two events, and there is a blank: bytes that parsing and writing again would not give.
const body = Buffer.from(
  '{"events":[{"action":"changed","resource":{"gid":"1"}}, {"resource":{"gid":"2"},"action":"added"}]}',
);
const signature = sign(body, secret);

function sign(bytes: Uint8Array, key: string, hash = 'sha256'): string {
  return createHmac(hash, key).update(bytes).digest('hex');
}

function deliver(changed: { body?: Uint8Array; headers?: RawDelivery['headers'] } = {}): RawDelivery {
  return { headers: { 'x-hook-signature': signature }, body, callbackUrl: null, ...changed };
}

function verify(raw: RawDelivery, secrets: readonly string[] = [secret], isHandshakeOpen = false) {
  return verifyDelivery(raw, { secrets, isHandshakeOpen });
}

/** Every copy of these bytes that differs in one bit. */
function* flips(bytes: Uint8Array): Generator<Buffer> {
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const copy = Buffer.from(bytes);
    copy[bit >> 3] = (copy[bit >> 3] as number) ^ (1 << (bit & 7));
    yield copy;
  }
}

describe('the proof of a delivery of Asana', () => {
  it('holds for the bytes that were signed', () => {
    expect(verify(deliver())).toBe('ok');
    expect(asana.verifyDelivery?.(deliver(), { secrets: [secret], isHandshakeOpen: false })).toBe('ok');
  });

  it('holds for a heartbeat, which is signed too', () => {
    const heartbeat = Buffer.from('{"events":[]}');
    const headers = { 'x-hook-signature': sign(heartbeat, secret) };
    expect(verify(deliver({ body: heartbeat, headers }))).toBe('ok');
  });

  it('holds under any of the webhook\u2019s secrets', () => {
    expect(verify(deliver(), ['another', secret, ''])).toBe('ok');
  });

  it('is refused for any flipped bit of the body', () => {
    for (const flipped of flips(body)) expect(verify(deliver({ body: flipped }))).toBe('refused');
  });

  it('is refused for any flipped bit of the secret', () => {
    for (const flipped of flips(Buffer.from(secret))) {
      expect(verify(deliver(), [flipped.toString('latin1')])).toBe('refused');
    }
  });

  it('is refused for any flipped bit of the header', () => {
    for (const flipped of flips(Buffer.from(signature))) {
      const headers = { 'x-hook-signature': flipped.toString('latin1') };
      expect(verify(deliver({ headers }))).toBe('refused');
    }
  });

  it('is refused for the same events written anew', () => {
    const anew = Buffer.from(JSON.stringify(JSON.parse(body.toString())));
    expect(anew.equals(body)).toBe(false);
    expect(verify(deliver({ body: anew }))).toBe('refused');
  });

  it.each<[string, RawDelivery['headers']]>([
    ['no header', {}],
    ['an empty header', { 'x-hook-signature': '' }],
    ['a doubled header', { 'x-hook-signature': [signature, signature] }],
    ['a doubled header in one line', { 'x-hook-signature': `${signature}, ${signature}` }],
    ['capital letters', { 'x-hook-signature': signature.toUpperCase() }],
    ['the name of a method before it', { 'x-hook-signature': `sha256=${signature}` }],
    ['another method', { 'x-hook-signature': sign(body, secret, 'sha1') }],
    ['a longer method', { 'x-hook-signature': sign(body, secret, 'sha512') }],
    ['base64', { 'x-hook-signature': Buffer.from(signature, 'hex').toString('base64') }],
    ['a blank after it', { 'x-hook-signature': `${signature} ` }],
    ['a line after it', { 'x-hook-signature': `${signature}\n` }],
    ['a plain hash', { 'x-hook-signature': sign(body, '') }],
    ['another header only', { 'x-hub-signature': `sha256=${signature}` }],
  ])('is refused with %s', (_name, headers) => {
    expect(verify(deliver({ headers }))).toBe('refused');
  });

  it.each([
    ['no secret', []],
    ['an empty secret', ['']],
    ['a foreign secret', ['cfecd97ea57de2b55a0a1a343c16fe3e']],
  ])('is refused where there is %s', (_name, secrets) => {
    expect(verify(deliver(), secrets)).toBe('refused');
    const headers = { 'x-hook-signature': sign(body, '') };
    expect(verify(deliver({ headers }), secrets)).toBe('refused');
  });

  it('never throws and never holds, whatever comes', () => {
    const value = fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(undefined));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), value, value, (bytes, one, other) => {
        const headers = { 'x-hook-signature': one, ...(other === undefined ? {} : { 'x-hook-secret': other }) };
        expect(verify({ headers, body: bytes, callbackUrl: null })).toBe('refused');
      }),
    );
  });

  it('gives deliveries no name, since Asana gives them none', () => {
    expect(asana.deliveryKey?.(deliver())).toBeNull();
  });
});

describe('a handshake of Asana', () => {
  const handshake = deliver({ headers: { 'x-hook-secret': secret }, body: Buffer.from('{"events":[]}') });

  it('is answered with its secret while our own call waits for it', () => {
    expect(verify(handshake, [], true)).toEqual({
      type: 'handshake',
      secret,
      answer: { status: 200, headers: { 'x-hook-secret': secret } },
    });
  });

  it('is refused while no call of ours waits', () => {
    expect(verify(handshake, [], false)).toBe('refused');
  });

  it('can never replace a secret, not even while our call waits, and not with a good signature', () => {
    const headers = { 'x-hook-secret': 'an-attackers-secret', 'x-hook-signature': signature };
    for (const isOpen of [true, false]) {
      expect(verify(handshake, [secret], isOpen)).toBe('refused');
      expect(verify(deliver({ headers }), [secret], isOpen)).toBe('refused');
    }
  });

  it.each<[string, string | string[]]>([
    ['doubled', [secret, secret]],
    ['doubled in one line', `${secret}, ${secret}`],
    ['empty', ''],
    ['too short to be one', 'secret'],
    ['longer than a header should be', 'a'.repeat(257)],
    ['with a line break in it', `${secret}\r\nset-cookie: a=b`],
  ])('is refused when its secret is %s', (_name, given) => {
    expect(verify(deliver({ headers: { 'x-hook-secret': given } }), [], true)).toBe('refused');
  });
});

const root = process.env.PLUMBLINE_FIXTURES;

describe.skipIf(!root)('the recorded signature of Asana', () => {
  const vector = () => JSON.parse(readFileSync(join(root ?? '', 'fixtures/asana/signature-vector-1.json'), 'utf8'));

  it('holds over the raw body, and not with a bit flipped', () => {
    const { key, raw_body, expected_header_value } = vector();
    const recorded = deliver({
      headers: { 'x-hook-signature': expected_header_value, 'x-asana-request-signature': expected_header_value },
      body: Buffer.from(raw_body),
    });
    expect(verify(recorded, [key])).toBe('ok');
    for (const flipped of flips(recorded.body)) expect(verify({ ...recorded, body: flipped }, [key])).toBe('refused');
  });
});
