import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findBarriers, launch, openPage, settled, until } from './helpers/browser.ts';
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

it('a calendar within a form closes alone at Escape, and then the form, each giving the focus back', async () => {
  const { page, faults } = await openPage(browser, `${api.url}/unaligned`);
  await settled(page);
  const focused = () => page.evaluate(() => document.activeElement?.textContent || document.activeElement?.ariaLabel);
  await page.getByRole('checkbox', { name: /^Select all [\d,]+ tasks$/ }).click();
  await page.getByRole('button', { name: 'Not now…' }).click();
  const form = page.locator('form', { has: page.getByRole('button', { name: 'Calendar' }) });
  await form.getByLabel('Why').fill('first the import');
  await form.getByRole('button', { name: 'Calendar' }).click();
  const calendar = page.getByRole('dialog', { name: 'Choose a day' });
  await calendar.waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await until(() => calendar.count()).toBe(0);
  await until(focused).toBe('Calendar');
  expect(await form.getByLabel('Why').inputValue()).toBe('first the import');
  await page.keyboard.press('Escape');
  await until(() => form.count()).toBe(0);
  await until(focused).toBe('Not now…');
  expect(faults).toEqual([]);
  await page.context().close();
});

it('under a finger the field opens our calendar at once, and a day that need not be is taken out again', async () => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
  const page = await context.newPage();
  await page.goto(`${api.url}/goals?add=key-result`);
  await settled(page);
  const field = page.getByRole('form').locator('input[type=date]');
  await field.tap();
  const calendar = page.getByRole('dialog', { name: 'Choose a day' });
  await calendar.locator('[data-day="2026-11-24"]').tap();
  await until(() => field.inputValue()).toBe('2026-11-24');
  await until(() => calendar.count()).toBe(0);
  await field.tap();
  await calendar.getByRole('button', { name: 'No day' }).tap();
  await until(() => field.inputValue()).toBe('');
  await context.close();
});
