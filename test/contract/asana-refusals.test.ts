import { afterEach, describe, expect, it } from 'vitest';
import { asana } from '../../connectors/asana/index.ts';
import { type FaultProxy, type ProxiedAnswer, type ProxiedRequest, startFaultProxy } from './fault-proxy.ts';

/** What Asana means by a refusal, where the status alone misleads. */
describe('refusals of Asana', () => {
  let proxy: FaultProxy | null = null;
  const { signal } = new AbortController();
  const scope = { externalId: '1', key: null, name: 'Launch' };

  afterEach(() => proxy?.close());

  async function connect(answer: (request: ProxiedRequest) => ProxiedAnswer) {
    proxy = await startFaultProxy('http://127.0.0.1:9', answer);
    return asana.create({ connectionId: 'c', baseUrl: `${proxy.url}/`, credentials: { token: 't0ken' } });
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
    [400, 'offset: Your pagination token has expired.', 'cursor-expired'],
    [400, 'The result is too large. You should use pagination!', 'unexpected-answer'],
    [402, 'Payment Required', 'not-visible'],
    [403, 'Forbidden', 'not-visible'],
    [404, 'project: Unknown object: 1', 'not-visible'],
    [401, 'Not Authorized', 'unauthorised'],
  ])('reads %i “%s” as %s', async (status, message, kind) => {
    const connector = await connect(({ path }) =>
      path.includes('/events') ? json(412, { errors: [], sync: 's' }) : json(status, { errors: [{ message }] }),
    );
    const error = await gather(connector.pull(scope, null, signal)).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ kind, tool: 'asana', call: 'list tasks', status });
    expect(String(error)).not.toContain(message);
  });

  it('builds its requests with Asana\u2019s own client, below the API\u2019s path, the token in a header', async () => {
    const connector = await connect(() => json(200, { data: [] }));
    await gather(connector.pull(scope, null, signal));
    const asked = proxy?.asked.find(({ path }) => path.includes('/tasks'));
    const url = new URL(asked?.path ?? '', 'http://x');
    expect(url.pathname).toBe('/api/1.0/tasks');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ project: '1', limit: '100' });
    expect(asked?.path).not.toContain('t0ken');
  });

  it('reads a project whose change feed answers nonsense, and asks it anew next time', async () => {
    const connector = await connect(({ path }) =>
      path.includes('/events') ? json(400, { errors: [] }) : json(200, { data: [] }),
    );
    const pages = await gather(connector.pull(scope, null, signal));
    expect(pages.at(-1)?.cursor).toEqual({ walk: 'done', latestMs: null, sync: null });
  });

  it('ends a census whose page token ran out, so that it is never a short one', async () => {
    const connector = await connect(({ path }) =>
      path.includes('offset=')
        ? json(400, { errors: [{ message: 'offset: Your pagination token has expired.' }] })
        : json(200, { data: [{ gid: '1', num_subtasks: 0 }], next_page: { offset: 'o2' } }),
    );
    await expect(gather(connector.census(scope, signal))).rejects.toMatchObject({ kind: 'cursor-expired' });
  });

  it('refuses an answer of another form whole', async () => {
    const connector = await connect(() => json(200, { tasks: [] }));
    await expect(gather(connector.pull(scope, null, signal))).rejects.toMatchObject({ kind: 'unexpected-answer' });
    await expect(connector.check(signal)).rejects.toMatchObject({ kind: 'unexpected-answer' });
  });

  it('reads no words of a project that is gone, and those of the others', async () => {
    const connector = await connect(({ path }) =>
      path.includes('/projects/2/') ? json(404, { errors: [] }) : json(200, { data: [{ gid: 's1', name: 'Doing' }] }),
    );
    const words = await connector.readVocabulary([{ ...scope, externalId: '2' }, scope], signal);
    expect(words.statuses.filter((status) => status.scopeExternalId !== null)).toEqual([
      { externalId: 's1', name: 'Doing', scopeExternalId: '1', category: null },
    ]);
  });
});
