import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launch, openPage, settled, until } from './helpers/browser.ts';
import { type FakeApi, startFakeApi } from './helpers/fake-api.ts';

let api: FakeApi;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  [api, browser] = await Promise.all([startFakeApi(), launch()]);
});

afterAll(async () => {
  await browser.close();
  await api.stop();
});

beforeEach(async () => {
  ({ page } = await openPage(browser, `${api.url}/`));
  await settled(page);
});

afterEach(() => page.context().close());

const search = () => page.locator('#global-search');
const total = async () => {
  const text = (await page.locator('[data-place]').textContent()) ?? '';
  return Number(/([\d,]+)$/.exec(text)?.[1]?.replaceAll(',', ''));
};

describe('the search', () => {
  it('jumps straight to the task of a pasted URL', async () => {
    await search().focus();
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text/plain', 'https://tools.example/jira/1006');
      document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
    });
    await page.waitForURL('**/tasks/jira.1006');
    await page.getByRole('heading', { level: 1, name: /Spike: voice notes/ }).waitFor();
  });

  it('jumps to the only hit of a key with Enter', async () => {
    await search().fill('onb-1009');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/tasks/jira.1009');
  });

  it('jumps to a goal by its key', async () => {
    await search().fill('kr2.2');
    await page.getByRole('option', { name: /KR2\.2/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/goals/KR2.2');
  });

  it('lists hits for words, chosen by arrow keys, and all of them one option away', async () => {
    await search().fill('cut-over');
    await page.getByRole('option', { name: /All 13 tasks/ }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/tasks/**');
    await page.goBack();
    await search().fill('cut-over');
    await page.getByRole('option', { name: /All 13 tasks/ }).click();
    await page.waitForURL('**/unaligned?**');
    await settled(page);
    expect(await total()).toBe(13);
  });

  it('says plainly that nothing was found', async () => {
    await search().fill('no such thing');
    await page.getByText('Nothing you may see carries this').waitFor();
  });
});

describe('every number opens exactly its items', () => {
  it('the parts of the sentence', async () => {
    const alignment = await (await page.request.get(`${api.url}/api/v1/alignment`)).json();
    const links = page.locator('h1 a');
    const wanted = [alignment.totals.aligned, alignment.totals.unaligned];
    for (const [index, count] of wanted.entries()) {
      await page.goto(`${api.url}/`);
      await links.nth(index).click();
      await page.waitForURL('**/unaligned**');
      await settled(page);
      expect(await total()).toBe(count);
    }
  });

  it('each part of each team’s bar', async () => {
    const hrefs = await page
      .locator('section', { hasText: 'Where?' })
      .locator('li a')
      .evaluateAll((links) => links.map((link) => [link.getAttribute('href') ?? '', link.textContent ?? ''] as const));
    const parts = hrefs.filter(([, text]) => /^\d/.test(text));
    expect(parts.length).toBeGreaterThan(12);
    for (const [href, text] of [parts[0], parts[1], parts.at(-1)] as [string, string][]) {
      await page.goto(api.url + href);
      await settled(page);
      expect(await total()).toBe(Number(/^\d+/.exec(text)?.[0]));
    }
  });

  it('the weight changes the numbers by a link, and can be bookmarked', async () => {
    await page.getByRole('link', { name: 'estimate', exact: true }).click();
    await page.waitForURL('**/?weight=estimate');
    await page.getByText('known for 64 %').waitFor();
  });
});

describe('the list', () => {
  it('keeps filters in the address with the API’s own names, and counts what each would leave', async () => {
    await page.goto(`${api.url}/unaligned`);
    await settled(page);
    const before = await total();
    const option = await page.getByLabel('Tool', { exact: true }).locator('option').nth(1).textContent();
    await page.getByLabel('Tool', { exact: true }).selectOption('jira');
    await page.waitForURL('**/unaligned?tool=jira');
    await until(total).toBe(Number(/\((\d+)\)/.exec(option ?? '')?.[1]));
    expect(await total()).toBeLessThan(before);
    await page.getByLabel('Age', { exact: true }).selectOption('90-');
    await page.waitForURL('**/unaligned?tool=jira&minAgeDays=90');
    await page.getByRole('button', { name: 'Clear' }).click();
    await until(total).toBe(before);
  });

  it('sorts at the service by its headings', async () => {
    await page.goto(`${api.url}/unaligned`);
    await settled(page);
    await page.getByRole('button', { name: 'Est.' }).click();
    await page.waitForURL('**sort=-estimate');
    await until(() => page.getByRole('columnheader', { name: 'Est.' }).getAttribute('aria-sort')).toBe('descending');
    await until(() => page.locator('tr[data-task] td[data-column="estimate"]').first().textContent()).toBe('8');
  });

  it('shows 25 rows on a laptop without scrolling far', async () => {
    await page.goto(`${api.url}/unaligned`);
    await settled(page);
    const last = await page.locator('tr[data-task]').nth(24).boundingBox();
    expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThan(1000);
  });
});
