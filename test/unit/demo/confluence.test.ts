import { afterEach, describe, expect, it } from 'vitest';
import { type ConfluenceOptions, startConfluence } from '../../../src/demo/confluence/index.ts';
import { nextAnswers } from '../../../src/demo/faults.ts';
import { morePages, smallWikiWorld } from './small-wiki.ts';
import { dayMs, endsAt } from './small-world.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers are read as they come
type Json = any;

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function start(options: Partial<ConfluenceOptions> = {}) {
  const server = await startConfluence(smallWikiWorld(), { now: endsAt, ...options });
  ends.push(() => server.close());
  const { email, token } = server.credentials;
  const basic = `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;
  const send = (path: string, authorization = basic) =>
    fetch(`${server.url}/wiki${path}`, { headers: { authorization } });
  const ask = async (path: string): Promise<Json> => {
    const answer = await send(path);
    return { code: answer.status, headers: answer.headers, ...((await answer.json()) as object) };
  };
  const walk = async (path: string): Promise<Json[]> => {
    const found: Json[] = [];
    for (let next: string | undefined = `/wiki${path}`; next; ) {
      const answer = await ask(next.replace(/^\/wiki/, ''));
      found.push(...answer.results);
      next = answer._links.next;
    }
    return found;
  };
  return { server, send, ask, walk };
}

const pages = '/api/v2/pages';
const titles = (all: Json[]) => all.map(({ title }) => title);

describe('the simulated Confluence', () => {
  it('gives every page of a space once over all answers, each next link relative below /wiki and said twice', async () => {
    const { ask, walk } = await start();
    const first = await ask(`${pages}?space-id=501&limit=250`);
    expect(first.results).toHaveLength(250);
    expect(first._links.next).toMatch(/^\/wiki\/api\/v2\/pages\?.*cursor=/);
    expect(first.headers.get('link')).toBe(`<${first._links.next}>; rel="next"`);
    const all = await walk(`${pages}?space-id=501&limit=250`);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all).toHaveLength(morePages + 3);
  });

  it('gives 25 where no limit is asked for, and refuses one past 250', async () => {
    const { ask } = await start();
    expect((await ask(pages)).results).toHaveLength(25);
    for (const limit of ['251', '0', 'many']) expect((await ask(`${pages}?limit=${limit}`)).code).toBe(400);
  });

  it('neither leaves out nor repeats what was not edited while others are, between two answers', async () => {
    const { server, ask, walk } = await start();
    const first = await ask(`${pages}?space-id=501&limit=250&sort=-modified-date`);
    server.change({ type: 'edit', page: 'confluence-more-3', set: { title: 'Edited meanwhile' } });
    const rest = await walk(first._links.next.replace('/wiki', ''));
    const seen = [...first.results, ...rest].map(({ id }) => id);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(morePages + 2);
  });

  it('shows current and archived pages unless asked, the trash only where it is named', async () => {
    const { walk, ask } = await start();
    const usual = await walk(`${pages}?space-id=501&limit=250`);
    expect(titles(usual)).toContain('Archived');
    expect(titles(usual)).not.toContain('Trashed');
    expect(titles(await walk(`${pages}?space-id=501&status=trashed`))).toEqual(['Trashed']);
    expect((await ask(`${pages}/100003`)).code).toBe(404);
    expect((await ask(`${pages}/100003?status=current&status=trashed`)).title).toBe('Trashed');
  });

  it('puts the last modified first, and counts a version for words but not for labels or the trash', async () => {
    const { server, ask } = await start();
    const newest = async () =>
      (await ask(`${pages}?space-id=501&sort=-modified-date&status=current,trashed`)).results[0];
    expect(await newest()).toMatchObject({ title: 'Strategy, reworded', version: { number: 2 } });
    server.change({ type: 'edit', page: 'confluence-more-3', set: { labels: ['new'] } });
    server.change({ type: 'trash', page: 'confluence-more-4' });
    expect(await newest()).toMatchObject({ title: 'Strategy, reworded' });
    server.change({ type: 'edit', page: 'confluence-more-3', set: { title: 'Now newest' } });
    expect(await newest()).toMatchObject({ title: 'Now newest', version: { number: 2 } });
  });

  it('shows a page as it was at the moment of its clock', async () => {
    const { server, ask } = await start();
    server.setClock(endsAt - 3 * dayMs);
    expect(await ask(`${pages}/100001`)).toMatchObject({ title: 'Strategy & “goals”', version: { number: 1 } });
    expect((await ask(`${pages}/100005`)).code).toBe(404);
    server.setClock(endsAt + 2 * dayMs);
    expect((await ask(`${pages}/100005`)).title).toBe('Written later');
  });

  it('gives a body only in the format that was asked for, escaped once', async () => {
    const { ask } = await start();
    expect((await ask(`${pages}/100001`)).body).toEqual({});
    const { storage } = (await ask(`${pages}/100001?body-format=storage`)).body;
    expect(storage.value).toContain('<h1>O3: Interfaces &amp; more</h1>');
    expect(storage.value).toContain('<ac:parameter ac:name="key">INT-7</ac:parameter>');
    expect(storage.value).toContain('<ri:page ri:content-title="Other" />');
    const tree = (await ask(`${pages}/100001?body-format=atlas_doc_format`)).body.atlas_doc_format;
    expect(JSON.parse(tree.value)).toMatchObject({
      type: 'doc',
      content: [{ type: 'heading' }, {}, { type: 'table' }, {}, {}, {}, {}, {}, {}],
    });
    expect((await ask(`${pages}?body-format=view`)).code).toBe(400);
  });

  it('gives labels with a page where they are asked for, and pages with a label', async () => {
    const { ask } = await start();
    const page = await ask(`${pages}/100001?include-labels=true`);
    expect(page.labels.results.map(({ name }: Json) => name)).toEqual(['okr', 'interfaces']);
    const [label] = (await ask('/api/v2/spaces/501/content/labels')).results;
    expect(titles((await ask(`/api/v2/labels/${label.id}/pages?space-id=501`)).results)).toEqual([
      'Strategy, reworded',
    ]);
    expect((await ask('/api/v2/labels/9/pages')).code).toBe(404);
  });

  it('gives nothing of a space or a page out of sight, as if there were none, and all of it again', async () => {
    const { server, ask } = await start();
    server.change({ type: 'lose-access', space: 'confluence-one' });
    expect((await ask(`${pages}?space-id=501`)).results).toEqual([]);
    expect((await ask('/api/v2/spaces/501/content/labels')).code).toBe(404);
    expect((await ask('/api/v2/spaces')).results.map(({ key, status }: Json) => [key, status])).toEqual([
      ['TWO', 'archived'],
    ]);
    server.change({ type: 'regain-access', space: 'confluence-one' });
    server.change({ type: 'hide-page', page: 'confluence-strategy' });
    expect((await ask(`${pages}/100001`)).code).toBe(404);
    server.change({ type: 'show-page', page: 'confluence-strategy' });
    expect((await ask(`${pages}/100001`)).code).toBe(200);
  });

  it('brings a page back out of the trash, but not one that was emptied out of it', async () => {
    const { server, ask } = await start();
    server.change({ type: 'restore', page: 'confluence-trashed' });
    expect((await ask(`${pages}/100003`)).code).toBe(200);
    server.change({ type: 'trash', page: 'confluence-trashed' });
    server.change({ type: 'purge', page: 'confluence-trashed' });
    expect((await ask(`${pages}/100003?status=trashed`)).code).toBe(404);
    expect(() => server.change({ type: 'restore', page: 'confluence-trashed' })).toThrow('no page');
    expect(() => server.change({ type: 'restore', page: 'confluence-other' })).toThrow('not in the trash');
  });

  it('shows a change late in lists where its index lags, and at once by id', async () => {
    const { server, ask } = await start({ indexLagMs: 60_000 });
    server.change({ type: 'edit', page: 'confluence-other', set: { title: 'Just now' } });
    const list = async () => titles((await ask(`${pages}?space-id=501&id=100002`)).results);
    expect(await list()).toEqual(['Other']);
    expect((await ask(`${pages}/100002`)).title).toBe('Just now');
    server.setClock(endsAt + 2 * 60_000);
    expect(await list()).toEqual(['Just now']);
  });

  it('refuses wrong credentials, an account without a licence, a cursor it never gave, and an id that is none', async () => {
    const { send, ask } = await start();
    expect((await send('/api/v2/spaces', 'Basic d3Jvbmc6d3Jvbmc=')).status).toBe(401);
    expect((await send('/rest/api/user/current', '')).status).toBe(401);
    expect((await ask(`${pages}?cursor=forged`)).code).toBe(400);
    expect((await ask(`${pages}/none`)).code).toBe(400);
    const unlicensed = await start({ isLicensed: false });
    expect((await unlicensed.send('/rest/api/user/current')).status).toBe(403);
  });

  it('answers 429 past its limit, says how long to wait, and counts it', async () => {
    const { server, send } = await start({ wallClock: () => 1_000_000 });
    const answers = await Promise.all(Array.from({ length: 101 }, () => send('/api/v2/spaces')));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    expect(refused[0]?.headers.get('ratelimit-reason')).toBe('confluence-burst-based');
    expect(server.violations()).toBe(1);
  });

  it('goes wrong on demand, and keeps credentials out of its journal', async () => {
    const { server, ask, send } = await start();
    server.fault(nextAnswers(1, /spaces/, { type: 'status', status: 503 }));
    expect((await send('/api/v2/spaces')).status).toBe(503);
    expect((await ask('/api/v2/spaces')).code).toBe(200);
    expect(JSON.stringify(server.journal)).not.toContain(server.credentials.token);
    expect(server.journal.at(-1)).toMatchObject({ method: 'GET', path: '/wiki/api/v2/spaces', status: 200 });
  });

  it('makes short links as the real one does', async () => {
    const world = smallWikiWorld();
    Object.assign(world.wikis?.pages[0] ?? {}, { vendorId: '98400' });
    const server = await startConfluence(world, { now: endsAt });
    ends.push(() => server.close());
    const { email, token } = server.credentials;
    const authorization = `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;
    const answer = await fetch(`${server.url}/wiki${pages}/98400`, { headers: { authorization } });
    // Recorded: rest-pages-page-1, id "98400".
    expect(((await answer.json()) as Json)._links.tinyui).toBe('/x/YIAB');
  });

  it('reads out a page to whoever opens its link, and nothing of one that is gone', async () => {
    const { server, ask } = await start();
    const { _links } = await ask(`${pages}/100001`);
    expect(_links.base).toBe(`${server.url}/wiki`);
    const opened = await fetch(_links.base + _links.webui);
    expect(await opened.text()).toContain('O3: Interfaces &amp; more');
    server.change({ type: 'trash', page: 'confluence-strategy' });
    expect((await fetch(_links.base + _links.webui)).status).toBe(404);
  });
});
