import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launch, openPage, settled, until } from './helpers/browser.ts';
import { type FakeApi, startFakeApi } from './helpers/fake-api.ts';

const TASKS = 5_000;
const ROWS_MAX = 200;

let api: FakeApi;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

beforeEach(async () => {
  api = await startFakeApi(TASKS);
  ({ page } = await openPage(browser, `${api.url}/unaligned?state=all`));
  await settled(page);
});

afterEach(async () => {
  await page.context().close();
  await api.stop();
});

const row = (line: number) => page.locator(`tr[aria-rowindex="${line}"]`);
const drawn = () => page.locator('tr').count();
const place = () => page.locator('[data-place]').textContent();
const order = async (query = '') => {
  const answer = await page.request.get(`${api.url}/api/v1/tasks/order?state=&sort=-age${query}`);
  return (await answer.json()).groups.map(({ ids, ...group }: { ids: string }) => ({ ...group, ids: ids.split('\n') }));
};
const scrollTo = (share: number) =>
  page.evaluate((part) => window.scrollTo(0, part * (document.body.scrollHeight - window.innerHeight)), share);
/** Where a row's top stands on the screen. */
const topOf = (id: string) => page.locator(`tr[data-task="${id}"]`).evaluate((one) => one.getBoundingClientRect().top);
/** The first row that no bar covers. */
const firstSeen = () =>
  page.evaluate(() => {
    const rows = [...document.querySelectorAll<HTMLElement>('tr[data-task]')];
    return rows.find((one) => one.getBoundingClientRect().top >= 130)?.dataset.task ?? '';
  });

describe('a list of thousands', () => {
  it('can be scrolled to any place of it with at most 200 rows drawn, and says where one is', async () => {
    const [{ ids }] = await order();
    expect(ids).toHaveLength(TASKS);
    for (const share of [0.5, 0.25, 1, 0]) {
      await scrollTo(share);
      await settled(page);
      const at = Math.round(share * (TASKS - 1));
      await until(async () => Math.abs(ids.indexOf(await firstSeen()) - at)).toBeLessThan(60);
      expect(await drawn()).toBeLessThan(ROWS_MAX);
    }
    await scrollTo(1);
    await row(TASKS + 1).waitFor();
    await until(place).toMatch(/^[\d,]+–5,000 of 5,000$/);
    expect(await page.locator('table').getAttribute('aria-rowcount')).toBe(String(TASKS + 1));
  });

  it('shows in each line the task that stands there in the order', async () => {
    const [{ ids }] = await order();
    await scrollTo(0.6);
    await settled(page);
    const seen = await page
      .locator('tr[data-task]')
      .evaluateAll((rows) =>
        rows.map((one) => [
          one.getAttribute('aria-rowindex'),
          one.getAttribute('data-task'),
          one.querySelector('a')?.getAttribute('href'),
        ]),
      );
    expect(seen.length).toBeGreaterThan(20);
    for (const [line, id, href] of seen) {
      expect(id).toBe(ids[Number(line) - 2]);
      expect(href).toBe(`/tasks/${id}`);
    }
  });

  it('walks over the edge of what is drawn by keys, and keeps the focus on the row', async () => {
    const [{ ids }] = await order();
    for (let step = 0; step < 60; step += 1) await page.keyboard.press('j');
    await until(() => page.evaluate(() => document.activeElement?.closest('tr')?.getAttribute('data-task'))).toBe(
      ids[59],
    );
  });

  it('asks for no rows on the way when one scrolls past them', async () => {
    let asked = 0;
    page.on('request', (request) => {
      if (request.url().includes('/tasks/rows')) asked += 1;
    });
    await page.evaluate(async () => {
      for (let at = 0; at < 60; at += 1) {
        window.scrollTo(0, at * 2_000);
        await new Promise((resolve) => requestAnimationFrame(resolve));
      }
    });
    await settled(page);
    expect(await page.locator('tr[data-task] a').count()).toBeGreaterThan(20);
    expect(asked).toBeLessThan(60);
  });
});

describe('groups', () => {
  it('stand in the address, with count and share, and each can be closed and jumped to', async () => {
    await page.getByLabel('Group by').selectOption('team');
    await page.waitForURL('**/unaligned?state=all&group=team');
    await settled(page);
    const groups = await order('&group=team');
    const [first, , third] = groups;
    await page
      .getByRole('rowheader', { name: new RegExp(`${first.name}.*${first.count.toLocaleString('en-GB')} · \\d+`) })
      .waitFor();
    await page.getByLabel('Jump to a group').selectOption('2');
    await until(firstSeen).toBe(third.ids[0]);
    await page.getByRole('button', { name: 'Close all' }).click();
    await page.waitForURL(/closed=/);
    await until(() => page.locator('tr[data-task]').count()).toBe(0);
    await page.getByRole('button', { name: third.name }).click();
    await until(() => page.locator('tr[data-task]').first().getAttribute('data-task')).toBe(third.ids[0]);
    await page.reload();
    await settled(page);
    await until(() => page.locator('tr[data-task]').first().getAttribute('data-task')).toBe(third.ids[0]);
    // Of the closed ones above it only the headings are there.
    expect(await page.locator('tr[data-group]').count()).toBeGreaterThanOrEqual(3);
  });

  it('lead to the page of their team, where the reader may open it', async () => {
    const [{ name, key }] = await order('&group=team');
    await page.goto(`${api.url}/unaligned?state=all&group=team`);
    await page.getByRole('link', { name: `Open the page of ${name}` }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/teams/${key}`);
    api.state.role = 'member';
    await page.goto(`${api.url}/unaligned?state=all&group=team`);
    await page.getByRole('button', { name }).waitFor();
    expect(await page.getByRole('link', { name: /^Open the page of/ }).count()).toBe(0);
  });

  it('can be decided as a whole, in as many calls as it takes, and taken back', async () => {
    await page.goto(`${api.url}/unaligned?state=all&group=tool`);
    await settled(page);
    const [{ name, count, ids }] = await order('&group=tool');
    expect(count).toBeGreaterThan(1_000);
    const states = () => api.state.tasks.filter((task) => ids.includes(task.id)).map((task) => task.flag?.state);
    const before = states();
    await page.getByRole('checkbox', { name: new RegExp(`^Select all [\\d,]+ of ${name}$`) }).click();
    await page.getByText(`${count.toLocaleString('en-GB')} tasks selected`).waitFor();
    await page.getByRole('button', { name: 'Keeps the lights on' }).click();
    await page
      .getByRole('alert')
      .getByText(`${count.toLocaleString('en-GB')} tasks: keeps the lights on.`)
      .waitFor();
    const sent = api.state.sent.filter(({ path }) => path === '/decisions');
    expect(sent).toHaveLength(Math.ceil(count / 500));
    expect(new Set(states())).toEqual(new Set(['ktlo']));
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back.').waitFor();
    expect(states()).toEqual(before);
  });
});

describe('a list under a name', () => {
  it('is kept, found again with its filters and groups, deleted, and brought back', async () => {
    await page.goto(`${api.url}/unaligned?tool=jira&group=team`);
    await settled(page);
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Keep this list as…' }).click();
    await page.getByLabel('Name').fill('Jira by team');
    await page.getByRole('button', { name: 'Keep', exact: true }).click();
    await page.getByRole('button', { name: 'Jira by team' }).waitFor();
    await page.goto(`${api.url}/unaligned`);
    await settled(page);
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Jira by team' }).click();
    await page.waitForURL('**/unaligned?tool=jira&group=team');
    await page.getByRole('button', { name: 'Jira by team' }).click();
    await page.getByRole('menuitem', { name: 'Delete it' }).click();
    await page.getByRole('button', { name: 'Views' }).waitFor();
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Jira by team' }).waitFor();
  });
});

describe('while changes arrive', () => {
  it('keeps every row where it is, shows its new state in place, and announces what is new', async () => {
    await page.goto(`${api.url}/unaligned`);
    await settled(page);
    await until(api.listeners).toBeGreaterThan(0);
    await scrollTo(0.5);
    await settled(page);
    const id = await firstSeen();
    const before = await topOf(id);
    const at = api.state.tasks.findIndex((task) => task.id === id);
    const since = new Date(Date.now() + 86_400_000).toISOString();
    const task = api.state.tasks[at] as (typeof api.state.tasks)[number];
    const flagged = (state: 'aligned' | 'no-why') =>
      ({ state, reason: 'Said meanwhile.', nextAction: 'none', since }) as const;
    api.state.tasks[at] = { ...task, suggestion: null, flag: flagged('aligned') };
    const others = api.state.tasks.filter(({ flag }) => flag?.state === 'aligned').slice(0, 3);
    for (const one of others.filter((other) => other.id !== id))
      api.state.tasks[api.state.tasks.indexOf(one)] = { ...one, flag: flagged('no-why') };
    const news = others.filter((other) => other.id !== id).length;
    api.say({ type: 'flags-changed', tasks: 1 + news });
    await page.getByText(`${news} new since you came, 1 no longer in this list`).waitFor();
    await page.locator(`tr[data-task="${id}"]`).getByText('Said meanwhile.').waitFor();
    expect(await topOf(id)).toBeCloseTo(before, 0);

    const next = await page.evaluate((gone) => {
      const rows = [...document.querySelectorAll<HTMLElement>('tr[data-task]')];
      return rows[rows.findIndex((one) => one.dataset.task === gone) + 1]?.dataset.task ?? '';
    }, id);
    await page.getByRole('button', { name: 'Show the list as it is now' }).click();
    await page.locator(`tr[data-task="${id}"]`).waitFor({ state: 'detached' });
    await page.getByText('no longer in this list').waitFor({ state: 'detached' });
    // Whoever was read stands about where it stood.
    await until(async () => Math.abs((await topOf(next)) - before)).toBeLessThan(120);
  });
});
