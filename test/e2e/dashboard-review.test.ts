import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findFlawsInEveryLook, launch, openPage, settled, until } from './helpers/browser.ts';
import { type FakeApi, startFakeApi } from './helpers/fake-api.ts';
import { makeTask, withSecondGoal } from './helpers/fake-tasks.ts';

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

  it('are asked once of a task that may serve two goals: each may be said yes to, or both, by one key', async () => {
    const [first] = api.state.tasks.filter((task) => task.suggestion);
    api.state.tasks = api.state.tasks.map((task) => (task === first ? withSecondGoal(task) : task));
    await open();
    await question(FIRST).waitFor();
    const also = page.getByRole('list', { name: 'It may serve this too:' }).getByRole('listitem');
    await until(() => also.count()).toBe(1);
    await also.getByRole('link', { name: /^KR1\.1 / }).waitFor();
    await also.getByText('the words “median”, “go-live”, 48 % likely').waitFor();
    await page.getByText('Yes to both counts half of it for each goal, and once in the rate.').waitFor();
    const both = { says: 'accepted', items: ['KR1.1', 'KR2.1'].map((goalKey) => ({ taskId: first?.id, goalKey })) };
    await page.keyboard.press('b');
    await until(decisions).toEqual([both]);
    await page.getByRole('alert').getByText(`${first?.key} linked to KR1.1 and KR2.1.`).waitFor();
    await question(SECOND).waitFor();
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await heading('3 questions wait for you').waitFor();
    await page.keyboard.press('k');
    await question(FIRST).waitFor();
    await page.getByRole('button', { name: 'Yes, both' }).click();
    await until(decisions).toEqual([both, both]);
    await question(SECOND).waitFor();
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await heading('3 questions wait for you').waitFor();
    await page.keyboard.press('k');
    await question(FIRST).waitFor();
    await also.getByRole('button', { name: 'Only KR1.1' }).click();
    await until(() => decisions().at(-1)).toEqual(word('accepted', first?.id ?? '', 'KR1.1'));
  });

  it('say in the list, too, what a task may serve besides, and take a yes to both; there is no such key where one goal is asked about', async () => {
    const [first, second] = api.state.tasks.filter((task) => task.suggestion);
    api.state.tasks = api.state.tasks.map((task) => (task === second ? withSecondGoal(task) : task));
    await open({}, '/review?view=list');
    const rows = page.getByRole('list', { name: 'Questions that wait' }).getByRole('listitem');
    await rows
      .filter({ hasText: SECOND })
      .getByText(/; maybe KR1\.1 .+ too$/)
      .waitFor();
    expect(
      await rows
        .filter({ hasText: first?.key ?? '' })
        .getByRole('button', { name: /^Both/ })
        .count(),
    ).toBe(0);
    await page.keyboard.press('b');
    await page.keyboard.press('a');
    await until(decisions).toEqual([word('accepted', first?.id ?? '')]);
    await rows
      .filter({ hasText: SECOND })
      .getByRole('button', { name: /^Both for / })
      .click();
    await until(() => decisions().length).toBe(2);
    expect(decisions().at(-1)).toMatchObject({ items: [{ goalKey: 'KR1.1' }, { goalKey: 'KR2.1' }] });
  });

  it('show the task’s own words that carried the goal, and what a yes does to the rate', async () => {
    await open();
    const text = page.getByRole('region', { name: 'The task’s own text' });
    await text.waitFor();
    expect(await text.locator('mark').allTextContents()).toEqual(['missing', 'import']);
    await page.getByText(/^Yes moves the rate from 42.9\W%? ?to \d\d\.\d\W%\.$/).waitFor();
    await page.getByRole('button', { name: 'Yes, it serves KR2.1' }).click();
    await question(SECOND).waitFor();
    await page.getByText(/^Yes moves the rate from 47\.6/).waitFor();
  });

  it('stand below each other too, in the same address, walked and answered by keys alone', async () => {
    await open();
    const [first = '', second = '', third = ''] = api.state.tasks.filter((task) => task.suggestion).map(({ id }) => id);
    await page.getByRole('link', { name: 'As a list' }).click();
    const rows = page.getByRole('list', { name: 'Questions that wait' }).getByRole('listitem');
    await until(() => rows.count()).toBe(3);
    expect(new URL(page.url()).search).toBe('?view=list');
    const current = rows.and(page.locator('[aria-current="true"]'));
    await current.filter({ hasText: FIRST }).waitFor();
    await page.keyboard.press('j');
    await current.filter({ hasText: SECOND }).waitFor();
    await page.keyboard.press('r');
    await until(decisions).toEqual([word('rejected', second)]);
    await until(() => rows.count()).toBe(2);
    await current.filter({ hasText: '(20)' }).waitFor();
    await page.keyboard.press('k');
    await current.filter({ hasNotText: '(20)' }).waitFor();
    await page.keyboard.press('a');
    await until(() => decisions().at(-1)).toEqual(word('accepted', first));
    await page.keyboard.press('l');
    await page.getByLabel('Find a goal by key or words').fill('KR1.1');
    await page.getByRole('option', { name: /KR1\.1/ }).click();
    await until(() => decisions().at(-1)).toEqual(word('accepted', third, 'KR1.1'));
    await heading('Nothing to ask you now').waitFor();
  });

  it('are answered with “not now” and its reason, or that it keeps the lights on, by keys, and undone', async () => {
    await open();
    const said = () => api.state.sent.filter((sent) => sent.path === '/decisions').map((sent) => sent.body);
    await page.keyboard.press('n');
    await page.getByLabel('Why not now').fill('go-live comes first');
    await page.getByLabel('We look again on').fill('2027-01-11');
    await page.getByRole('button', { name: 'Not now', exact: true }).click();
    await question(SECOND).waitFor();
    await until(said).toEqual([
      { says: 'not-now', items: [{ taskId: 'jira.1000' }], because: 'go-live comes first', revisitOn: '2027-01-11' },
    ]);
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await heading('3 questions wait for you').waitFor();
    await page.goto(`${api.url}/review?view=list`);
    await settled(page);
    await page.keyboard.press('o');
    await until(() => said().at(-1)).toEqual({ says: 'ktlo', items: [{ taskId: 'jira.1000' }] });
    await heading('2 questions wait for you').waitFor();
  });

  it('are undone each on its own, the earlier one too', async () => {
    await open();
    await page.keyboard.press('a');
    await question(SECOND).waitFor();
    await page.keyboard.press('a');
    await heading('One question waits for you').waitFor();
    await until(() => page.getByRole('alert').count()).toBe(2);
    const earlier = page.getByRole('alert').filter({ hasText: 'ONB-1000' });
    await earlier.getByRole('button', { name: 'Undo' }).click();
    await until(() => api.state.tasks.filter((task) => task.flag?.state === 'suggested').map(({ id }) => id)).toEqual(
      expect.arrayContaining(['jira.1000']),
    );
    await heading('2 questions wait for you').waitFor();
  });

  it('are answered with yes all at once from a likelihood on, with what that does to the rate, and undone as one', async () => {
    const [first, second] = api.state.tasks.filter((task) => task.suggestion);
    for (const task of [first, second]) if (task?.suggestion) task.suggestion.likelihood = 0.9;
    await open({}, '/review?from=80');
    await page
      .getByText(/^2 questions are at least 80\s% likely; yes to all moves the rate from .* to .*\.$/)
      .waitFor();
    await page.getByRole('button', { name: 'Yes to all 2' }).click();
    await until(decisions).toEqual([
      {
        says: 'accepted',
        items: [first, second].map((task) => ({ taskId: task?.id, goalKey: 'KR2.1' })),
      },
    ]);
    await page.getByText('No question is at least 80 % likely.').waitFor();
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await until(() => api.state.tasks.filter((task) => task.flag?.state === 'suggested').length).toBe(3);
    await page.getByText(/^2 questions are at least 80\s% likely/).waitFor();
  });

  it('are narrowed with the slider, by keys, and in words where no percentage can be trusted', async () => {
    await open();
    await page.getByRole('slider').focus();
    await page.keyboard.press('End');
    await page.getByText('No question is at least 95 % likely.').waitFor();
    expect(new URL(page.url()).search).toBe('?from=95');
    api.state.isCalibrated = false;
    await page.goto(`${api.url}/review`);
    await settled(page);
    expect(await page.getByRole('slider').count()).toBe(0);
    await page.getByRole('checkbox', { name: 'Only the likely ones' }).check();
    await page.getByRole('status').filter({ hasText: '3 questions are likely' }).waitFor();
    expect(new URL(page.url()).search).toBe('?from=60');
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

describe('a task whose sources name different goals', () => {
  const CONTRADICTING = 'Retry failed HL7 messages in order';
  const which = () => page.getByRole('heading', { level: 2, name: `Which goal does “${CONTRADICTING}” serve?` });
  const chosen = (...words: ['accepted' | 'rejected', string][]) => ({
    says: words.some(([says]) => says === 'accepted') ? 'accepted' : 'rejected',
    items: words.map(([says, goalKey]) => ({ taskId: makeTask(2).id, goalKey, says })),
  });

  beforeEach(async () => {
    const flag = api.state.tasks[2]?.flag;
    if (flag) flag.nextAction = 'choose-goal';
    await open();
    await which().waitFor();
  });

  it('is asked about first, each goal with what names it and its key', async () => {
    await heading('4 questions wait for you').waitFor();
    await page.getByText('Stated: label okr:kr2.1; it counts here meanwhile').waitFor();
    await page.getByText('Inherited: epic ONB-40 “Self-service import”').waitFor();
    await page.keyboard.press('j');
    await question(FIRST).waitFor();
    await page.keyboard.press('k');
    await which().waitFor();
  });

  it.each([
    ['1', chosen(['rejected', 'KR1.1'], ['accepted', 'KR2.1']), 'linked to KR2.1, not to KR1.1.'],
    ['2', chosen(['rejected', 'KR2.1'], ['accepted', 'KR1.1']), 'linked to KR1.1, not to KR2.1.'],
    ['b', chosen(['accepted', 'KR2.1'], ['accepted', 'KR1.1']), 'linked to KR2.1 and KR1.1.'],
    ['0', chosen(['rejected', 'KR2.1'], ['rejected', 'KR1.1']), 'not linked to KR2.1 and KR1.1'],
  ] as const)('is settled with the key %s in one call, and asked again after its undo', async (key, sent, told) => {
    await page.keyboard.press(key);
    await until(decisions).toEqual([sent]);
    await question(FIRST).waitFor();
    await page.getByRole('alert').filter({ hasText: told }).getByRole('button', { name: 'Undo' }).click();
    await heading('4 questions wait for you').waitFor();
    expect(api.state.tasks[2]?.flag?.nextAction).toBe('choose-goal');
  });

  it('is answered in the list as well', async () => {
    await page.getByRole('link', { name: 'As a list' }).click();
    await page.getByRole('button', { name: /^Only KR1\.1 for/ }).click();
    await until(decisions).toEqual([chosen(['rejected', 'KR2.1'], ['accepted', 'KR1.1'])]);
  });
});

it('the page has no barrier, one heading and no sideways scrolling, wide and narrow, light and dark, with questions and without', async () => {
  await open();
  const expectNoBarrier = async () => {
    expect(await findFlawsInEveryLook(page)).toEqual([]);
    await until(() => page.title()).toMatch(/^Review/);
  };
  await question(FIRST).waitFor();
  await expectNoBarrier();
  const flag = api.state.tasks[2]?.flag;
  if (flag) flag.nextAction = 'choose-goal';
  api.state.tasks = api.state.tasks.map((task) => (task.suggestion ? withSecondGoal(task) : task));
  for (const address of ['/review', '/review?view=list', '/review?view=list&from=60']) {
    await page.goto(`${api.url}${address}`);
    await settled(page);
    await expectNoBarrier();
  }
  if (flag) flag.nextAction = 'none';
  api.state.isCalibrated = false;
  await page.goto(`${api.url}/review`);
  await question(FIRST).waitFor();
  await expectNoBarrier();
  api.state.tasks = api.state.tasks.filter((task) => !task.suggestion);
  await page.reload();
  await heading('Nothing to ask you now').waitFor();
  await expectNoBarrier();
  expect(faults).toEqual([]);
});
