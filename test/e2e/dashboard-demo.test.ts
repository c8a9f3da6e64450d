import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TasksAnswer } from '../../src/api/schemas/tasks.ts';
import { findBarriers, findFlawsInEveryLook, launch, openPage, settled, until } from './helpers/browser.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'plumbline-browser-'));
/** Eight weeks of three tools: a minute on a quiet machine, and many where ten others work too. */
const startMs = 600_000;

let demo: ChildProcess;
let browser: Browser;
let page: Page;
let url: string;

const read = async <T>(path: string) => (await (await page.request.get(`${url}/api/v1${path}`)).json()) as T;
const total = async () => {
  const text = (await page.locator('[data-place]').textContent()) ?? '';
  return Number(/([\d,]+)$/.exec(text)?.[1]?.replaceAll(',', ''));
};

beforeAll(async () => {
  // As root the database runs as a user of its own, who has to reach its folder.
  chmodSync(folder, 0o755);
  demo = spawn(process.execPath, [join(root, 'src/cli/plumbline.mjs'), 'demo'], {
    env: { ...process.env, PLUMBLINE_DATA: join(folder, 'data'), PLUMBLINE_PORT: '0', DATABASE_URL: '', REDIS_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const link = await readLink(demo);
  url = new URL(link).origin;
  browser = await launch();
  ({ page } = await openPage(browser, link));
  await page.waitForURL(`${url}/`);
  await settled(page);
}, startMs);

afterAll(async () => {
  await browser?.close();
  if (demo && demo.exitCode === null) {
    demo.kill('SIGTERM');
    await once(demo, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

async function readLink(process: ChildProcess): Promise<string> {
  let said = '';
  let log = '';
  // Read to the end, or a full pipe would hold it up; told only where it fails to start.
  process.stderr?.on('data', (chunk: Buffer) => {
    log = `${log}${chunk}`.slice(-4_000);
  });
  // Its output stays open, and is read on: what it says later must not break it.
  for await (const chunk of process.stdout?.iterator({ destroyOnReturn: false }) ?? []) {
    said += String(chunk);
    const found = /https?:\/\/\S+\/sign-in#\S+(?=\s)/.exec(said);
    if (found) {
      process.stdout?.resume();
      return found[0];
    }
  }
  throw new Error(`The demo ended without a sign-in link:\n${said}\n${log}`);
}

describe('the demo in a browser', () => {
  it('opens with the sentence, and each of its numbers opens exactly its items', async () => {
    const alignment = await read<{ totals: { aligned: number; unaligned: number } }>('/alignment');
    for (const [index, count] of [alignment.totals.aligned, alignment.totals.unaligned].entries()) {
      await page.goto(`${url}/`);
      await settled(page);
      await page.locator('h1 a').nth(index).click();
      await page.waitForURL('**/unaligned**');
      await settled(page);
      expect(await total()).toBe(count);
    }
  });

  it('links a suggested task with one click, shows its line, and undoes it', async () => {
    await page.goto(`${url}/unaligned?state=suggested`);
    await settled(page);
    const before = await total();
    const { items } = await read<TasksAnswer>('/tasks?state=suggested&limit=1');
    const [task] = items;
    await page
      .locator('tr[data-task]')
      .first()
      .getByRole('button', { name: /^Accept/ })
      .click();
    const stateOf = async () => (await read<{ flag: { state: string } }>(`/tasks/${task?.id}`)).flag.state;
    await until(stateOf).toBe('aligned');
    await page.getByRole('alert').getByRole('button', { name: 'Undo' }).click();
    await until(stateOf).toBe('suggested');
    await until(total).toBe(before);
  });

  it('finds a task by its pasted URL', async () => {
    const { items } = await read<TasksAnswer>('/tasks?limit=1&state=no-why');
    await page.goto(`${url}/`);
    await settled(page);
    await page.locator('#global-search').fill(items[0]?.url ?? '');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/tasks/${items[0]?.id}`);
    await page.getByRole('list', { name: 'No line yet' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
  });

  it('reads a tool again, and the page says so by itself', async () => {
    await page.goto(`${url}/connections`);
    await settled(page);
    // Not their number: who asks while one waits gets that one.
    const lastEnd = async () => {
      const { items } = await read<{ items: { finishedAt: string | null }[] }>('/sync-runs?connection=jira');
      return items
        .map(({ finishedAt }) => finishedAt ?? '')
        .toSorted()
        .at(-1);
    };
    const before = await lastEnd();
    const jira = page.getByRole('article', { name: /Jira/ });
    await jira.getByRole('button', { name: /^Sync now/ }).click();
    await until(lastEnd, 60_000).not.toBe(before);
    await until(() => jira.getByRole('button', { name: /^Sync now/ }).isEnabled()).toBe(true);
    await jira.getByText(/Read completely just now/).waitFor();
  });
});

const everyPage = [
  ...['/', '/unaligned', '/unaligned?group=team', '/review', '/review?view=list', '/map', '/goals', '/goals/KR2.1'],
  ...[
    '/cycles',
    '/teams',
    '/people',
    '/proposals',
    '/glossary',
    '/connections',
    '/connections/jira',
    '/connections/new',
  ],
  ...['/start', '/settings', '/outbox', '/outbox?letter=next', '/audit'],
];

describe('every page', () => {
  it.each(everyPage)('%s has no barrier, one heading and no sideways scrolling', async (path) => {
    await page.goto(url + path);
    await settled(page);
    expect(await findFlawsInEveryLook(page)).toEqual([]);
  });
});
