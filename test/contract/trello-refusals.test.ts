import { afterEach, describe, expect, it } from 'vitest';
import { trello } from '../../connectors/trello/index.ts';
import { type FaultProxy, type ProxiedAnswer, type ProxiedRequest, startFaultProxy } from './fault-proxy.ts';

/** What Trello means by a refusal, where the status alone misleads; most of them are plain text. */
describe('refusals of Trello', () => {
  let proxy: FaultProxy | null = null;
  const { signal } = new AbortController();
  const scope = { externalId: 'b1', key: null, name: 'Desk' };

  afterEach(() => proxy?.close());

  async function connect(answer: (request: ProxiedRequest) => ProxiedAnswer) {
    proxy = await startFaultProxy('http://127.0.0.1:9', answer);
    return trello.create({
      connectionId: 'c',
      baseUrl: `${proxy.url}/1/`,
      credentials: { key: 'k3y', token: 't0ken' },
    });
  }

  function text(status: number, body: string): ProxiedAnswer {
    return { status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
  }

  function json(status: number, body: unknown): ProxiedAnswer {
    return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  }

  async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
    const all: T[] = [];
    for await (const item of items) all.push(item);
    return all;
  }

  it.each([
    [401, 'invalid token', 'unauthorised'],
    [404, 'The requested resource was not found.', 'not-visible'],
    [403, 'forbidden', 'not-visible'],
    [400, 'invalid id', 'unexpected-answer'],
  ])('reads %i “%s” as %s', async (status, message, kind) => {
    const connector = await connect(() => text(status, message));
    const error = await gather(connector.pull(scope, null, signal)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind, tool: 'trello', call: 'list actions', status });
    expect(String(error)).not.toContain(message);
  });

  it('asks for fewer cards where Trello says that they are too many', async () => {
    const connector = await connect(({ path }) => {
      if (path.startsWith('/1/boards/b1?')) return json(200, { id: 'b1', name: 'Desk' });
      if (!path.includes('/cards?') || path.includes('limit=250')) return json(200, []);
      return json(403, { error: 'API_TOO_MANY_CARDS_REQUESTED', message: 'too many' });
    });
    const pages = await gather(connector.pull(scope, null, signal));
    expect(pages.at(-1)?.isLast).toBe(true);
    const limits = (proxy?.asked ?? []).flatMap(({ path }) => /\/cards\?.*limit=(\d+)/.exec(path)?.[1] ?? []);
    expect(limits).toEqual(['1000', '500', '250']);
  });

  it('sends its credentials in one header, never in the address', async () => {
    const connector = await connect(() => json(200, { id: 'm1', fullName: 'Ada' }));
    expect(await connector.check(signal)).toMatchObject({ id: 'm1', name: 'Ada' });
    expect(proxy?.asked.map(({ path }) => path).join()).not.toMatch(/k3y|t0ken/);
  });

  it('holds back before the allowance is used up', async () => {
    const told = { 'x-rate-limit-api-token-remaining': '0', 'x-rate-limit-api-token-interval-ms': '300' };
    const connector = await connect(() => {
      const answer = json(200, { id: 'm1', fullName: 'Ada' });
      return { ...answer, headers: { ...answer.headers, ...told } };
    });
    await connector.check(signal);
    await connector.check(signal);
    const [first, second] = proxy?.asked ?? [];
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(295);
  });

  it('reads no words of a board that is gone, and those of the others', async () => {
    const connector = await connect(({ path }) => {
      if (path.includes('/boards/b2')) return text(404, 'The requested resource was not found.');
      const board = { id: 'b1', name: 'Desk', lists: [{ id: 'l1', name: 'Doing' }] };
      return json(200, path.includes('/actions?') ? [] : board);
    });
    const words = await connector.readVocabulary([{ ...scope, externalId: 'b2' }, scope], signal);
    expect(words.statuses.filter((status) => status.scopeExternalId !== null)).toEqual([
      { externalId: 'l1', name: 'Doing', scopeExternalId: 'b1', category: null },
    ]);
  });
});
