import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launch, openPage, until } from './helpers/browser.ts';
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
});
afterEach(async () => {
  await page.context().close();
  await api.stop();
});

const open = async () => {
  ({ page } = await openPage(browser, api.url));
  await page.getByRole('heading', { name: 'How good are the links?' }).waitFor();
};
/** Beside that the Overview was looked at. */
const sent = () =>
  api.state.sent.filter(({ path }) => path !== '/alignment/looks').map(({ path, body }) => [path, body]);

describe('how good the links are', () => {
  it('is said by month, and the table has the same numbers', async () => {
    await open();
    await page.getByText(/^Of 117 links that people decided on in twelve months 103 were right/).waitFor();
    const worst = page.getByRole('listitem').filter({ hasText: /^Nov 2026/ });
    await until(() => worst.textContent()).toMatch(/69\s%\s?of 16/);
    await page.getByRole('button', { name: 'Show as a table (How good are the links?)' }).click();
    const row = page.getByRole('row').filter({ hasText: 'Nov 2026' });
    const cells = async () =>
      (await row.getByRole('cell').allTextContents()).map((text) => text.replaceAll(/\s/g, ' '));
    await until(cells).toEqual(['16', '11', '69 %', '44 %', '86 %']);
  });

  it('has a moved threshold put back by an owner with one click, and taken back with one more', async () => {
    await open();
    await page.getByText(/now needs a likelihood of 0.74/).waitFor();
    await page.getByRole('button', { name: 'Back to 0.70' }).click();
    await until(() => page.getByRole('button', { name: 'Back to 0.70' }).count()).toBe(0);
    expect(sent()).toEqual([['/links/thresholds', { name: 'structural', to: null }]]);
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Back to 0.70' }).waitFor();
    expect(sent().at(-1)).toEqual(['/links/thresholds', { name: 'structural', to: 0.74 }]);
  });

  it('is nobody else’s to change', async () => {
    api.state.role = 'leader';
    await open();
    await page.getByText(/now needs a likelihood of 0.74/).waitFor();
    await page.getByText('Ana Sousa').first().waitFor();
    expect(await page.getByRole('button', { name: 'Back to 0.70' }).count()).toBe(0);
  });
});
