/** The simulated Confluence, read by our connector, and every answer held against Atlassian's OpenAPI documents. */
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { confluence } from '../../connectors/confluence/index.ts';
import type { Cursor } from '../../connectors/connector.ts';
import { type ConfluenceOptions, startConfluence } from '../../src/demo/confluence/index.ts';
import { nextAnswers } from '../../src/demo/faults.ts';
import { morePages, smallWikiWorld } from '../unit/demo/small-wiki.ts';
import { endsAt } from '../unit/demo/small-world.ts';
import { makeChecker } from './vendor-documents/checker.ts';
import { openDocument } from './vendor-documents/document.ts';
import type { Finding } from './vendor-documents/finding.ts';
import { startProxy } from './vendor-documents/proxy.ts';

const folder = process.env.PLUMBLINE_FIXTURES ?? '';
const { signal } = new AbortController();
const scope = { externalId: '501', key: 'ONE', name: 'Space one' };

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function start(options: Partial<ConfluenceOptions> = {}) {
  const server = await startConfluence(smallWikiWorld(), { now: endsAt, ...options });
  ends.push(() => server.close());
  const proxy = await startProxy(server.url);
  ends.push(() => proxy.close());
  const { credentials } = server;
  const connector = confluence.create({ connectionId: 'sim', baseUrl: proxy.url, credentials });
  const pull = async (since: Cursor | null) => {
    const pages = await gather(connector.pull(scope, since, signal));
    const setAside = pages.flatMap((page) => page.setAside);
    return { records: pages.flatMap(({ records }) => records), setAside, cursor: pages.at(-1)?.cursor ?? null };
  };
  return { server, proxy, connector, pull };
}

async function* none(): AsyncGenerator<never> {}

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('our connector on the simulated Confluence', () => {
  it('reads every page once with its labels and its body, within the limits', async () => {
    const { server, connector, pull } = await start();
    expect(await connector.check(signal)).toMatchObject({ name: 'Plumbline Reader', timeZone: 'Europe/Berlin' });
    const scopes = await gather(connector.listScopes(signal));
    expect(scopes.map(({ key, archived }) => [key, archived])).toEqual([
      ['ONE', false],
      ['TWO', true],
    ]);
    const { records, setAside } = await pull(null);
    expect(setAside).toEqual([]);
    expect(new Set(records.map(({ externalId }) => externalId)).size).toBe(records.length);
    expect(records).toHaveLength(morePages + 4);
    expect(records.find(({ externalId }) => externalId === '100001')).toMatchObject({
      title: 'Strategy, reworded',
      version: 2,
      labels: ['okr', 'interfaces'],
      blocks: expect.arrayContaining([
        { type: 'heading', level: 1, text: 'O3: Interfaces & more' },
        { type: 'reference', url: null, taskKey: 'INT-7', title: null, path: ['O3: Interfaces & more', 'Work'] },
        { type: 'item', depth: 1, text: 'inside it' },
      ]),
    });
    expect(server.violations()).toBe(0);
  });

  it('reads what changed and nothing else, one request where nothing did', async () => {
    const { server, pull } = await start();
    const first = await pull(null);
    const before = server.journal.length;
    const idle = await pull(first.cursor);
    expect(idle.records).toEqual([]);
    expect(server.journal.length - before).toBe(1);
    server.change({ type: 'edit', page: 'confluence-more-7', set: { title: 'Edited' } });
    expect((await pull(idle.cursor)).records.map(({ title }) => title)).toEqual(['Edited']);
  });

  it('finds a page in the trash by the census and by its id, and never calls a hidden one trashed', async () => {
    const { server, connector } = await start();
    server.change({ type: 'trash', page: 'confluence-other' });
    server.change({ type: 'hide-page', page: 'confluence-strategy' });
    const ids = (await gather(connector.census(scope, signal))).flat();
    expect(ids).not.toContain('100002');
    const { records, missing } = await connector.fetchRecords(['100001', '100002'], signal);
    expect(records).toMatchObject([{ externalId: '100002', isTrashed: true }]);
    expect(missing).toEqual(['100001']);
  });

  it('sees in the roster that a space was taken away, before any list of it', async () => {
    const { server, connector } = await start();
    server.change({ type: 'lose-access', space: 'confluence-one' });
    expect((await gather(connector.listScopes(signal))).map(({ key }) => key)).toEqual(['TWO']);
  });

  it('tells a refused licence from refused credentials', async () => {
    const { connector } = await start({ isLicensed: false });
    await expect(connector.check(signal)).rejects.toMatchObject({ kind: 'not-visible' });
    const { server } = await start();
    const wrong = { email: server.credentials.email ?? '', token: 'wrong' };
    const stranger = confluence.create({ connectionId: 'sim', baseUrl: server.url, credentials: wrong });
    await expect(stranger.check(signal)).rejects.toMatchObject({ kind: 'unauthorised' });
  });

  it('waits as long as a refusal for too many requests says, and loses nothing', async () => {
    const { server, pull } = await start();
    const headers = { 'retry-after': '1', 'ratelimit-reason': 'confluence-burst-based' };
    server.fault(nextAnswers(1, /api\/v2\/pages/, { type: 'status', status: 429, headers }));
    expect((await pull(null)).records).toHaveLength(morePages + 4);
  });

  it('refuses half an answer whole, and reads it all the next time', async () => {
    const { server, connector, pull } = await start();
    server.fault(nextAnswers(9, /api\/v2\/pages/, { type: 'truncated' }));
    await expect(gather(connector.pull(scope, null, signal))).rejects.toMatchObject({ tool: 'confluence' });
    server.fault(null);
    expect((await pull(null)).records).toHaveLength(morePages + 4);
  });
});

describe.skipIf(!folder)('the simulated Confluence keeps to Atlassian’s documents', () => {
  it('in every request our connector makes, every answer it gets, and every refusal', async () => {
    const { server, proxy, connector, pull } = await start();
    await connector.check(signal);
    await gather(connector.listScopes(signal));
    const { cursor } = await pull(null);
    server.change({ type: 'edit', page: 'confluence-more-7', set: { title: 'Edited' } });
    await gather(connector.pullChanges?.([{ scope, cursor: cursor ?? {} }], signal) ?? none());
    await pull(cursor);
    for (let at = 0; at < 30; at++) {
      server.change({ type: 'edit', page: `confluence-more-${at}`, set: { title: `Edited ${at}` } });
    }
    await gather(connector.pullChanges?.([{ scope, cursor: cursor ?? {} }], signal) ?? none());
    await gather(connector.census(scope, signal));
    await connector.fetchRecords(['100001', '100003', '99'], signal);
    const { email, token } = server.credentials;
    const known = `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;
    const ask = async (path: string, authorization = known) =>
      (await fetch(`${proxy.url}/wiki${path}`, { headers: { authorization } })).arrayBuffer();
    await ask('/api/v2/pages/100001?body-format=atlas_doc_format');
    await ask('/api/v2/spaces/501');
    await ask('/api/v2/spaces?keys=TWO&status=archived');
    await ask('/api/v2/pages?cursor=forged');
    await ask('/rest/api/search?cql=type%3Dpage');
    await ask('/rest/api/search?cql=type');
    for (const path of ['/api/v2/pages', '/api/v2/spaces', '/api/v2/pages/100001'])
      await ask(path, 'Basic d3Jvbmc6d3Jvbmc=');

    const documents = [
      { file: 'confluence-v2.json', base: '/wiki/api/v2' },
      { file: 'confluence-v1.json', base: '' },
    ].map(({ file, base }) => openDocument('confluence' as const, join(folder, 'vendor-specs', file), base));
    const [current, older] = documents.map((document) => makeChecker(document, () => null));
    const isCurrent = ({ path }: { path: string }) => path.startsWith('/wiki/api/v2/');
    const verdicts = [
      current?.(proxy.exchanges.filter(isCurrent)),
      older?.(proxy.exchanges.filter((each) => !isCurrent(each))),
    ];
    const findings: Finding[] = verdicts.flatMap((verdict) => [...(verdict?.findings ?? [])]);
    expect(findings.map(({ operation, what }) => `${operation}: ${what}`)).toEqual([]);
    expect(verdicts.flatMap((verdict) => [...(verdict?.bySchema ?? [])]).sort()).toEqual([
      'GET /labels/{id}/pages',
      'GET /pages',
      'GET /pages/{id}',
      'GET /spaces',
      'GET /spaces/{id}',
      'GET /spaces/{id}/content/labels',
      'GET /wiki/rest/api/search',
      'GET /wiki/rest/api/user/current',
    ]);
  });
});
