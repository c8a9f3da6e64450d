/** The longest list there is, scrolled through from end to end in Chromium: how long the page is busy at a time, how much of it is drawn. */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Browser, Page } from 'playwright-core';
import { launch, settled } from '../e2e/helpers/browser.ts';
import buildDashboard from '../helpers/global-dashboard.ts';
import { startChild } from './child.ts';
import type { DashboardAsk, DashboardReady } from './dashboard-service.ts';
import { type Ledger, median, round } from './ledger.ts';
import { signIn } from './sign-in.ts';
import { storeUnaligned } from './unaligned-tasks.ts';

const TASK_MS_MAX = 50;
const ROWS_MAX = 200;
const WINDOW_MS_MAX = 150;
/** About three screens at once, as who drags the wheel; and a rest here and there, so that rows are read and drawn. */
const STEP_PX = 2_400;
const REST_EVERY = 60;
const REST_MS = 400;
const WINDOWS = 40;
const DASHBOARD = join(import.meta.dirname, '../../dist/dashboard');

export interface TableBench {
  readonly databaseUrl: string;
  readonly dataFolder: string;
  readonly tasks: number;
  readonly ledger: Ledger;
}

export async function benchTable({ databaseUrl, dataFolder, tasks, ledger }: TableBench): Promise<void> {
  await buildDashboard();
  const service = startChild('dashboard-service.ts', ['--max-semi-space-size=16']);
  const browser = await launch();
  try {
    const ask: DashboardAsk = { databaseUrl, dataFolder, dashboardFolder: DASHBOARD };
    const { url, token } = await service.ask<DashboardReady>(ask);
    await storeUnaligned(databaseUrl, tasks);
    const cookie = await signIn(url, token);
    await benchAnswers(url, cookie, ledger);
    for (const query of ['', '?group=team']) await scrollThrough(browser, { url, cookie, query, tasks }, ledger);
  } finally {
    await browser.close();
    await service.stop();
  }
}

/** The whole order, and windows of it anywhere. */
async function benchAnswers(url: string, cookie: string, ledger: Ledger): Promise<void> {
  const get = async <T>(path: string) => {
    const startedAt = performance.now();
    const answer = await fetch(`${url}/api/v1${path}`, { headers: { cookie } });
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}`);
    const read = (await answer.json()) as T;
    return { read, ms: performance.now() - startedAt };
  };
  const path = '/tasks/order?state=unaligned';
  const took: number[] = [];
  for (let turn = 0; turn < 5; turn += 1) took.push((await get(path)).ms);
  ledger.say(`the order of all tasks, median of five: ${round(median(took))} ms`);
  const { read } = await get<{ groups: { ids: string }[] }>(path);
  const ids = read.groups.flatMap((group) => group.ids.split('\n'));
  const windows: number[] = [];
  for (let turn = 0; turn < WINDOWS; turn += 1) {
    const from = Math.floor((turn / WINDOWS) * (ids.length - 50));
    windows.push((await get(`/tasks/rows?ids=${ids.slice(from, from + 50).join()}`)).ms);
  }
  windows.sort((a, b) => a - b);
  ledger.say(`50 rows of it, wherever they stand, median: ${round(median(windows))} ms`);
  ledger.limit('50 rows of it, 95 of 100 within', windows[Math.ceil(0.95 * WINDOWS) - 1] ?? 0, WINDOW_MS_MAX, ' ms');
}

interface Scroll {
  readonly url: string;
  readonly cookie: string;
  readonly query: string;
  readonly tasks: number;
}

async function scrollThrough(browser: Browser, { url, cookie, query, tasks }: Scroll, ledger: Ledger): Promise<void> {
  const page = await openSignedIn(browser, url, cookie);
  await page.goto(`${url}/unaligned${query}`);
  await settled(page);
  await browser.startTracing(page, { categories: ['toplevel'] });
  const seen = await page.evaluate(scrollDown, { step: STEP_PX, restEvery: REST_EVERY, restMs: REST_MS });
  const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] };
  const what = `${tasks} tasks${query}`;
  const longest = longestTask(trace.traceEvents);
  ledger.say(
    `${what}: ${seen.steps} steps down to row ${seen.last}, longest task by the clock ${round(longest.clockMs)} ms`,
  );
  ledger.atLeast(`${what}, last row that was drawn`, seen.last, tasks, '');
  // What others take of the machine meanwhile is not in it.
  ledger.limit(`${what}, longest task of the page, in processor time`, longest.ownMs, TASK_MS_MAX, ' ms');
  ledger.limit(`${what}, rows drawn at once`, seen.rows, ROWS_MAX, '');
  await page.context().close();
}

async function openSignedIn(browser: Browser, url: string, cookie: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const cookies = cookie.split('; ').map((one) => {
    const [name = '', value = ''] = one.split('=');
    return { name, value, url };
  });
  await context.addCookies(cookies);
  return context.newPage();
}

/** Runs in the page. */
async function scrollDown({ step, restEvery, restMs }: { step: number; restEvery: number; restMs: number }) {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  let [steps, rows, idle] = [0, 0, 0];
  while (idle < 3) {
    const before = window.scrollY;
    window.scrollBy({ top: step, behavior: 'instant' });
    await frame();
    rows = Math.max(rows, document.querySelectorAll('tr').length);
    steps += 1;
    const isRest = steps % restEvery === 0 || window.scrollY === before;
    if (isRest) await new Promise((resolve) => setTimeout(resolve, restMs));
    idle = window.scrollY === before ? idle + 1 : 0;
  }
  const lines = [...document.querySelectorAll('tr[data-task]')].map((one) => Number(one.getAttribute('aria-rowindex')));
  const headings = Number(document.querySelector('table')?.getAttribute('aria-rowcount'));
  const all = [...document.querySelectorAll('[data-place]')].map((one) => one.textContent ?? '').join();
  const total = Number(/([\d,]+)$/.exec(all)?.[1]?.replaceAll(',', ''));
  return { steps, rows, last: Math.max(...lines) === headings ? total : 0 };
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** µs by the clock, and of the thread's own processor time. */
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Of the page's main thread. */
function longestTask(events: readonly TraceEvent[]): { clockMs: number; ownMs: number } {
  const mains = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(({ ph, pid, tid }) => ph === 'X' && mains.has(`${pid} ${tid}`));
  if (tasks.length === 0) throw new Error('The trace holds no task of the page.');
  return {
    clockMs: Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1_000,
    ownMs: Math.max(...tasks.map(({ tdur, dur = 0 }) => tdur ?? dur)) / 1_000,
  };
}
