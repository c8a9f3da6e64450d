import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { TrafficEvent } from '../../../connectors/connector.ts';
import { ConnectorError } from '../../../connectors/errors.ts';
import { createTransport, type Limits, type Transport, type TransportOptions } from '../../../connectors/http.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

interface Tool {
  readonly url: string;
  readonly asked: { readonly path: string; readonly headers: IncomingMessage['headers']; readonly body: string }[];
}

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function startTool(handler: Handler): Promise<Tool> {
  const asked: Tool['asked'] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    asked.push({ path: request.url ?? '', headers: request.headers, body });
    handler(request, response, body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

function sendJson(response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** Sleeps take no time but are told; the clock moves with them. */
function connect(url: string, limits: Partial<Limits> = {}, more: Partial<TransportOptions> = {}) {
  const slept: number[] = [];
  const events: TrafficEvent[] = [];
  let passed = 0;
  const transport = createTransport({
    tool: 'jira',
    connectionId: 'one',
    baseUrl: url,
    authorise: (headers) => {
      headers.authorization = 'Basic secret';
    },
    limits,
    random: () => 0,
    onTraffic: (event) => events.push(event),
    now: () => 1_000_000 + passed,
    sleep: async (ms) => {
      slept.push(ms);
      passed += ms;
    },
    ...more,
  });
  return { transport, slept, events };
}

const signal = new AbortController().signal;
const get = (transport: Transport, path = '/x') => transport.json('read x', { method: 'GET', path }, signal);

async function failure(promise: Promise<unknown>): Promise<ConnectorError> {
  const error = await promise.then(
    () => expect.fail('it did not fail'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ConnectorError)) throw error;
  return error;
}

describe('what a request carries', () => {
  it('sends path, repeated query values, JSON body and credentials', async () => {
    const tool = await startTool((_, response) => sendJson(response, { good: true }));
    const { transport } = connect(`${tool.url}/base/`);
    const query = { a: [1, 2], b: 'x y', c: null, d: undefined };
    const answer = await transport.json('post', { method: 'POST', path: '/p', query, body: { q: 1 } }, signal);
    expect(answer).toMatchObject({ status: 200, body: { good: true } });
    expect(tool.asked).toMatchObject([{ path: '/base/p?a=1&a=2&b=x+y', body: '{"q":1}' }]);
    expect(tool.asked[0]?.headers).toMatchObject({ authorization: 'Basic secret', 'content-type': 'application/json' });
  });

  it('unpacks a compressed answer', async () => {
    const tool = await startTool((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync('{"packed":1}'));
    });
    expect((await get(connect(tool.url).transport)).body).toEqual({ packed: 1 });
  });

  it('gives null for an answer without a body', async () => {
    const tool = await startTool((_, response) => response.writeHead(204).end());
    expect((await get(connect(tool.url).transport)).body).toBeNull();
  });
});

describe('the origin bound', () => {
  it.each(['http://127.0.0.1:9/x', 'https://example.com/x'])('refuses %s before anything leaves', async (path) => {
    const tool = await startTool((_, response) => sendJson(response, {}));
    let isAuthorised = false;
    const { transport } = connect(
      tool.url,
      {},
      {
        authorise: () => {
          isAuthorised = true;
        },
      },
    );
    expect((await failure(get(transport, path))).kind).toBe('unexpected-answer');
    expect(isAuthorised).toBe(false);
    expect(tool.asked).toEqual([]);
  });

  it('holds a path that tries to become another host', async () => {
    const tool = await startTool((_, response) => sendJson(response, {}));
    const { transport } = connect(tool.url);
    expect((await failure(get(transport, '@127.0.0.1:9/x'))).kind).toBe('unexpected-answer');
  });
});

describe('what an answer means', () => {
  it.each([
    [401, 'unauthorised', false],
    [403, 'not-visible', false],
    [404, 'not-visible', false],
    [400, 'unexpected-answer', false],
    [410, 'unexpected-answer', false],
    [302, 'unexpected-answer', false],
    [500, 'unavailable', true],
    [503, 'unavailable', true],
  ])('calls %i %s', async (status, kind, isRetryable) => {
    const tool = await startTool((_, response) => sendJson(response, { token: 'tell-nobody' }, status));
    const error = await failure(get(connect(tool.url).transport));
    expect(error).toMatchObject({ kind, isRetryable, status, tool: 'jira', call: 'read x' });
    expect(JSON.stringify([error.message, error.cause])).not.toContain('tell-nobody');
  });

  it('hands over a status the caller asked to see', async () => {
    const tool = await startTool((_, response) => sendJson(response, { sync: 'new' }, 412));
    const request = { method: 'GET', path: '/', accept: [412] } as const;
    const answer = await connect(tool.url).transport.json('events', request, signal);
    expect(answer).toMatchObject({ status: 412, body: { sync: 'new' } });
  });

  it('lets the tool explain a refusal that its status hides', async () => {
    const tool = await startTool((_, response) => sendJson(response, { error: 'expired' }, 400));
    const classify: TransportOptions['classify'] = ({ text }) => (text.includes('expired') ? 'cursor-expired' : null);
    expect((await failure(get(connect(tool.url, {}, { classify }).transport))).kind).toBe('cursor-expired');
  });

  it.each([
    ['text/html', '<html>Sign in</html>', 'unexpected-answer'],
    ['application/json', '<html>Sign in</html>', 'unexpected-answer'],
    ['application/json', 'Sign in', 'unexpected-answer'],
    ['application/json', '{"a": [1, 2', 'unavailable'],
    ['application/json', '', 'unavailable'],
  ])('refuses %s with the body %j as %s, without quoting it', async (type, body, kind) => {
    const tool = await startTool((_, response) => response.writeHead(200, { 'content-type': type }).end(body));
    const error = await failure(get(connect(tool.url).transport));
    expect(error.kind).toBe(kind);
    expect(`${error.message}${String(error.cause)}`).not.toContain('Sign in');
  });
});

describe('bounds', () => {
  it('refuses a body above the limit, packed or not', async () => {
    const large = JSON.stringify('x'.repeat(5_000));
    const tool = await startTool((request, response) => {
      const isPacked = request.url === '/packed';
      response.writeHead(200, {
        'content-type': 'application/json',
        ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
      });
      response.end(isPacked ? gzipSync(large) : large);
    });
    const { transport } = connect(tool.url, { bodyBytesMax: 1_000 });
    for (const path of ['/plain', '/packed']) {
      const error = await failure(get(transport, path));
      expect(error).toMatchObject({
        kind: 'unexpected-answer',
        message: expect.stringContaining('larger than the limit'),
      });
    }
  });

  it('gives up on a tool that never answers', async () => {
    const tool = await startTool(() => {});
    const { transport } = connect(tool.url, { totalMs: 100, attemptsMax: 1 });
    expect(await failure(get(transport))).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('in time'),
    });
  });

  it('gives up on a body that drips for ever', async () => {
    const tool = await startTool((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(drip));
    });
    const { transport } = connect(tool.url, { totalMs: 150, attemptsMax: 1 });
    expect((await failure(get(transport))).kind).toBe('unavailable');
  });

  it('lets no more requests out at once than allowed', async () => {
    let open = 0;
    let most = 0;
    const tool = await startTool((_, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        sendJson(response, {});
      }, 20);
    });
    const { transport } = connect(tool.url, { concurrency: 2 });
    await Promise.all(Array.from({ length: 7 }, () => get(transport)));
    expect(tool.asked).toHaveLength(7);
    expect(most).toBe(2);
  });

  it('leaves the queue when it is told to stop, and lets the others go on', async () => {
    const tool = await startTool((_, response) => setTimeout(() => sendJson(response, {}), 30));
    const { transport } = connect(tool.url, { concurrency: 1 });
    const stop = new AbortController();
    const first = get(transport);
    const second = transport.json('queued', { method: 'GET', path: '/' }, stop.signal);
    const third = get(transport);
    stop.abort(new Error('enough'));
    await expect(second).rejects.toThrow('enough');
    await expect(Promise.all([first, third])).resolves.toHaveLength(2);
  });
});

describe('waiting', () => {
  const refuseOnce = (headers: Record<string, string>) => {
    let left = 1;
    return startTool((_, response) =>
      left-- > 0 ? sendJson(response, {}, 429, headers) : sendJson(response, { good: 1 }),
    );
  };

  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': 'Sun, 22 Nov 2026 10:00:09 GMT', date: 'Sun, 22 Nov 2026 10:00:00 GMT' }, 9_000],
  ])('waits what %j says', async (headers, waitMs) => {
    const tool = await refuseOnce(headers);
    const { transport, slept, events } = connect(tool.url);
    expect((await get(transport)).body).toEqual({ good: 1 });
    expect(slept).toEqual([waitMs + 1]);
    expect(events.filter((event) => event.type === 'wait')).toMatchObject([{ waitMs }]);
  });

  it.each(['-5', 'soon', '', '0', 'NaN', '2026-11-22'])(
    'waits the tool default where Retry-After says %j',
    async (value) => {
      const tool = await refuseOnce({ 'retry-after': value });
      const { transport, slept } = connect(tool.url, { defaultWaitMs: 4_000 });
      await get(transport);
      expect(slept).toHaveLength(1);
      expect(slept[0]).toBeGreaterThanOrEqual(4_000);
      expect(slept[0]).toBeLessThanOrEqual(5_001);
    },
  );

  it('keeps to ten hours that were told, and asks nothing before', async () => {
    const tool = await refuseOnce({ 'retry-after': '36000' });
    const { transport } = connect(tool.url);
    for (let turn = 0; turn < 3; turn++) {
      expect(await failure(get(transport))).toMatchObject({ kind: 'rate-limited', retryAfterMs: 36_000_000 });
    }
    expect(tool.asked).toHaveLength(1);
  });

  it('never comes back earlier than told, and many not at once', async () => {
    const waits: number[] = [];
    for (const random of [() => 0, () => 0.5, () => 1]) {
      const tool = await refuseOnce({ 'retry-after': '10' });
      const { transport, slept } = connect(tool.url, {}, { random });
      await get(transport);
      waits.push(slept[0] ?? 0);
    }
    expect(waits).toEqual([10_001, 10_501, 11_001]);
  });

  it('waits the tool default where nothing is said, longer each time', async () => {
    let left = 3;
    const tool = await startTool((_, response) => sendJson(response, {}, left-- > 0 ? 429 : 200));
    const { transport, slept } = connect(tool.url, { defaultWaitMs: 1_000 });
    await get(transport);
    expect(slept.map((ms) => Math.floor(Math.log2(ms / 1_000)))).toEqual([0, 1, 2]);
  });

  it('holds back every request of the connection while one was told to wait', async () => {
    const tool = await refuseOnce({ 'retry-after': '9' });
    const { transport, slept } = connect(tool.url, { concurrency: 1 });
    await Promise.all([get(transport), get(transport)]);
    expect(slept).toEqual([9_001]);
    expect(tool.asked).toHaveLength(3);
  });

  it('throws a long wait, and asks nothing until it is over', async () => {
    const tool = await startTool((_, response) => sendJson(response, {}, 429, { 'retry-after': '900' }));
    const { transport, slept } = connect(tool.url);
    expect(await failure(get(transport))).toMatchObject({ kind: 'rate-limited', retryAfterMs: 900_000, status: 429 });
    const again = await failure(get(transport));
    expect(again).toMatchObject({ kind: 'rate-limited', retryAfterMs: 900_000 });
    expect(tool.asked).toHaveLength(1);
    expect(slept).toEqual([]);
  });

  it('ends a wait at once when it is told to stop, with the reason given', async () => {
    const tool = await startTool((_, response) => sendJson(response, {}, 429, { 'retry-after': '15' }));
    const stop = new AbortController();
    const plain = { tool: 'jira', connectionId: 'one', baseUrl: tool.url, authorise: () => {} } as const;
    const onTraffic = (event: TrafficEvent) => event.type === 'wait' && stop.abort(new Error('enough'));
    const asking = createTransport({ ...plain, onTraffic }).json('x', { method: 'GET', path: '/' }, stop.signal);
    await expect(asking).rejects.toThrow('enough');
  });

  it('throws when short waits add up', async () => {
    const tool = await startTool((_, response) => sendJson(response, {}, 429, { 'retry-after': '15' }));
    const { transport, slept } = connect(tool.url, { waitTotalMs: 40_000 });
    expect((await failure(get(transport))).kind).toBe('rate-limited');
    expect(slept).toEqual([15_001, 15_001]);
  });

  it('pauses before the tool has to say no', async () => {
    let remaining = 1;
    const tool = await startTool((_, response) => sendJson(response, {}, 200, { 'x-left': String(remaining--) }));
    const readBudget: TransportOptions['readBudget'] = (headers) => ({
      remaining: Number(headers['x-left']),
      resetMs: 4_000,
    });
    const { transport, slept } = connect(tool.url, {}, { readBudget });
    for (let at = 0; at < 3; at += 1) await get(transport);
    expect(slept).toEqual([4_001]);
  });

  it('keeps a published allowance from its own side', async () => {
    const tool = await startTool((_, response) => sendJson(response, {}));
    const allowance = { key: 'one', name: 'requests in 10 seconds', max: 2, windowMs: 10_000 };
    const { transport, slept } = connect(tool.url, {}, { needs: () => [{ allowance, cost: 1 }] });
    for (let at = 0; at < 4; at += 1) await get(transport);
    expect(slept).toEqual([10_001]);
  });
});

describe('asking again', () => {
  it('repeats a read a few times with growing waits, then gives up', async () => {
    const tool = await startTool((_, response) => sendJson(response, {}, 502));
    const { transport, slept } = connect(tool.url, { attemptsMax: 4, backoffMs: 100 });
    expect((await failure(get(transport))).kind).toBe('unavailable');
    expect(tool.asked).toHaveLength(4);
    expect(slept.map((ms) => Math.floor(Math.log2(ms / 100)))).toEqual([0, 1, 2]);
  });

  it('repeats after a reset', async () => {
    let left = 1;
    const tool = await startTool((request, response) =>
      left-- > 0 ? request.socket.destroy() : sendJson(response, { good: 1 }),
    );
    expect((await get(connect(tool.url).transport)).body).toEqual({ good: 1 });
  });

  it('never repeats what may have written', async () => {
    const tool = await startTool((_, response) => sendJson(response, {}, 503));
    const { transport } = connect(tool.url);
    await failure(transport.json('write', { method: 'POST', path: '/', body: {} }, signal));
    expect(tool.asked).toHaveLength(1);
    await failure(transport.json('search', { method: 'POST', path: '/', body: {}, isRead: true }, signal));
    expect(tool.asked.length).toBeGreaterThan(2);
  });

  it('says when a tool in trouble asks for a long wait', async () => {
    const tool = await startTool((_, response) => sendJson(response, {}, 503, { 'retry-after': '120' }));
    expect(await failure(get(connect(tool.url).transport))).toMatchObject({
      kind: 'unavailable',
      retryAfterMs: 120_000,
    });
    expect(tool.asked).toHaveLength(1);
  });
});

describe('run: an SDK that calls fetch', () => {
  it('goes through the same bounds with its body, and gets a plain answer', async () => {
    const tool = await startTool((_, response, body) => sendJson(response, { body }));
    const { transport, events } = connect(tool.url);
    const answer = await transport.run('sdk', signal, async () => {
      const got = await fetch(`${tool.url}/sdk?a=1`, {
        method: 'POST',
        body: 'words',
        headers: { authorization: 'dummy' },
      });
      return { status: got.status, type: got.headers.get('content-type'), json: await got.json() };
    });
    expect(answer).toEqual({ status: 200, type: 'application/json', json: { body: 'words' } });
    expect(tool.asked[0]?.headers.authorization).toBe('Basic secret');
    expect(events).toMatchObject([{ type: 'request', status: 200 }]);
  });

  it('leaves fetches outside alone', async () => {
    const tool = await startTool((_, response) => response.writeHead(418).end('short'));
    const { transport } = connect(tool.url);
    await transport.run('sdk', signal, async () => {});
    const answer = await fetch(`${tool.url}/outside`);
    expect([answer.status, await answer.text()]).toEqual([418, 'short']);
    expect(tool.asked[0]?.headers.authorization).toBeUndefined();
  });

  it('keeps the credentials of two connections apart', async () => {
    const tool = await startTool((request, response) =>
      setTimeout(() => sendJson(response, request.headers.authorization), 10),
    );
    const ask = (name: string) =>
      connect(
        tool.url,
        {},
        {
          authorise: (headers) => {
            headers.authorization = name;
          },
        },
      ).transport.run('sdk', signal, async () => (await fetch(`${tool.url}/`)).json());
    expect(await Promise.all(['one', 'two', 'three'].map(ask))).toEqual(['one', 'two', 'three']);
  });

  it('gives our error, however the SDK wraps it', async () => {
    const tool = await startTool((_, response) => sendJson(response, {}, 401));
    const wrapped = connect(tool.url).transport.run('sdk', signal, async () => {
      await fetch(`${tool.url}/`).catch(() => {
        throw new Error('the SDK says: something went wrong');
      });
    });
    expect(await failure(wrapped)).toMatchObject({ kind: 'unauthorised', call: 'sdk' });
  });

  it('refuses another origin inside', async () => {
    const tool = await startTool((_, response) => sendJson(response, {}));
    const other = await startTool((_, response) => sendJson(response, {}));
    const { transport } = connect(tool.url);
    const error = await failure(transport.run('sdk', signal, () => fetch(`${other.url}/`)));
    expect(error.message).toContain('another origin');
    expect(other.asked).toEqual([]);
  });

  it('does not follow a redirect of the tool', async () => {
    const other = await startTool((_, response) => sendJson(response, {}));
    const tool = await startTool((_, response) => response.writeHead(307, { location: other.url }).end());
    await failure(connect(tool.url).transport.run('sdk', signal, () => fetch(`${tool.url}/`)));
    expect(other.asked).toEqual([]);
  });

  it('stops an SDK that cannot be told to stop', async () => {
    const tool = await startTool(() => {});
    const stop = new AbortController();
    const running = connect(tool.url).transport.run('sdk', stop.signal, () => fetch(`${tool.url}/`));
    setTimeout(() => stop.abort(new Error('enough')), 20);
    await expect(running).rejects.toThrow('enough');
  });

  it('does not quote what an SDK could not read', async () => {
    const tool = await startTool((_, response) => sendJson(response, {}));
    const error = await failure(
      connect(tool.url).transport.run('sdk', signal, async () => {
        throw new TypeError('Unexpected token: tell-nobody');
      }),
    );
    expect(error).toMatchObject({ kind: 'unexpected-answer', message: expect.stringContaining('TypeError') });
    expect(`${error.message}${String(error.cause)}`).not.toContain('tell-nobody');
  });
});
