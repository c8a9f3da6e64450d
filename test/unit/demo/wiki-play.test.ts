import { afterEach, describe, expect, it } from 'vitest';
import { startConfluence } from '../../../src/demo/confluence/index.ts';
import { startNotion } from '../../../src/demo/notion/index.ts';
import { pageAt } from '../../../src/demo/wiki-state.ts';
import { startReceiver } from './receiver.ts';
import { smallWikiWorld } from './small-wiki.ts';
import { endsAt } from './small-world.ts';

const starts = { confluence: startConfluence, notion: startNotion };
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function start(wiki: keyof typeof starts) {
  const world = smallWikiWorld();
  const server = await starts[wiki](world, { now: endsAt });
  ends.push(() => server.close());
  const send = (form: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/demo/change`, {
      method: 'POST',
      body: new URLSearchParams({ page: `${wiki}-strategy`, ...form }),
      redirect: 'manual',
      headers,
    });
  const show = async (path = '/demo/') => (await fetch(`${server.url}${path}`)).text();
  const pageOf = (id: string) => world.wikis?.pages.find((page) => page.id === `${wiki}-${id}`);
  const stateOf = (id: string) => {
    const page = pageOf(id);
    return page ? pageAt(page, Number.MAX_SAFE_INTEGER) : null;
  };
  return { world, server, send, show, pageOf, stateOf };
}

describe.each(['confluence', 'notion'] as const)('the page of the simulated %s', (wiki) => {
  it('lists pages to anybody on this machine, without any script, and opens one to be edited', async () => {
    const { show } = await start(wiki);
    const listed = await show();
    expect(listed).toContain('Strategy, reworded');
    expect(listed).not.toContain('<script');
    expect(await show(`/demo/?page=${wiki}-strategy`)).toContain('value="KR3.1 Messages lost"');
  });

  it('edits a key result and adds one, and leaves every other cell as it is', async () => {
    const { send, stateOf } = await start(wiki);
    const title = 'Strategy, reworded';
    const edited = await send({ action: 'save', title, 't2-1-2': '4', 't2-2-0': 'KR3.2 New one', 't2-2-1': '1' });
    expect(edited.status).toBe(303);
    expect(stateOf('strategy')?.content[2]).toMatchObject({
      rows: [
        ['Key result', 'From', 'To', 'Due', 'Owner'],
        ['KR3.1 Messages lost', '42', '4', [{ day: '2026-12-31' }], 'p1@example.com'],
        ['KR3.2 New one', '1', '', '', ''],
      ],
    });
  });

  it('trashes, restores, hides and shows a page, and makes a new one', async () => {
    const { send, stateOf, pageOf, world } = await start(wiki);
    await send({ action: 'trash' });
    expect(stateOf('strategy')?.status).toBe('trashed');
    await send({ action: 'restore' });
    expect(stateOf('strategy')?.status).toBe('current');
    await send({ action: 'hide-page' });
    expect(pageOf('strategy')?.hiddenAt).toBe(endsAt + 2);
    await send({ action: 'show-page' });
    expect(pageOf('strategy')?.hiddenAt).toBeNull();
    await send({ action: 'create', title: 'O9: Brand new', space: `${wiki}-one` });
    expect(world.wikis?.pages.at(-1)).toMatchObject({
      wiki,
      spaceId: `${wiki}-one`,
      initial: { title: 'O9: Brand new' },
    });
  });

  it('takes access to a space away and gives it back', async () => {
    const { send, world } = await start(wiki);
    const space = () => world.wikis?.spaces.find(({ id }) => id === `${wiki}-one`);
    await send({ action: 'lose-access', space: `${wiki}-one` });
    expect(space()?.hiddenAt).toBe(endsAt);
    await send({ action: 'regain-access', space: `${wiki}-one` });
    expect(space()?.hiddenAt).toBeNull();
  });

  it('says in words what it cannot do, and takes no form from another origin', async () => {
    const { send } = await start(wiki);
    const untouched = await send({ action: 'save', title: 'Strategy, reworded' });
    expect(untouched.status).toBe(400);
    expect(await untouched.text()).toContain('Nothing was changed');
    expect((await send({ action: 'save', title: ' ' })).status).toBe(400);
    expect((await send({ action: 'trash', page: 'none' })).status).toBe(400);
    expect((await send({ action: 'trash' }, { origin: 'https://elsewhere.example' })).status).toBe(403);
  });
});

describe('the page of the simulated notion', () => {
  it('fills a row’s cells, and takes nothing but a number where a number goes', async () => {
    const { send, show, stateOf } = await start('notion');
    expect(await show('/demo/?page=notion-strategy')).toContain('name="cell-From" value="42"');
    const title = 'Strategy, reworded';
    await send({ action: 'save', title, 'cell-From': '40', 'cell-Note': '' });
    expect(stateOf('strategy')?.cells).toMatchObject({ From: 40, To: 5.5 });
    expect(stateOf('strategy')?.cells).not.toHaveProperty('Note');
    expect((await send({ action: 'save', title, 'cell-From': 'many' })).status).toBe(400);
  });

  it('makes a webhook by hand: the address, then the token that arrived there', async () => {
    const receiver = await startReceiver();
    ends.push(() => receiver.close());
    const { server, send, show } = await start('notion');
    expect((await send({ action: 'subscribe', url: receiver.url })).status).toBe(303);
    await server.settled();
    const [{ verification_token }] = receiver.bodies<{ verification_token: string }>() as [
      { verification_token: string },
    ];
    expect(await show()).toContain('waits for its token');
    expect((await send({ action: 'confirm', token: 'secret_other' })).status).toBe(400);
    expect((await send({ action: 'confirm', token: verification_token })).status).toBe(303);
    expect(await show()).toContain('told of changes');
    expect((await send({ action: 'subscribe', url: 'nowhere' })).status).toBe(400);
  });
});
