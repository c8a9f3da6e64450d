import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBarriers, findFlawsInEveryLook, launch, openPage, settled, until } from './helpers/browser.ts';
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
  api.state.themesDone.clear();
  api.state.role = 'owner';
  ({ page } = await openPage(browser, `${api.url}/`));
  await settled(page);
});
afterEach(() => page.context().close());

const section = (name: string) => page.getByRole('region', { name });
const themes = () => section('What is the work with no why about?');
const names = () => themes().getByRole('heading', { level: 3 }).allTextContents();
const sentTo = (path: string) => api.state.sent.filter((one) => one.path === path).map(({ body }) => body);

describe('the themes in unaligned work', () => {
  it('open into their tasks, with what is not shown counted', async () => {
    expect(await names()).toEqual(['CSV import, headers', 'Badge printer', 'Wristband scan']);
    await themes().getByText('10 tasks, 1 more not shown to you').waitFor();
    await themes().getByRole('link', { name: 'Badge printer', exact: true }).click();
    await page.waitForURL('**/unaligned?theme=badge');
  });

  it('become a goal with one click, and are themes again with the next', async () => {
    await page.getByRole('button', { name: /Make this a goal.*CSV import/ }).click();
    await page.getByText('O7 “CSV import, headers” is a goal; 12 tasks serve it.').waitFor();
    await until(names).toEqual(['Badge printer', 'Wristband scan']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back.', { exact: true }).waitFor();
    await until(names).toEqual(['CSV import, headers', 'Badge printer', 'Wristband scan']);
    expect(sentTo('/themes/csv/goal/undo')).toEqual([{ goalKey: 'O7', decisionIds: [901] }]);
  });

  it('are put off as a whole with a reason', async () => {
    await themes()
      .getByRole('listitem')
      .filter({ hasText: 'Badge printer' })
      .getByRole('button', { name: 'Not now' })
      .click();
    await page.getByRole('textbox', { name: 'Why not now' }).fill('The move comes first.');
    await page.getByRole('dialog').getByRole('button', { name: 'Not now' }).click();
    await page.getByText('“Badge printer”: 12 tasks not now.').waitFor();
    expect(sentTo('/themes/badge/not-now')).toEqual([{ because: 'The move comes first.' }]);
    await until(names).toEqual(['CSV import, headers', 'Wristband scan']);
  });

  it('become goals by owners and leaders alone', async () => {
    api.state.role = 'member';
    await page.reload();
    await settled(page);
    await themes().getByRole('button', { name: 'Not now' }).first().waitFor();
    expect(await page.getByRole('button', { name: /Make this a goal/ }).count()).toBe(0);
  });
});

describe('what changed', () => {
  it('is told since last week and since the reader looked, each number a link to its tasks', async () => {
    const changed = section('What changed?');
    await changed.getByText('Since you looked').waitFor();
    const hrefs = await changed
      .getByRole('link')
      .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
    expect(hrefs.filter((href) => href.includes('changedSince='))).toHaveLength(4);
    expect(hrefs).toContain('/goals/KR1.2');
    await changed.getByText('1 more revisit due, not shown to you.').waitFor();
    expect(sentTo('/alignment/looks').length).toBeGreaterThan(0);
  });

  it('comes with three things to talk about, each with what makes it one', async () => {
    const points = section('To talk about').getByRole('listitem');
    await until(() => points.count()).toBe(3);
    expect(await points.nth(0).textContent()).toContain('CSV import, headers: 14 tasks about the same thing');
    expect(await points.nth(1).textContent()).toContain('nobody works on it');
    expect(await points.nth(2).textContent()).toMatch(/Label printer of ward 3.*Ana Sousa asked/);
  });
});

describe('the overview', () => {
  it('prints on one page of A4', async () => {
    const pdf = (
      await page.pdf({ format: 'A4', margin: { top: '12mm', bottom: '12mm', left: '12mm', right: '12mm' } })
    ).toString('latin1');
    expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
  });

  it('has no barrier, in the light and in the dark, wide and narrow', async () => {
    const other = await openPage(browser, `${api.url}/`);
    await settled(other.page);
    expect(await findFlawsInEveryLook(other.page)).toEqual([]);
    expect(other.faults).toEqual([]);
    await other.page.context().close();
  });
});

describe('the strategy map', () => {
  it('walks down from an objective, shows goals nobody works on, and is a table too, without a barrier', async () => {
    await page.getByRole('navigation').getByRole('link', { name: 'Map' }).click();
    await page.waitForURL('**/map');
    await page.getByRole('link', { name: 'O2 Interfaces that hold: 0 tasks' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('link', { name: 'O1 Onboarding that needs no consultant: 12 tasks' }).click();
    await page.waitForURL('**/map?goal=O1');
    await page.getByRole('link', { name: 'The whole strategy' }).waitFor();
    await until(() => page.getByRole('link', { name: /Interfaces that hold/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Show as a table' }).click();
    await page.getByRole('row', { name: 'no why yet Onboarding no why yet 5' }).waitFor();
  });

  it('leads to the pages of teams and of whoever leads them, by keyboard, in picture and table', async () => {
    await page.goto(`${api.url}/map`);
    await page.getByRole('link', { name: 'Ana Sousa: 17 tasks' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/map?manager=ana');
    const team = page.getByRole('link', { name: 'Onboarding: 17 tasks' });
    expect(await team.getAttribute('href')).toBe('/teams/onboarding');
    await page.getByRole('button', { name: 'Show as a table' }).click();
    const named = (name: string) =>
      page.getByRole('table').getByRole('link', { name, exact: true }).first().getAttribute('href');
    expect([await named('Onboarding'), await named('Ana Sousa')]).toEqual(['/teams/onboarding', '/managers/ana']);
    await page.getByRole('link', { name: 'Open the page of Ana Sousa' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL('**/managers/ana');
  });

  it('leads whoever may not see a team to the list of what they may see of its work', async () => {
    api.state.role = 'member';
    await page.goto(`${api.url}/map?manager=ana`);
    const team = page.getByRole('link', { name: 'Onboarding: 17 tasks' });
    expect(await team.getAttribute('href')).toBe('/unaligned?manager=ana&team=onboarding');
    expect(await page.getByRole('link', { name: /Open the page of/ }).count()).toBe(0);
  });
});
