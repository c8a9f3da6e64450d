import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTransport } from '../../../connectors/http.ts';
import { createReach } from '../../../connectors/transport/reach.ts';

const INTERNET = createReach([]);

describe('without a word of the operator', () => {
  it.each([
    ...['127.0.0.1', '127.255.255.254', '0.0.0.0', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
    ...['169.254.169.254', '100.64.0.1', '100.127.255.255', '192.0.0.8', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
    ...[
      '::',
      '::1',
      '::ffff:10.0.0.1',
      '::ffff:7f00:1',
      '::10.0.0.1',
      '64:ff9b::a00:1',
      'fe80::1',
      'fc00::1',
      'fd12::1',
    ],
    ...['fec0::1', 'ff02::1', '2002:a00:1::', '2001:db8::1', '2001::1', '100::1'],
  ])('%s is out of reach', (address) => {
    expect(INTERNET.mayReach(address)).toBe(false);
  });

  it.each([
    ...['8.8.8.8', '104.192.142.240', '172.15.255.255', '172.32.0.1', '100.63.255.255', '100.128.0.1', '11.0.0.1'],
    ...['2606:4700::1111', '2a00:1450::1', '::ffff:8.8.8.8'],
  ])('%s is in reach', (address) => {
    expect(INTERNET.mayReach(address)).toBe(true);
  });
});

it('reaches the ranges that are listed, in either spelling of an address, and no others', () => {
  const reach = createReach(['10.1.0.0/16', '192.168.7.9', 'fd00::/8']);
  expect(['10.1.2.3', '::ffff:10.1.2.3', '192.168.7.9', 'fd00::1'].map((one) => reach.mayReach(one))).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['10.2.0.1', '192.168.7.8', 'fc00::1', '127.0.0.1'].map((one) => reach.mayReach(one))).toEqual([
    false,
    false,
    false,
    false,
  ]);
});

describe('a request', () => {
  let port = 0;
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json').end('{}');
  });
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => void server.close());

  const ask = (host: string, allowed: readonly string[]) =>
    createTransport({
      tool: 'jira',
      connectionId: 'jira',
      baseUrl: `http://${host}:${port}`,
      authorise: () => undefined,
      reach: createReach(allowed),
    }).json('read account', { method: 'GET', path: '/' }, AbortSignal.timeout(110_000));

  it.each([
    ...['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]'],
    // Other spellings of the same address.
    ...['2130706433', '0x7f.1', '127.1', '0177.0.0.1'],
  ])('to %s does not leave, by whatever name, and says what to do', async (host) => {
    const before = asked;
    await expect(ask(host, [])).rejects.toMatchObject({
      kind: 'unexpected-answer',
      message: expect.stringMatching(/inside a private network.*PLUMBLINE_PRIVATE_RANGES/),
    });
    expect(asked).toBe(before);
  });

  it.each(['127.0.0.1', 'localhost'])('to %s leaves where the operator listed it', async (host) => {
    const { status } = await ask(host, ['127.0.0.0/8']);
    expect(status).toBe(200);
  });
});
