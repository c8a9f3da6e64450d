import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBarriers, findFlawsInEveryLook, launch, openPage, settled, until } from './helpers/browser.ts';
import { type FakeApi, startFakeApi } from './helpers/fake-api.ts';

const pages: readonly (readonly [name: string, path: string, title: RegExp])[] = [
  ['overview', '/', /^Overview/],
  ['unaligned work', '/unaligned', /^Work with no why yet/],
  ['unaligned work in groups', '/unaligned?group=team', /^Work with no why yet/],
  ['all work', '/unaligned?state=all', /^All work/],
  ['an aligned task with two lines', '/tasks/asana.1004', /^Reduce memory/],
  ['a suggested task', '/tasks/jira.1000', /^ONB-1000/],
  ['a task whose line is cut', '/tasks/trello.1005', /^Copy the ward/],
  ['a task with no why', '/tasks/asana.1001', /^Show which step/],
  ['goals', '/goals', /^Goals/],
  ['a goal', '/goals/KR2.1', /^KR2\.1/],
  ['connections', '/connections', /^Connections/],
  ['a connection', '/connections/jira-1', /^Larkfield Jira/],
  ['the glossary', '/glossary', /^Glossary/],
  ['proposed entries', '/glossary?state=proposed', /^Glossary/],
  ['deliveries', '/connections/jira-1/deliveries', /^Deliveries of/],
  ['a new connection', '/connections/new', /^Connect a tool/],
  ['a refused sign-in link', '/sign-in#used-token-0123456789', /^Sign in/],
  ['the questions', '/review', /^Review/],
  ['the questions as a list', '/review?view=list', /^Review/],
  ['the strategy map', '/map', /^Map|^Strategy map/],
  ['teams', '/teams', /^Teams/],
  ['no such page', '/nowhere', /^No such page/],
];

let api: FakeApi;
let browser: Browser;

beforeAll(async () => {
  [api, browser] = await Promise.all([startFakeApi(), launch()]);
});

afterAll(async () => {
  await browser.close();
  await api.stop();
});

describe('each page', () => {
  let opened: Awaited<ReturnType<typeof openPage>>;

  beforeAll(async () => {
    opened = await openPage(browser, `${api.url}/`);
  });

  afterAll(() => opened.page.context().close());

  it.each(pages)('%s has no barrier, one heading, a title and no sideways scrolling', async (_name, path, title) => {
    const { page, faults } = opened;
    await page.goto(api.url + path);
    await settled(page);
    expect(await findFlawsInEveryLook(page)).toEqual([]);
    await until(() => page.title()).toMatch(title);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(faults).toEqual([]);
  });
});

describe('by keyboard', () => {
  it('the first stop skips to the content, and the focus is seen', async () => {
    const { page } = await openPage(browser, `${api.url}/`);
    await settled(page);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to the content' });
    await until(() => skip.evaluate((link) => link === document.activeElement)).toBe(true);
    await until(async () => (await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0);
    await page.keyboard.press('Enter');
    await until(() => page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.context().close();
  });

  it('every stop of the overview shows where the focus is', async () => {
    const { page } = await openPage(browser, `${api.url}/`);
    await settled(page);
    const unseen: string[] = [];
    for (let stop = 0; stop < 60; stop += 1) {
      await page.keyboard.press('Tab');
      const found = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const style = getComputedStyle(element);
        const hasOutline = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2;
        return {
          isSeen: element === document.body || hasOutline,
          name: `${element.outerHTML.slice(0, 120)} ${style.outline}`,
        };
      });
      if (!found.isSeen) unseen.push(found.name);
    }
    expect(unseen).toEqual([]);
    await page.context().close();
  });

  it('each picture is to be had as its table', async () => {
    const { page } = await openPage(browser, `${api.url}/`);
    await settled(page);
    for (const name of ['Where?', 'Since when?']) {
      await page.getByRole('button', { name: `Show as a table (${name})` }).press('Enter');
      await page.getByRole('button', { name: `Show as a picture (${name})` }).waitFor();
    }
    const tables = page.getByRole('table');
    await until(() => tables.count()).toBe(2);
    await until(() => tables.last().getByRole('row').count()).toBe(10);
    expect(await findBarriers(page)).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['the list of keys', async (page: Page) => page.getByRole('button', { name: /^Keyboard/ }), 'dialog'],
    [
      'the goals to choose from',
      async (page: Page) => page.getByRole('button', { name: /^Link to/ }).first(),
      'listbox',
    ],
    ['the views', async (page: Page) => page.getByRole('button', { name: /^Views/ }), 'menu'],
  ] as const)('%s closes at Escape and gives the focus back', async (_what, find, role) => {
    const { page } = await openPage(browser, `${api.url}/unaligned`);
    await settled(page);
    const button = await find(page);
    await button.press('Enter');
    await page.getByRole(role).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole(role).waitFor({ state: 'detached' });
    await until(() => page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON');
    await page.context().close();
  });

  it.each(['/', '/goals', '/connections'])('one comes out of %s again at its end: no trap', async (path) => {
    const { page } = await openPage(browser, api.url + path);
    await settled(page);
    const last = page.getByRole('button', { name: /^Keyboard/ });
    const isLast = () => last.evaluate((button) => button === document.activeElement);
    let stops = 0;
    for (; stops < 300 && !(await isLast()); stops += 1) await page.keyboard.press('Tab');
    expect(await isLast()).toBe(true);
    await page.keyboard.press('Shift+Tab');
    expect(await isLast()).toBe(false);
    await page.context().close();
  });

  it('nothing moves where the reader asks for that', async () => {
    const { page } = await openPage(browser, `${api.url}/unaligned`);
    await settled(page);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const { transitionDuration, animationDuration, animationName } = getComputedStyle(element);
          const seconds = transitionDuration.split(',').map((one) => Number.parseFloat(one));
          return (
            Math.max(...seconds) > 0.01 || (animationName !== 'none' && Number.parseFloat(animationDuration) > 0.01)
          );
        })
        .map((element) => element.outerHTML.slice(0, 120)),
    );
    expect(moving).toEqual([]);
    await page.context().close();
  });

  it('a new page takes the focus, and the way back works', async () => {
    const { page } = await openPage(browser, `${api.url}/unaligned`);
    await settled(page);
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/tasks\//);
    await until(() => page.evaluate(() => document.activeElement?.id)).toBe('main');
    const announced = page.locator('[data-announcer]');
    await until(() => announced.textContent()).not.toBe('');
    await until(async () => (await page.title()) === `${await announced.textContent()} · Plumbline`).toBe(true);
    await page.goBack();
    await page.getByRole('table').waitFor();
    await until(() => page.title()).toMatch(/^Work with no why yet/);
    await page.context().close();
  });
});
