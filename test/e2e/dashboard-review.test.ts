import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBarriers, launch, openPage, overflowOf, settled, until } from './helpers/browser.ts';
import { type FakeApi, startFakeApi } from './helpers/fake-api.ts';

let api: FakeApi;
let browser: Browser;
let page: Page;
let faults: string[];

const decisions = () => api.state.sent.filter((sent) => sent.path === '/links').map((sent) => sent.body);
const word = (says: 'accepted' | 'rejected', taskId: string, goalKey = 'KR2.1') => ({
  says,
  items: [{ taskId, goalKey }],
});
const question = (title: string) => page.getByRole('heading', { level: 2, name: `Does “${title}” serve KR2.1?` });
const heading = (words: string) => page.getByRole('heading', { level: 1, name: words, exact: true });
const FIRST = 'Validate CSV headers before upload';
const SECOND = 'Validate CSV headers before upload (10)';

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

beforeEach(async () => {
  // Of thirty tasks three wait for a decision.
  api = await startFakeApi(30);
});

afterEach(async () => {
  await page.context().close();
  await api.stop();
});

const open = async (look: Parameters<typeof openPage>[2] = {}, path = '/review') => {
  ({ page, faults } = await openPage(browser, `${api.url}${path}`, look));
  await settled(page);
};

describe('the questions that wait', () => {
  it('come one at a time, the one that teaches most first, with why it is asked and what its answer decides', async () => {
    await open({}, '/');
    await page.getByRole('link', { name: 'Review 3 questions' }).click();
    await question(FIRST).waitFor();
    await heading('3 questions wait for you').waitFor();
    await page.getByText('No task is known to serve KR2.1 yet.').waitFor();
    await page.getByText(/the words “median”, “go-live”, \S/).waitFor();
    await page.getByText('Your answer decides 38 more: other tasks without a goal read like this one.').waitFor();
    const list = page.getByRole('navigation', { name: 'Questions that wait' });
    expect(await list.getByRole('button').count()).toBe(3);
    await list.getByRole('button', { name: `${SECOND} KR2.1, decides 1 more` }).click();
    await question(SECOND).waitFor();
    await page.getByText('Your answer decides 1 more: another task without a goal reads like this one.').waitFor();
  });

  it('are answered with one click, and the next one follows; an answer is taken back with one more', async () => {
    await open();
    await page.getByRole('button', { name: 'Yes, it serves KR2.1' }).click();
    await question(SECOND).waitFor();
    await heading('2 questions wait for you').waitFor();
    await until(decisions).toEqual([word('accepted', 'jira.1000')]);
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await heading('3 questions wait for you').waitFor();
    expect(api.state.tasks[0]?.flag?.state).toBe('suggested');
  });

  it('are answered by keys, put off, and answered with another goal, until none is left', async () => {
    await open();
    const [, second = '', third = ''] = api.state.tasks.filter((task) => task.suggestion).map(({ id }) => id);
    await page.getByRole('button', { name: 'Later' }).click();
    await question(SECOND).waitFor();
    await page.keyboard.press('r');
    await until(decisions).toEqual([word('rejected', second)]);
    await heading('2 questions wait for you').waitFor();
    await page.getByRole('button', { name: 'Another goal…' }).click();
    await page.getByLabel('Find a goal by key or words').fill('KR1.1');
    await page.getByRole('option', { name: /KR1\.1/ }).click();
    await until(() => decisions().at(-1)).toEqual(word('accepted', third, 'KR1.1'));
    await question(FIRST).waitFor();
    await page.keyboard.press('a');
    await heading('Nothing to ask you now').waitFor();
    await until(() => decisions().length).toBe(3);
  });

  it('are asked again where the answer could not be kept', async () => {
    api.state.refused.add('jira.1000');
    await open();
    await page.getByRole('button', { name: 'No, not KR2.1' }).click();
    await page.getByText('Somebody else decided it a moment ago.').waitFor();
    await heading('3 questions wait for you').waitFor();
  });

  it('say so where they cannot be read', async () => {
    api.state.faulty.add('/links/review');
    await open();
    await heading('The questions could not be read').waitFor();
    api.state.faulty.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await question(FIRST).waitFor();
  });
});

describe.each([
  { width: 1440, scheme: 'light' },
  { width: 1440, scheme: 'dark' },
  { width: 390, scheme: 'light' },
  { width: 390, scheme: 'dark' },
] as const)('at $width pixels, $scheme', (look) => {
  it('the page has no barrier, one heading and no sideways scrolling, with questions and without', async () => {
    await open(look);
    const expectNoBarrier = async () => {
      expect(await findBarriers(page)).toEqual([]);
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      expect(await page.locator('h1').count()).toBe(1);
      await until(() => page.title()).toMatch(/^Review/);
    };
    await question(FIRST).waitFor();
    await expectNoBarrier();
    api.state.tasks = api.state.tasks.filter((task) => !task.suggestion);
    await page.reload();
    await heading('Nothing to ask you now').waitFor();
    await expectNoBarrier();
    expect(faults).toEqual([]);
  });
});
