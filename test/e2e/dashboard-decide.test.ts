import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launch, openPage, settled, until } from './helpers/browser.ts';
import { type FakeApi, startFakeApi } from './helpers/fake-api.ts';
import { withSecondGoal } from './helpers/fake-tasks.ts';

let api: FakeApi;
let browser: Browser;
let page: Page;

const decisions = () => api.state.sent.filter((sent) => sent.path === '/links').map((sent) => sent.body);
const rows = () => page.locator('tr[data-task]');
const suggested = () => page.locator('tr[data-task]', { has: page.getByRole('button', { name: /^Accept KR2\.1/ }) });
const stateOf = (id: string) => api.state.tasks.find((task) => task.id === id)?.flag?.state;

const unalignedOf = ({ state }: FakeApi) =>
  state.tasks.filter((task) => /suggested|no-why|closed-goal|broken-link/.test(task.flag?.state ?? ''));

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

beforeEach(async () => {
  api = await startFakeApi();
  ({ page } = await openPage(browser, `${api.url}/unaligned?state=suggested`));
  await settled(page);
});

afterEach(async () => {
  await page.context().close();
  await api.stop();
});

describe('one task', () => {
  it('accepts a suggestion with one click, says so in place, and takes it back with one more', async () => {
    const title = (await suggested().first().getByRole('link').first().textContent()) ?? '';
    await suggested()
      .first()
      .getByRole('button', { name: /^Accept KR2\.1/ })
      .click();
    const row = page.locator('tr[data-task]', { hasText: title });
    await row.getByText('Linked to KR2.1').waitFor();
    await until(decisions).toEqual([{ says: 'accepted', items: [{ taskId: expect.any(String), goalKey: 'KR2.1' }] }]);
    const [{ taskId }] = (decisions()[0] as { items: [{ taskId: string }] }).items;
    await until(() => stateOf(taskId)).toBe('aligned');

    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await until(() => stateOf(taskId)).toBe('suggested');
    await row.getByRole('button', { name: /^Accept KR2\.1/ }).waitFor();
  });

  it('that may serve two goals is linked to both on its own page, in one call, and taken back as one', async () => {
    const [first] = api.state.tasks.filter((task) => task.suggestion);
    api.state.tasks = api.state.tasks.map((task) => (task === first ? withSecondGoal(task) : task));
    await page.goto(`${api.url}/tasks/${first?.id}`);
    await settled(page);
    await page.getByRole('button', { name: 'Accept KR1.1' }).waitFor();
    await page.getByRole('button', { name: 'Accept both' }).click();
    const items = ['KR1.1', 'KR2.1'].map((goalKey) => ({ taskId: first?.id, goalKey }));
    await until(decisions).toEqual([{ says: 'accepted', items }]);
    await until(() => stateOf(first?.id ?? '')).toBe('aligned');
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await until(() => stateOf(first?.id ?? '')).toBe('suggested');
    await page.getByRole('button', { name: 'Accept both' }).waitFor();
    await page.keyboard.press('b');
    await until(decisions).toHaveLength(2);
  });

  it('keeps the row where it is until the undo is over, though the flags have changed', async () => {
    const before = await rows().count();
    await until(api.listeners).toBe(1);
    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const countsAsked = () => asked.filter((path) => path === '/api/v1/flags').length;
    const row = rows().first();
    await row.getByRole('button', { name: /^Accept KR2\.1/ }).click();
    await row.getByRole('button', { name: 'Undo' }).waitFor();
    await until(countsAsked).toBe(1);
    api.say({ type: 'flags-changed', tasks: 1 });
    // The counts are asked for again, the rows are not.
    await until(countsAsked).toBe(2);
    expect(asked).not.toContain('/api/v1/tasks/rows');
    await row.getByText('Linked to KR2.1').waitFor();
    expect(await rows().count()).toBe(before);
  });

  it('names the task that could not be changed and shows it as it was', async () => {
    const title = (await suggested().first().getByRole('link').first().getAttribute('title')) ?? '';
    const task = api.state.tasks.find((one) => one.title === title);
    api.state.refused.add(task?.id ?? '');
    await suggested()
      .first()
      .getByRole('button', { name: /^Accept KR2\.1/ })
      .click();
    const toast = page.getByRole('alert').filter({ hasText: 'not changed' });
    await toast.waitFor();
    expect(await toast.textContent()).toContain(task?.key ?? title.slice(0, 20));
    expect(await toast.textContent()).toContain('Somebody else decided it');
    await page
      .locator('tr[data-task]', { hasText: title })
      .getByRole('button', { name: /^Accept KR2\.1/ })
      .waitFor();
  });

  it('takes the change back when the service does not answer, and says what to do', async () => {
    api.state.faulty.add('/links');
    await suggested()
      .first()
      .getByRole('button', { name: /^Not this/ })
      .click();
    await page.getByRole('alert').filter({ hasText: 'It is in the log under this number' }).waitFor();
    await suggested()
      .first()
      .getByRole('button', { name: /^Not this/ })
      .waitFor();
  });

  it('links to another goal, found by its words', async () => {
    await suggested()
      .first()
      .getByRole('button', { name: /^Link to/ })
      .click();
    await page.getByPlaceholder('Find a goal by key or words').fill('own data');
    await page.getByRole('option', { name: /KR2\.2/ }).click();
    await page.getByText('Linked to KR2.2').first().waitFor();
    // The screen says so before the service does.
    await until(decisions).toEqual([{ says: 'accepted', items: [{ taskId: expect.any(String), goalKey: 'KR2.2' }] }]);
  });

  it('offers no closed goal and no vision', async () => {
    await suggested()
      .first()
      .getByRole('button', { name: /^Link to/ })
      .click();
    await page.getByRole('option', { name: /KR1\.1/ }).waitFor();
    const offered = await page.getByRole('listbox', { name: 'Open goals' }).getByRole('option').allTextContents();
    expect(offered.filter((text) => /^(KR4\.3|V1)/.test(text))).toEqual([]);
    expect(offered.length).toBe(6);
  });
});

describe('by keys', () => {
  it('walks with j and k, accepts with a, refuses with r, and undoes with u', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    await rows().nth(0).getByText('Linked to KR2.1').waitFor();
    // Two requests under way may overtake each other.
    await rows().nth(0).getByRole('button', { name: 'Undo' }).waitFor();
    await page.keyboard.press('r');
    await rows().nth(1).getByText('Not KR2.1').waitFor();
    const said = () => decisions().map((body) => (body as { says: string }).says);
    await until(said).toEqual(['accepted', 'rejected']);
    await rows().nth(1).getByRole('button', { name: 'Undo' }).waitFor();
    await page.keyboard.press('u');
    await until(() => api.state.sent.some((sent) => sent.path === '/links/undo')).toBe(true);
  });

  it('selects with x, opens the goals with l, and leaves keys alone while somebody types', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('x');
    await page.getByText('1 task selected').waitFor();
    await page.keyboard.press('l');
    const search = page.getByPlaceholder('Find a goal by key or words');
    await until(() => search.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.type('air');
    expect(await search.inputValue()).toBe('air');
    expect(decisions()).toEqual([]);
    await page.keyboard.press('Escape');
    await search.waitFor({ state: 'hidden' });
    await page.keyboard.press('x');
    await page.getByText('1 task selected').waitFor({ state: 'hidden' });
  });

  it('goes to the search with / and shows the keys with ?', async () => {
    await page.keyboard.press('/');
    await until(() => page.evaluate(() => document.activeElement?.id)).toBe('global-search');
    await page.keyboard.press('Escape');
    await page.locator('h1').click();
    await page.keyboard.press('?');
    await page.getByRole('dialog').getByText('Accept the suggestion').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
  });
});

describe('many tasks', () => {
  it('accepts what is selected in one call, with its count, and undoes all of it', async () => {
    await page.getByRole('checkbox', { name: /^Select all [\d,]+ tasks$/ }).click();
    const count = await rows().count();
    await page.getByRole('button', { name: `Accept ${count} suggestions` }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: `${count} tasks linked to KR2.1` })
      .waitFor();
    expect(decisions()).toHaveLength(1);
    expect((decisions()[0] as { items: unknown[] }).items).toHaveLength(count);
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await until(() => api.state.tasks.filter((task) => task.flag?.state === 'suggested').length).toBe(count);
  });

  it('says which of many failed, and keeps the others', async () => {
    const task = api.state.tasks.find((one) => one.flag?.state === 'suggested');
    api.state.refused.add(task?.id ?? '');
    await page.getByRole('checkbox', { name: /^Select all [\d,]+ tasks$/ }).click();
    const count = await rows().count();
    await page.getByRole('button', { name: /^Not these/ }).click();
    await page.getByRole('alert').filter({ hasText: '1 task not changed' }).waitFor();
    await page
      .getByRole('alert')
      .filter({ hasText: `${count - 1} tasks not linked` })
      .waitFor();
  });

  it('offers only as many acceptances as there are suggestions', async () => {
    await page.goto(`${api.url}/unaligned`);
    await settled(page);
    await page.getByRole('checkbox', { name: /^Select all [\d,]+ tasks$/ }).click();
    const count = unalignedOf(api).filter((task) => task.suggestion).length;
    expect(count).toBeGreaterThan(0);
    await page.getByRole('button', { name: `Accept ${count} suggestions` }).waitFor();
    const total = unalignedOf(api).length;
    await page.getByRole('button', { name: `Link ${total} to…` }).waitFor();
  });
});

describe('more than is on the screen', () => {
  it('selects all that match, keeps the selection while one scrolls, and decides them in one call', async () => {
    await page.goto(`${api.url}/unaligned`);
    await settled(page);
    const total = unalignedOf(api).length;
    await page.getByRole('checkbox', { name: `Select all ${total} tasks` }).click();
    await page.getByText(`${total} tasks selected`).waitFor();
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    await page.locator(`tr[aria-rowindex="${total + 1}"]`).waitFor();
    await page.getByText(`${total} tasks selected`).waitFor();
    await page.getByRole('button', { name: `Link ${total} to…` }).click();
    await page.getByRole('option', { name: /KR1\.2/ }).click();
    await until(decisions).toHaveLength(1);
    expect((decisions()[0] as { items: unknown[] }).items).toHaveLength(total);
  });

  it('says not now with its reason, and takes all of it back with one click', async () => {
    const count = (state: string) => api.state.tasks.filter((task) => task.flag?.state === state).length;
    const [before, others] = [count('suggested'), count('not-now')];
    await page.getByRole('checkbox', { name: `Select all ${before} tasks` }).click();
    await page.getByRole('button', { name: 'Not now…' }).click();
    await page.getByLabel('Why not now').fill('After the audit');
    await page.getByRole('button', { name: 'Not now', exact: true }).click();
    await page.getByRole('alert').getByText(`${before} tasks: not now.`).waitFor();
    const sent = api.state.sent.filter(({ path }) => path === '/decisions').map(({ body }) => body);
    expect(sent).toEqual([{ says: 'not-now', because: 'After the audit', items: expect.any(Array) }]);
    await until(() => count('not-now')).toBe(before + others);
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await until(() => [count('suggested'), count('not-now')]).toEqual([before, others]);
  });
});

describe('on the task itself', () => {
  it('accepts in place and shows the line as it is then', async () => {
    await page.goto(`${api.url}/tasks/jira.1000`);
    await page.getByRole('button', { name: 'Accept KR2.1' }).click();
    await page.getByText('Linked to KR2.1', { exact: true }).waitFor();
    await until(() => stateOf('jira.1000')).toBe('aligned');
    // `u` takes back what the service has confirmed, and the page says when that is.
    await page.getByRole('status').getByRole('button', { name: 'Undo' }).waitFor();
    await page.keyboard.press('u');
    await until(() => stateOf('jira.1000')).toBe('suggested');
    await page.getByRole('button', { name: 'Accept KR2.1' }).waitFor();
  });
});
