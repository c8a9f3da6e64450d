import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, it } from 'vitest';
import { launch, openPage, settled, until } from './helpers/browser.ts';
import { type FakeApi, startFakeApi } from './helpers/fake-api.ts';

let api: FakeApi;
let browser: Browser;

beforeAll(async () => {
  [api, browser] = await Promise.all([startFakeApi(), launch()]);
});
afterAll(async () => {
  await browser.close();
  await api.stop();
});

it.each([
  ['en-GB', /^week \d+, \d+ [A-Z][a-z]+ to \d+ [A-Z][a-z]+/, '99.98\u202f%'],
  ['en-US', /^week of [A-Z][a-z]+ \d+, [A-Z][a-z]+ \d+ to [A-Z][a-z]+ \d+/, '99.98\u202f%'],
  ['de-DE', /^week \d+, \d+ [A-Z][a-z]+ to \d+ [A-Z][a-z]+/, '99,98\u202f%'],
] as const)(
  'a reader with %s gets days, weeks and numbers as written there, in English words',
  async (locale, week, number) => {
    const { page } = await openPage(browser, `${api.url}/`, { locale });
    await settled(page);
    await page.getByRole('button', { name: 'Show as a table (Since when?)' }).click();
    const weeks = page.getByRole('table').getByRole('rowheader');
    await until(() => weeks.first().textContent()).toMatch(week);
    await page.goto(`${api.url}/goals/KR1.1`);
    await settled(page);
    await until(() => page.locator('main').textContent()).toContain(number);
    await page.context().close();
  },
);
