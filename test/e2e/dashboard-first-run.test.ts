import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FirstRunAnswer } from '../../src/api/schemas/first-run.ts';
import { startJira } from '../../src/demo/jira/index.ts';
import { type ImportFiles, importFiles } from '../../src/demo/organisation/import-files.ts';
import { makeWorld } from '../../src/demo/organisation/make-world.ts';
import type { SimServer } from '../../src/demo/world.ts';
import { findBarriers, launch, openPage, overflowOf, settled, until } from './helpers/browser.ts';
import { type RealService, startRealService } from './helpers/service.ts';

/** A database, a dashboard to build, a pull and what is learnt of it, where many others want the same two cores. */
const patienceMs = 400_000;

let service: RealService;
let jira: SimServer;
let files: ImportFiles;
let browser: Browser;
let page: Page;
let faults: string[];
const tookMs: Record<string, number> = {};

/** The service as a customer starts it, on nothing, and a Jira over HTTP. */
beforeAll(async () => {
  const world = makeWorld({ seed: 'first-run', tasks: 240, now: Date.now() });
  files = importFiles(world);
  jira = await startJira(world, { now: Date.now(), rateLimits: 'off' });
  jira.runClock();
  service = await startRealService();
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await service?.stop();
  await jira?.close();
  if (Object.keys(tookMs).length > 0) console.info('The first run took, in ms:', JSON.stringify(tookMs));
});

const state = async () => (await (await page.request.get(`${service.url}/api/v1/first-run`)).json()) as FirstRunAnswer;
const step = (name: string) => page.getByRole('heading', { level: 2, name });
const next = (name: string) => page.getByRole('link', { name: `Next: ${name}` });

async function again(): Promise<void> {
  await page.reload();
  await settled(page);
}

/** As it is read by whoever cannot see it well, in the dark, and on a phone. */
async function lookAround(): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect(await findBarriers(page)).toEqual([]);
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await overflowOf(page)).toBeLessThanOrEqual(0);
  expect(await findBarriers(page)).toEqual([]);
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function timed(name: string, act: () => Promise<void>): Promise<void> {
  const from = performance.now();
  await act();
  tookMs[name] = Math.round(performance.now() - from);
}

/** One answer after the other, coming back to the steps after each: as many as they ask for. */
async function answerAll(): Promise<void> {
  for (;;) {
    await page.goto(`${service.url}/start?step=review`);
    await settled(page);
    const { review } = await state();
    if (review.isDone) return;
    await page.getByRole('link', { name: /^Answer the (?:first|next) question$/ }).click();
    await page.waitForURL('**/review');
    await page
      .getByRole('button', { name: /^(?:Yes, it serves|Both$|All$)/ })
      .first()
      .click();
    await until(async () => (await state()).review.answered).toBe(review.answered + 1);
  }
}

const chooseFile = (name: string, text: string) =>
  page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

describe('the first run, from nothing to the first insight', { timeout: patienceMs }, () => {
  it('begins with the sign-in link, at its first step', async () => {
    ({ page, faults } = await openPage(browser, service.link));
    await page.waitForURL(`${service.url}/start?step=goals`);
    await page.getByRole('heading', { level: 1, name: 'Five steps from here to the first insight' }).waitFor();
    expect(await state()).toMatchObject({ isFinished: false, next: 'goals' });
    await lookAround();
    await page.goto(service.url);
    await page.getByRole('complementary', { name: 'First steps' }).getByText('Step 1 of 5').waitFor();
    await page.getByRole('link', { name: 'Begin with the first steps' }).click();
    await step('What is the work for?').waitFor();
  });

  it('refuses a file of goals with faults by row and column, and takes a good one only when told to', async () => {
    await timed('goals', async () => {
      await chooseFile('goals.csv', 'key,kind,title\nO1,wish,Beds free by noon\n');
      const alert = page.getByRole('alert');
      await alert.getByText('row 2, kind').waitFor();
      await alert.getByText('Nothing was changed: 1 place has to be mended first.').waitFor();
      await lookAround();
      await chooseFile('goals.csv', files.goals);
      const apply = page.getByRole('button', { name: /^Add \d+$/ });
      await apply.waitFor();
      await lookAround();
      await again();
      expect((await state()).goals).toMatchObject({ isDone: false, keyResults: 0 });
      await chooseFile('goals.csv', files.goals);
      await apply.click();
      await page.getByText(/^Done: \d+ goals added/).waitFor();
    });
    await until(async () => (await state()).goals.isDone).toBe(true);
    await again();
    await page.getByText(/key results are open today/).waitFor();
    await next('A tool connected').click();
    await step('Where is the work?').waitFor();
  });

  it('connects a tool, says what it answers, and reads nothing before its scopes are chosen', async () => {
    await timed('tools', async () => {
      await page.getByRole('button', { name: 'Jira', exact: true }).click();
      await page.getByRole('heading', { name: 'What to do in Jira' }).waitFor();
      await again();
      await page.getByRole('heading', { name: 'What to do in Jira' }).waitFor();
      await lookAround();
      const fill = (label: string | RegExp, text = '') => page.getByRole('textbox', { name: label }).fill(text);
      await fill('Address', 'nowhere');
      await fill('E-mail of the account', jira.credentials.email);
      await fill('API token', 'wrong');
      await page.getByRole('button', { name: 'Test and connect' }).click();
      await page.getByText('This is no address.').waitFor();
      await fill('Address', jira.url);
      await page.getByRole('button', { name: 'Test and connect' }).click();
      await page.getByRole('alert').getByText('Nothing was saved.').waitFor();
      expect((await state()).tools.connections).toBe(0);
      await fill('API token', jira.credentials.token);
      await page.getByRole('button', { name: 'Test and connect' }).click();
      await page.getByText(/^Jira answers as .*; this account sees \d+ projects/).waitFor();
    });
    await again();
    await page.getByRole('heading', { name: /^Nothing is read from .* yet$/ }).waitFor();
    expect((await state()).tools).toMatchObject({ isDone: false, connections: 1, waiting: ['jira'] });
    expect((await state()).pull).toMatchObject({ connections: 0, tasks: 0 });
    await lookAround();
    await page.getByRole('button', { name: /^Leave out the/ }).click();
    await page.getByRole('button', { name: 'Select at least one project.' }).waitFor();
    await page.getByRole('button', { name: /^Select the/ }).click();
    await page.getByRole('button', { name: /^Begin to read \d+ projects?$/ }).click();
    await until(async () => (await state()).tools.isDone).toBe(true);
    await next('People matched').click();
  });

  it('asks who the owner is and takes the file of people', async () => {
    await timed('people', async () => {
      await step('Whose work is it?').waitFor();
      const [, boss = ''] = files.people.split('\n');
      const [email = '', name = ''] = boss.split(',');
      await page.getByRole('textbox', { name: 'Your name' }).fill(name);
      await page.getByRole('textbox', { name: 'Your e-mail address' }).fill(email);
      await page.getByRole('button', { name: 'That is me' }).click();
      await page.getByRole('heading', { name: 'Who are you?' }).waitFor({ state: 'detached' });
      await chooseFile('people.csv', files.people);
      await page.getByRole('button', { name: /^Add \d+/ }).click();
      await page.getByText(/^Done: \d+ people added/).waitFor();
    });
    await again();
    await page.getByText(/people are in\./).waitFor();
    await until(async () => (await state()).people.isDone).toBe(true);
    await lookAround();
    await next('First pull watched').click();
  });

  it('shows the first pull until every task was looked at', async () => {
    await step('The first pull').waitFor();
    await again();
    await step('The first pull').waitFor();
    await timed('pull', async () => {
      await page.getByText(/^\S? ?\d+ tasks of 1 connection are read/).waitFor({ timeout: patienceMs });
    });
    await lookAround();
    await next('First questions answered').click();
  });

  it('counts answers up to ten, also after the page was left, and ends with the sentence', async () => {
    await step('Ten questions').waitFor();
    const begin = page.getByRole('link', { name: /^Answer the (?:first|next) question$/ });
    await timed('questions put together', () => begin.waitFor({ timeout: patienceMs }));
    await lookAround();
    await timed('answers', answerAll);
    await page.getByRole('heading', { level: 1, name: /serves? a goal/ }).waitFor();
    expect(await state()).toMatchObject({ isFinished: true, next: null });
    await lookAround();
    await page.getByRole('link', { name: 'To the Overview' }).click();
    await page.waitForURL(`${service.url}/`);
    await settled(page);
    expect(await page.getByRole('complementary', { name: 'First steps' }).count()).toBe(0);
    expect(faults).toEqual([]);
  });
});
