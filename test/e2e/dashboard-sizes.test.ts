import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, openPage, overflowOf, settled } from './helpers/browser.ts';
import { type FakeApi, startFakeApi } from './helpers/fake-api.ts';

let api: FakeApi;
let browser: Browser;

beforeAll(async () => {
  api = await startFakeApi();
  browser = await launch();
});
afterAll(async () => {
  await browser.close();
  await api.stop();
});

const PATHS = [
  ...[
    '/',
    '/unaligned',
    '/goals',
    '/goals/KR2.1',
    '/goals?add=objective',
    '/map',
    '/review',
    '/teams',
    '/teams/onboarding',
  ],
  ...['/rules', '/glossary', '/proposals', '/connections', '/connections/new', '/start', '/nowhere'],
];

/** Of each text that stands on the page, in pixels. */
function sizesOf(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const sizes = new Set<number>();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const { parentElement: element, textContent } = texts.currentNode;
      if (!element?.checkVisibility() || !textContent?.trim()) continue;
      sizes.add(Number.parseFloat(getComputedStyle(element).fontSize));
    }
    return [...sizes];
  });
}

describe.each([1440, 390] as const)('at %i px', (width) => {
  it('every page keeps to four sizes of text, and nothing stands out at its side', async () => {
    const { page, faults } = await openPage(browser, `${api.url}/favicon.svg`, { width });
    for (const path of PATHS) {
      await page.goto(api.url + path);
      await settled(page);
      const others = (await sizesOf(page)).filter((size) => ![13, 15, 20, 34].includes(size));
      expect([path, others, (await overflowOf(page)) <= 0]).toEqual([path, [], true]);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
