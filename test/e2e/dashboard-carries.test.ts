import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launch, openPage, until } from './helpers/browser.ts';
import { type FakeApi, startFakeApi } from './helpers/fake-api.ts';

const LOOKS =
  'is a catch-all: its 84 tasks have no more in common with each other than any others: 0.03 against 0.11 elsewhere';
const ID = 'jira.1000';

let api: FakeApi;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launch();
});

afterAll(() => browser.close());

beforeEach(async () => {
  api = await startFakeApi();
  const drawer = {
    ...{ isContainer: true, childCount: 84, flag: null, lines: [], tried: [] },
    carries: { says: 'carries-nothing', because: LOOKS, decidedBy: null },
  } as const;
  api.state.tasks = api.state.tasks.map((task) =>
    task.id === ID ? { ...task, ...drawer, lines: [], tried: [] } : task,
  );
});

afterEach(async () => {
  await page.context().close();
  await api.stop();
});

const open = async () => {
  ({ page } = await openPage(browser, `${api.url}/tasks/${ID}`));
};
const sent = () => api.state.sent.map(({ path, body }) => [path, body]);

describe('a parent that looks like a catch-all', () => {
  it('says so with its reason, is overruled with one click, and the word is taken back with one more', async () => {
    await open();
    await page.getByText(`Carries no goal down to its tasks. It ${LOOKS}.`).waitFor();
    await page.getByRole('button', { name: 'It does carry its goal' }).click();
    await page.getByText('Carries its goals down to its tasks, said Ana Sousa.').waitFor();
    await until(sent).toEqual([[`/tasks/${ID}/carries`, { says: 'carries' }]]);
    await page.getByRole('button', { name: 'Carries nothing' }).waitFor();

    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'It does carry its goal' }).waitFor();
    await until(() => sent().at(-1)).toEqual([`/tasks/${ID}/carries/undo`, { decisionId: 1 }]);
  });

  it('shows its reason to everybody, and the button to owners and leaders alone', async () => {
    api.state.role = 'member';
    await open();
    await page.getByText(`Carries no goal down to its tasks. It ${LOOKS}.`).waitFor();
    await page.getByText('Ana Sousa').first().waitFor();
    expect(await page.getByRole('button', { name: 'It does carry its goal' }).count()).toBe(0);
  });
});
