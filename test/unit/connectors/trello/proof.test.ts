import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RawDelivery } from '../../../../connectors/connector.ts';
import { trello } from '../../../../connectors/trello/index.ts';
import { verifyDelivery } from '../../../../connectors/trello/proof.ts';
import { deliveryKey } from '../../../../connectors/trello/webhook.ts';

const secret = 'the app’s own secret';
const callbackUrl = 'https://plumbline.example/webhooks/trello/c1/';
const body = Buffer.from('{"action":{"id":"a1","type":"updateCard","data":{"card":{"id":"c1"}}}}');

/** Trello's rule, from its guide: base64 of HMAC-SHA1 over the body followed by the address. */
function sign(text: Uint8Array, address: string, key: string): string {
  return createHmac('sha1', key)
    .update(Buffer.concat([text, Buffer.from(address)]))
    .digest('base64');
}

const good: RawDelivery = { headers: { 'x-trello-webhook': sign(body, callbackUrl, secret) }, body, callbackUrl };

function prove(delivery: Partial<RawDelivery>, secrets: readonly string[] = [secret]) {
  return verifyDelivery({ ...good, ...delivery }, { secrets, isHandshakeOpen: false });
}

/** The same bytes with one bit turned over, for each bit there is. */
function* flipped(bytes: Buffer): Generator<Buffer> {
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const copy = Buffer.from(bytes);
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    yield copy;
  }
}

describe('the proof of a Trello delivery', () => {
  it('holds for a vector computed by another implementation', () => {
    // printf '%s' '{"action":{}}https://a.example/t' | openssl dgst -sha1 -hmac s -binary | base64
    const headers = { 'x-trello-webhook': 'W4tg0muD4y4dNRdUMeJ3oNGSQLQ=' };
    const delivery = { headers, body: Buffer.from('{"action":{}}'), callbackUrl: 'https://a.example/t' };
    expect(prove(delivery, ['s'])).toBe('ok');
  });

  it('holds for the newer and for the older of two secrets', () => {
    expect(prove({}, [secret, 'older'])).toBe('ok');
    expect(prove({}, ['newer', secret])).toBe('ok');
    expect(prove({ headers: { 'x-trello-webhook': [String(good.headers['x-trello-webhook'])] } })).toBe('ok');
  });

  it('fails with any bit of the body turned over', () => {
    for (const other of flipped(body)) expect(prove({ body: other })).toBe('refused');
  });

  it('fails with any bit of the signature turned over', () => {
    const signature = Buffer.from(String(good.headers['x-trello-webhook']));
    for (const other of flipped(signature)) {
      expect(prove({ headers: { 'x-trello-webhook': other.toString('latin1') } })).toBe('refused');
    }
  });

  it('fails with any bit of the secret turned over', () => {
    for (const other of flipped(Buffer.from('abcdefghijklmnop'))) {
      const headers = { 'x-trello-webhook': sign(body, callbackUrl, 'abcdefghijklmnop') };
      expect(prove({ headers }, [other.toString('latin1')])).toBe('refused');
    }
  });

  it('fails with any bit of the address turned over', () => {
    for (const other of flipped(Buffer.from(callbackUrl))) {
      expect(prove({ callbackUrl: other.toString('latin1') })).toBe('refused');
    }
  });

  it.each([
    ['without its final slash', callbackUrl.slice(0, -1)],
    ['with a query', `${callbackUrl}?`],
    ['with another scheme', callbackUrl.replace('https', 'http')],
    ['with its port spelled out', callbackUrl.replace('.example', '.example:443')],
    ['with another case', callbackUrl.replace('plumbline', 'Plumbline')],
    ['unknown', null],
  ])('fails for an address %s', (_name, address) => {
    expect(prove({ callbackUrl: address })).toBe('refused');
  });

  it.each<[string, RawDelivery['headers'], readonly string[]]>([
    ['no secret', good.headers, []],
    ['an empty secret', { 'x-trello-webhook': sign(body, callbackUrl, '') }, ['']],
    ['a foreign secret', good.headers, ['another app’s secret']],
    ['no signature', {}, [secret]],
    ['an empty signature', { 'x-trello-webhook': '' }, [secret]],
    ['the signature twice', { 'x-trello-webhook': Array(2).fill(good.headers['x-trello-webhook']) }, [secret]],
    ['the signature of Jira', { 'x-hub-signature': String(good.headers['x-trello-webhook']) }, [secret]],
    ['bytes after the signature', { 'x-trello-webhook': `${good.headers['x-trello-webhook']} ` }, [secret]],
  ])('fails with %s', (_name, headers, secrets) => {
    expect(prove({ headers }, secrets)).toBe('refused');
  });

  it('fails where only the order of the body’s keys differs', () => {
    const [one, other] = ['{"a":1,"b":2}', '{"b":2,"a":1}'].map((text) => Buffer.from(text)) as [Buffer, Buffer];
    const headers = { 'x-trello-webhook': sign(one, callbackUrl, secret) };
    expect(prove({ headers, body: one })).toBe('ok');
    expect(prove({ headers, body: other })).toBe('refused');
  });

  it('is what the connector offers, and never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.string(), fc.string(), (bytes, header, address) => {
        const raw = { headers: { 'x-trello-webhook': header }, body: bytes, callbackUrl: address };
        expect(trello.verifyDelivery?.(raw, { secrets: [secret], isHandshakeOpen: true })).toBe('refused');
      }),
    );
  });
});

describe('the name of a Trello delivery', () => {
  it('is the id of its action, whichever webhook brought it', () => {
    const other = Buffer.from('{"action":{"id":"a1","type":"updateCard","data":{}},"webhook":{"id":"w2"}}');
    expect(deliveryKey(good)).toBe('a1');
    expect(deliveryKey({ ...good, body: other })).toBe('a1');
    expect(trello.deliveryKey?.(good)).toBe('a1');
  });

  it.each(['', '{', 'null', '{"action":{"type":"updateCard","data":{}}}'])('is unknown in %j', (text) => {
    expect(deliveryKey({ ...good, body: Buffer.from(text) })).toBeNull();
  });
});
