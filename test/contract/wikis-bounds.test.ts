import { afterEach, describe, expect, it, vi } from 'vitest';
import type { TrafficEvent } from '../../connectors/connector.ts';
import { wikis } from '../../connectors/registry.ts';
import { type Fault, type FaultProxy, type ProxiedAnswer, startFaultProxy } from './fault-proxy.ts';

/** What each vendor's own client does by itself, and must not: wait, repeat, follow, log, or end a call on a clock of its own. */
const emptyLists = {
  confluence: { results: [], _links: {} },
  notion: { object: 'list', results: [], next_cursor: null, has_more: false },
};
const scope = { externalId: '98308', key: null, name: 'Strategy' };

function json(status: number, body: unknown, headers: Record<string, string> = {}): ProxiedAnswer {
  return { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

describe.each(['confluence', 'notion'] as const)('%s through its vendor’s client', (tool) => {
  const proxies: FaultProxy[] = [];
  afterEach(async () => {
    await Promise.all(proxies.splice(0).map((proxy) => proxy.close()));
  });

  async function connect(fault: Fault) {
    const proxy = await startFaultProxy('http://127.0.0.1:9', fault);
    proxies.push(proxy);
    const traffic: TrafficEvent[] = [];
    const connector = wikis[tool].create({
      connectionId: 'c',
      baseUrl: proxy.url,
      credentials: { email: 'a@b.example', token: 't0ken' },
      onTraffic: (event) => traffic.push(event),
    });
    const list = async (signal = new AbortController().signal) => {
      const ids: string[] = [];
      for await (const some of connector.census(scope, signal)) ids.push(...some);
      return ids;
    };
    return { proxy, traffic, list };
  }

  /** These answers in turn, then an empty list. */
  const inTurn = (...answers: ProxiedAnswer[]) => {
    const left = [...answers];
    return () => left.shift() ?? json(200, emptyLists[tool]);
  };

  it('waits as long as the tool asks, and counts each request', async () => {
    const { proxy, traffic, list } = await connect(inTurn(json(429, {}, { 'retry-after': '1' })));
    expect(await list()).toEqual([]);
    expect((proxy.asked[1]?.at ?? 0) - (proxy.asked[0]?.at ?? 0)).toBeGreaterThanOrEqual(990);
    expect(traffic.filter(({ type }) => type === 'request')).toMatchObject([{ status: 429 }, { status: 200 }]);
    expect(traffic.some(({ type }) => type === 'wait')).toBe(true);
  });

  it('hands a long wait back at once, with its length', async () => {
    const { proxy, list } = await connect(inTurn(json(429, {}, { 'retry-after': '3600' })));
    await expect(list()).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 3_600_000 });
    expect(proxy.asked).toHaveLength(1);
  });

  it('is asked again by us alone: four times, and then it is trouble', async () => {
    const { proxy, list } = await connect(() => json(529, { object: 'error', code: 'service_overload' }));
    await expect(list()).rejects.toMatchObject({ kind: 'unavailable', status: 529, tool });
    expect(proxy.asked).toHaveLength(4);
  });

  it('asks again for a body that was cut off', async () => {
    const { proxy, list } = await connect(inTurn({ ...json(200, {}), body: '{"results":[{"id":"1"' }));
    expect(await list()).toEqual([]);
    expect(proxy.asked).toHaveLength(2);
  });

  it('takes a page of HTML for no answer, and quotes nothing of it', async () => {
    const page = { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>secret words</html>' };
    const { list } = await connect(() => page);
    const error = await list().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind: 'unexpected-answer' });
    expect(String(error)).not.toContain('secret');
  });

  it('follows no redirect, with or without its credentials', async () => {
    const elsewhere = await connect(() => json(200, emptyLists[tool]));
    const { list } = await connect(() => json(302, {}, { location: `${elsewhere.proxy.url}/x` }));
    await expect(list()).rejects.toMatchObject({ kind: 'unexpected-answer' });
    expect(elsewhere.proxy.asked).toEqual([]);
  });

  it('stops at once when it is told to', async () => {
    const stop = new AbortController();
    const { proxy, list } = await connect(() => {
      stop.abort(new Error('enough'));
      return new Promise<never>(() => {});
    });
    await expect(list(stop.signal)).rejects.toThrow('enough');
    expect(proxy.asked).toHaveLength(1);
  });

  it('writes nothing to the log, whatever comes', async () => {
    const written: unknown[][] = [];
    const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) =>
      vi.spyOn(console, level).mockImplementation((...words: unknown[]) => void written.push(words)),
    );
    for (const answer of [json(404, { message: 'secret' }), json(200, { odd: 'secret' })]) {
      const { list } = await connect(() => answer);
      await expect(list()).rejects.toThrow();
    }
    for (const spy of spies) spy.mockRestore();
    expect(written).toEqual([]);
  });
});
