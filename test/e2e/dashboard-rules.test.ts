import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findFlawsInEveryLook, launch, openPage, settled, until } from './helpers/browser.ts';
import { type FakeApi, startFakeApi } from './helpers/fake-api.ts';

let api: FakeApi;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  api = await startFakeApi();
  ({ page } = await openPage(browser, `${api.url}/favicon.svg`));
});
afterEach(async () => {
  await page.context().close();
  await api.stop();
});

const open = async () => {
  await page.goto(`${api.url}/rules`);
  await settled(page);
};
const names = () => page.getByRole('region', { name: 'In the order they are tried' }).locator('li strong');
const order = () => names().allTextContents();
const sent = (method: string) =>
  api.state.sent.filter((one) => one.method === method && one.path.startsWith('/rules/'));

describe('a rule', () => {
  it('shows what it would catch while it is written, and is added only when it is sent', async () => {
    await open();
    await page.getByRole('button', { name: 'Make a rule' }).click();
    await page.getByLabel('Words in title or description').fill('ward');
    await page.getByLabel('Leads to').selectOption('KR2.1');
    const preview = page.getByRole('region', { name: 'What it would catch' });
    await preview.getByText('“ward” in the title').first().waitFor();
    const told = await preview.textContent();
    expect(told).toContain('besides 2 tasks that an earlier rule takes');
    expect(told).toMatch(/55\.0.% now, about 61\.0.% with it/);
    expect(await order()).toEqual(['Rule 1', 'Rule 2', 'Rule 3']);
    await page.getByRole('button', { name: 'Add it as the last' }).click();
    await until(order).toEqual(['Rule 1', 'Rule 2', 'Rule 3', 'Rule 4']);
    expect(api.state.sent.find(({ method, path }) => method === 'POST' && path === '/rules')?.body).toEqual({
      when: { text: 'ward' },
      leadsTo: 'KR2.1',
    });
  });

  it('is moved by keyboard, and keeps its number', async () => {
    await open();
    await page.getByRole('button', { name: /^Earlier.*Rule 3/ }).focus();
    await page.keyboard.press('Enter');
    await until(order).toEqual(['Rule 1', 'Rule 3', 'Rule 2']);
    expect(sent('PATCH')[0]).toMatchObject({ path: '/rules/rule-3', body: { position: 2 } });
  });

  it('is removed with one click, and is back with the next', async () => {
    await open();
    await page.getByRole('button', { name: /^Remove.*Rule 2/ }).click();
    await until(order).toEqual(['Rule 1', 'Rule 3']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await until(order).toEqual(['Rule 1', 'Rule 2', 'Rule 3']);
  });

  it('is reworded in its place', async () => {
    await open();
    await page.getByRole('button', { name: /^Edit.*Rule 3/ }).click();
    await page.getByRole('form', { name: 'Reword Rule 3' }).getByLabel('Label').fill('ops');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('label ops and text “ward”').waitFor();
    expect(sent('PATCH')[0]?.body).toEqual({ when: { text: 'ward', label: 'ops' }, leadsTo: 'KR2.2' });
  });
});

it('are read by leaders, and changed by owners alone', async () => {
  api.state.role = 'leader';
  await open();
  await page.getByText('Only owners change them.').waitFor();
  expect(await page.getByRole('button', { name: /^(Make|Edit|Remove|Earlier)/ }).count()).toBe(0);
});

it('has no barrier, in the light and in the dark, wide and narrow, while a rule is written', async () => {
  const other = await openPage(browser, `${api.url}/rules`);
  await settled(other.page);
  await other.page.getByRole('button', { name: /^Edit.*Rule 3/ }).click();
  await other.page.getByRole('region', { name: 'What it would catch' }).getByRole('listitem').first().waitFor();
  expect(await findFlawsInEveryLook(other.page)).toEqual([]);
  expect(other.faults).toEqual([]);
  await other.page.context().close();
});
