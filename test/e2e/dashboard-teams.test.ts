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

const open = async (path: string) => {
  await page.goto(api.url + path);
  await settled(page);
};
const hrefs = (within: ReturnType<Page['locator']>) =>
  within.getByRole('link').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));

describe('the teams', () => {
  it('stand in the order of the organisation, and each opens into its page by keyboard', async () => {
    await open('/teams');
    const names = page.getByRole('rowheader');
    await until(() => names.allTextContents()).toEqual(['Onboarding', 'Interfaces', 'Ward', 'Platform', 'Growth']);
    await names.getByRole('link', { name: 'Onboarding' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/teams/onboarding');
    await page.getByRole('heading', { level: 1 }).waitFor();
  });

  it('that are not the reader’s to see are counted and not opened', async () => {
    api.state.role = 'member';
    await open('/teams');
    await page.getByText('5 teams more, not yours to see.').waitFor();
    expect(await hrefs(page.locator('main'))).not.toContain('/teams/onboarding');
    await open('/teams/onboarding');
    await page.getByRole('alert').getByText('There is no such team.').waitFor();
  });
});

describe('a team', () => {
  it('says what its work does, what waits, which goals it is for and whom to ask, each number a way into its tasks', async () => {
    await open('/teams/onboarding');
    const section = (name: string) => page.getByRole('region', { name });
    expect(await hrefs(page.getByRole('heading', { level: 1 }))).toContain('/unaligned?team=onboarding&state=aligned');
    await section('Where does effort go?').getByRole('link').first().waitFor();
    for (const href of await hrefs(section('Where does effort go?').getByRole('table')))
      expect(href).toMatch(/^\/unaligned\?team=onboarding&state=/);
    await section('What waits?').getByRole('link', { name: 'Label printer of ward 3' }).waitFor();
    // That is known of the whole organisation alone.
    expect(await page.getByText('not counted').count()).toBe(0);
    expect(await hrefs(section('Which goals is it for?'))).toContain(
      '/unaligned?team=onboarding&state=aligned&goal=KR2.1',
    );
    expect(await hrefs(section('What is the work with no why about?'))).toContain(
      '/unaligned?team=onboarding&theme=csv',
    );
    expect(await section('Whom to ask').getByRole('listitem').allTextContents()).toEqual(['Ana Sousa', 'Eva Lund']);
  });

  it('is no look at the Overview, and keeps its address when it is weighed otherwise', async () => {
    await open('/teams/onboarding');
    await page.getByRole('link', { name: 'estimate' }).click();
    await page.waitForURL('**/teams/onboarding?weight=estimate');
    await settled(page);
    expect(api.state.sent.filter(({ path }) => path === '/alignment/looks')).toEqual([]);
  });
});

describe('a manager', () => {
  it('is prepared for: their teams in order, what waits for them, the goals they answer for, when their digest comes', async () => {
    await open('/teams/onboarding');
    await page.getByRole('link', { name: 'Ana Sousa', exact: true }).first().click();
    await page.waitForURL('**/managers/ana');
    const section = (name: string) => page.getByRole('region', { name });
    await until(() => section('Their teams').getByRole('rowheader').allTextContents()).toEqual([
      'Onboarding',
      'Interfaces',
    ]);
    await section('What waits?').getByRole('link', { name: 'Label printer of ward 3' }).waitFor();
    // That is known of the whole organisation alone.
    expect(await page.getByText('not counted').count()).toBe(0);
    expect(await hrefs(section('Which goals is it for?'))).toContain('/unaligned?manager=ana&state=aligned&goal=KR2.1');
    await section('Their digest')
      .getByText(/The next one comes/)
      .waitFor();
  });

  it('is told who read their page from above, and whoever reads from above is told that', async () => {
    await open('/managers/ana');
    await page.getByText(/Olga Owner read your page on/).waitFor();
    expect(await page.getByRole('note').count()).toBe(0);
    await open('/managers/jonas');
    await page.getByRole('note').getByText('You read this from further above: Jonas Berg is told.').waitFor();
    await open('/');
    await page.getByText(/Olga Owner read your page on/).waitFor();
  });
});

it.each(['/teams', '/teams/onboarding', '/managers/jonas'])(
  '%s has no barrier, in the light and in the dark, wide and narrow',
  async (path) => {
    const other = await openPage(browser, api.url + path);
    await settled(other.page);
    expect(await findFlawsInEveryLook(other.page)).toEqual([]);
    expect(other.faults).toEqual([]);
    await other.page.context().close();
  },
);
