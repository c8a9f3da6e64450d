import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findBarriers, launch, openPage, overflowOf, settled, until } from './helpers/browser.ts';
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
const entry = (short: string) => page.getByRole('listitem').filter({ hasText: short });

describe('the glossary', () => {
  it('is found in the menu, takes an entry by keyboard, and gives it back', async () => {
    await open('/');
    await page.getByRole('button', { name: 'Ana Sousa' }).click();
    await page.getByRole('menuitem', { name: 'Glossary' }).click();
    await page.getByRole('heading', { level: 1, name: 'Glossary' }).waitFor();
    const form = page.getByRole('form', { name: 'Add an entry' });
    await form.getByLabel('Short form').fill('LOS');
    await form.getByLabel('Stands for').fill('length of stay');
    await page.keyboard.press('Enter');
    await entry('LOS').waitFor();
    await until(() => form.getByLabel('Short form').inputValue()).toBe('');
    expect(api.state.sent.filter(({ path }) => path.startsWith('/glossary'))).toMatchObject([
      { method: 'POST', path: '/glossary', body: { short: 'LOS', long: 'length of stay' } },
    ]);
    await page.getByText('LOS is in the glossary.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back.').waitFor();
    await until(() => entry('LOS').count()).toBe(0);
    expect(api.state.sent.at(-1)?.path).toBe('/glossary/changes/8/undo');
  });

  it('names where a proposal was found, and counts what one cannot see', async () => {
    await open('/glossary?state=proposed');
    const places = page.getByRole('list', { name: 'Found in' });
    await places.getByRole('link', { name: 'ONB-1000 Validate CSV headers before upload' }).waitFor();
    await places.getByText('1 text you cannot see').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await places.getByRole('link', { name: 'KR2.1 Median days to go-live' }).click();
    await page.getByRole('heading', { level: 1, name: /Median days to go-live/ }).waitFor();
  });

  it('says at the form why an entry is refused, and keeps what was typed', async () => {
    await open('/glossary');
    const form = page.getByRole('form', { name: 'Add an entry' });
    await form.getByLabel('Short form').fill('SSO');
    await form.getByLabel('Stands for').fill('single sign-on');
    await form.getByRole('button', { name: 'Add' }).click();
    await form.getByRole('alert').getByText('is in the glossary already').waitFor();
    expect(await form.getByLabel('Stands for').inputValue()).toBe('single sign-on');
    expect(await findBarriers(page)).toEqual([]);
  });

  it('keeps, rewords and dismisses what was proposed', async () => {
    await open('/glossary?state=proposed');
    await entry('HBU').getByText('initials of a goal’s title').waitFor();
    await page.getByRole('button', { name: 'Keep HBU' }).click();
    await until(() => entry('HBU').count()).toBe(0);
    await page.getByRole('button', { name: 'Reword MTTT' }).click();
    const form = page.getByRole('form', { name: 'Reword MTTT' });
    await form.getByLabel('Stands for').fill('mean time to triage');
    expect(await findBarriers(page)).toEqual([]);
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Nothing is proposed').waitFor();
    await page.getByRole('link', { name: 'Kept 4' }).click();
    await entry('mean time to triage').waitFor();
    await page.getByRole('button', { name: 'Dismiss WRA' }).click();
    await page.getByRole('link', { name: 'Dismissed 2' }).click();
    await page.getByRole('button', { name: 'Keep WRA' }).waitFor();
    expect(api.state.sent.map(({ body }) => body)).toEqual([
      { state: 'kept' },
      { short: 'MTTT', long: 'mean time to triage' },
      { state: 'dismissed' },
    ]);
  });

  it('is read by everybody, and changed by those who may', async () => {
    api.state.role = 'member';
    await open('/glossary');
    await entry('SSO').waitFor();
    expect(await page.getByRole('main').getByRole('button').count()).toBe(0);
    expect(await page.getByRole('link', { name: /^Proposed/ }).count()).toBe(0);
  });

  it('says what to do while it is empty, and what happened where it cannot be read', async () => {
    api.state.glossary = [];
    await open('/glossary');
    await page.getByText('No entry yet').waitFor();
    expect(await overflowOf(page)).toBeLessThanOrEqual(0);
    api.state.faulty.add('/glossary');
    await open('/glossary');
    await page.getByRole('alert').getByText('The glossary could not be read').waitFor();
  });
});
