import { describe, expect, it } from 'vitest';
import { importFiles } from '../../../src/demo/organisation/import-files.ts';
import { makeWorld } from '../../../src/demo/organisation/make-world.ts';
import { withConfluenceAt } from '../../../src/demo/organisation/wikis/addresses.ts';
import { stateAt } from '../../../src/demo/state.ts';
import { pageAt } from '../../../src/demo/wiki-state.ts';
import type { SimPage, SimWiki } from '../../../src/demo/wiki-world.ts';
import type { World } from '../../../src/demo/world.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
const seeds = ['plumb', 'line', 'third'];
const worlds = new Map(seeds.map((seed) => [seed, makeWorld({ seed, now })]));

const pagesOf = (world: World, wiki: SimWiki) => (world.wikis?.pages ?? []).filter((page) => page.wiki === wiki);
const textOf = (page: SimPage) => JSON.stringify(pageAt(page, now)?.content);

describe.each(seeds)('the wikis of seed %s', (seed) => {
  const world = worlds.get(seed) as World;

  it('are the same each time, with ids that no other page has', () => {
    expect(JSON.stringify(makeWorld({ seed, now }).wikis)).toBe(JSON.stringify(world.wikis));
    const ids = (world.wikis?.pages ?? []).map(({ vendorId }) => vendorId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('hold more than goals: archived, trashed, empty and foreign pages, and twenty rows and pages in Notion', () => {
    const confluence = pagesOf(world, 'confluence').map((page) => pageAt(page, now));
    expect(confluence.length).toBeGreaterThanOrEqual(10);
    const statuses = confluence.map((state) => state?.status);
    expect(statuses).toEqual(expect.arrayContaining(['current', 'archived', 'trashed']));
    expect(confluence.some((state) => state?.content.length === 0)).toBe(true);
    expect(confluence.some((state) => state?.title.startsWith('Bereitschaft'))).toBe(true);
    expect(pagesOf(world, 'notion').length).toBeGreaterThanOrEqual(26);
  });

  it('have every goal before the recorded history begins', () => {
    const isThere = (page: SimPage) => page.createdAt < world.startsAt;
    expect(pagesOf(world, 'confluence').some((page) => isThere(page) && textOf(page).includes('KR3.1: FHIR'))).toBe(
      true,
    );
    const rows = pagesOf(world, 'notion').filter(({ initial }) => String(initial.cells.Key).match(/^(O4|KR4)/));
    expect(rows.map(({ initial }) => initial.cells.Key)).toEqual(['O4', 'KR4.1', 'KR4.2', 'KR4.3']);
    expect(rows.every(isThere)).toBe(true);
  });

  it('name four to six issues under one key result, and cards or tasks under another, each of which it truly serves', () => {
    const issues = pagesOf(world, 'confluence').flatMap((page) => [...textOf(page).matchAll(/"issue":"([^"]+)"/g)]);
    const links = pagesOf(world, 'notion').flatMap((page) => [...textOf(page).matchAll(/"link":"([^"]+)"/g)]);
    const workedOn = (wiki: SimWiki) => /Work under (KR\d\.\d)/.exec(JSON.stringify(pagesOf(world, wiki)))?.[1];
    const serves = (name: string) => {
      const task = world.tasks.find(
        ({ key, vendorId }) => key === name || name.endsWith(`/${key}`) || name.endsWith(`/${vendorId}`),
      );
      const truth = world.truth.get(task?.id ?? '');
      return truth?.is === 'serves' ? truth.goals : [];
    };
    expect(issues.length).toBeGreaterThanOrEqual(4);
    expect(issues.length).toBeLessThanOrEqual(6);
    for (const [, key = ''] of issues) expect(serves(key)).toEqual([workedOn('confluence')]);
    expect(links.length).toBeGreaterThanOrEqual(3);
    expect(links.length).toBeLessThanOrEqual(5);
    for (const [, url = ''] of links) expect(serves(url)).toEqual([workedOn('notion')]);
  });

  it('are linked to by six tasks that serve what the page states, whatever became of those tasks since', () => {
    const addresses = (world.wikis?.pages ?? []).map(({ vendorId }) => vendorId.replaceAll('-', ''));
    const linked = world.tasks.flatMap((task) => {
      const { text = '', attachments = [] } = stateAt(task, now) ?? task.initial;
      const found = /https:\S+(?:atlassian|notion)\S+/.exec(
        [text, ...attachments.map(({ url }) => url)].join(' '),
      )?.[0];
      return found === undefined ? [] : [{ task, page: found.split('/').at(-1) ?? '' }];
    });
    expect(linked).toHaveLength(6);
    for (const { task, page } of linked) {
      const truth = world.truth.get(task.id);
      expect(addresses).toContain(page);
      const row = world.wikis?.pages.find(({ vendorId }) => vendorId.replaceAll('-', '') === page)?.initial.cells.Key;
      expect(truth).toMatchObject({ is: 'serves', goals: [row ?? expect.stringMatching(/^KR3\.[12]$/)] });
      // Whoever reads no wiki sees the same: the work was aligned before.
      expect(truth).not.toMatchObject({ clue: 'text' });
      expect(truth).not.toMatchObject({ clue: 'nothing' });
    }
    expect(linked.map(({ task }) => task.tool)).toEqual(expect.arrayContaining(['jira', 'trello']));
  });

  it('are left where they are, and the links to Confluence led to where it listens', () => {
    const led = withConfluenceAt(world, 'http://127.0.0.1:4711');
    const said = JSON.stringify(led.tasks);
    expect(said).toContain('http://127.0.0.1:4711/wiki/spaces/STRAT/pages/');
    expect(said).not.toContain('larkfield.atlassian.net/wiki');
    expect(led.wikis).toBe(world.wikis);
    expect(led.tasks.filter((task, at) => task !== world.tasks[at])).toHaveLength(3);
  });
});

describe('a world in which the wikis state part of the goals', () => {
  it('has all others in its file, and the whole file for those who ask for nothing', () => {
    const world = worlds.get('plumb') as World;
    const keys = (options?: Parameters<typeof importFiles>[1]) =>
      importFiles(world, options)
        .goals.trim()
        .split('\n')
        .slice(1)
        .map((line) => line.split(',')[0]);
    expect(keys()).toHaveLength(world.goals.length);
    const left = keys({ withoutWikiGoals: true });
    expect(keys().filter((key) => !left.includes(key))).toEqual([
      'O3',
      'O4',
      'KR3.1',
      'KR3.2',
      'KR4.1',
      'KR4.2',
      'KR4.3',
      'KR3.3',
    ]);
  });

  it.each(['2026-01-15', '2026-02-10', '2026-04-30', '2026-07-01'])('is made whole on %s, too', (day) => {
    const world = makeWorld({ seed: 'plumb', tasks: 60, now: Date.parse(`${day}T10:00:00Z`) });
    for (const page of world.wikis?.pages ?? []) {
      const times = [page.createdAt, ...page.events.map(({ at }) => at)];
      expect(times).toEqual([...times].sort((one, other) => one - other));
      expect(times.at(-1)).toBeLessThanOrEqual(world.endsAt);
    }
  });
});
