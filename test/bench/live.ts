/** A change in a tool, until an open page shows it: while everything of the same connection is being pulled. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Child, startChild } from './child.ts';
import { type Ledger, round } from './ledger.ts';
import type { LiveReady, RunState } from './live-service.ts';
import { signIn } from './sign-in.ts';
import type { Address, Made } from './simulators.ts';

export interface LiveBench {
  readonly databaseUrl: string;
  readonly dataFolder: string;
  readonly made: Made;
  readonly tool: Address;
  readonly simulators: Child;
  readonly ledger: Ledger;
}

const P95_MS_MAX = 2_000;
/** One after the other, at a pace a busy team has. */
const PAUSE_MS = 150;
const SHOWN_MS_MAX = 30_000;
/** Fewer say nothing of the slowest twentieth. */
const CHANGES_MIN = 40;

export async function benchLive(bench: LiveBench): Promise<void> {
  const { ledger, tool, simulators } = bench;
  const service = startChild('live-service.ts', ['--max-semi-space-size=16']);
  try {
    const { databaseUrl, dataFolder, made } = bench;
    await simulators.ask({ ask: 'live' });
    const ask = { ask: 'start', databaseUrl, dataFolder, goals: made.files.goals, tool };
    const page = await openPage(await service.ask<LiveReady>(ask));
    const readRun = () => service.ask<RunState>({ ask: 'run' });
    const beside: number[] = [];
    const alone: number[] = [];
    let tasks = 0;
    while (alone.length < CHANGES_MIN) {
      const before = await readRun();
      if (beside.length < CHANGES_MIN && !before.isPulling) await service.ask({ ask: 'pull' });
      const id = before.areWebhooksActive ? await service.ask<string | null>({ ask: 'task' }) : null;
      if (id !== null) {
        const ms = await change(simulators, page, id);
        const after = await readRun();
        // Pulling when it began and when it was shown; what is neither the one nor the other counts for none.
        if (before.isPulling && after.isPulling) beside.push(ms);
        else if (!before.isPulling && !after.isPulling) alone.push(ms);
        tasks = Math.max(tasks, after.tasks);
      }
      await sleep(PAUSE_MS);
    }
    page.close();
    say(ledger, `a change shown beside a pull of ${tasks} tasks`, beside);
    say(ledger, 'a change shown with no pull under way', alone);
  } finally {
    await service.stop();
  }
}

function say(ledger: Ledger, what: string, figures: number[]): void {
  figures.sort((a, b) => a - b);
  const p = (share: number) => figures[Math.ceil(share * figures.length) - 1] ?? Number.POSITIVE_INFINITY;
  ledger.say(`${what}: ${figures.length} of them, median ${round(p(0.5))} ms, longest ${round(p(1))} ms`);
  ledger.limit(`${what}, 95 of 100 within`, p(0.95), P95_MS_MAX, ' ms');
}

/** Names a goal in the task's title, and waits for a page that reads on each event. @returns ms since the first attempt to deliver. */
async function change(simulators: Child, page: Page, id: string): Promise<number> {
  const shown = page.waitFor(id);
  const sentAt = await simulators.ask<number>({ ask: 'name-goal', tool: 'jira', id });
  return (await shown) - sentAt;
}

interface Page {
  /** @returns When the task was first read as serving a goal, ms since 1970. */
  waitFor(id: string): Promise<number>;
  close(): void;
}

/** Does as the dashboard does: reads again whatever it shows when an event says that something changed. */
async function openPage({ url, token }: LiveReady): Promise<Page> {
  const headers = { cookie: await signIn(url, token) };
  const closing = new AbortController();
  const events = await fetch(`${url}/api/v1/events`, { headers, signal: closing.signal });
  const listeners = new Set<() => void>();
  const listen = async () => {
    const reader = events.body?.pipeThrough(new TextDecoderStream());
    for await (const text of reader ?? []) if (text.includes('data:')) for (const one of listeners) one();
  };
  listen().catch(() => undefined);
  const read = async (id: string) => {
    const task = await fetch(`${url}/api/v1/tasks/${encodeURIComponent(`jira.${id}`)}`, { headers });
    if (!task.ok) throw new Error(`the task was answered ${task.status}`);
    return (await task.json()) as { readonly title: string; readonly flag: { readonly state: string } | null };
  };
  return {
    async waitFor(id) {
      const startedAt = performance.now();
      for (;;) {
        // An event that comes while it is being read is read for as well.
        const told = nextEvent(listeners, SHOWN_MS_MAX - (performance.now() - startedAt));
        const seen = await read(id);
        if (seen.flag?.state === 'aligned') return Date.now();
        if (!(await told)) throw new Error(`task ${id} reads ${JSON.stringify(seen)} after ${SHOWN_MS_MAX} ms`);
      }
    },
    close: () => closing.abort(),
  };
}

/** @returns false where none came in time. */
function nextEvent(listeners: Set<() => void>, leftMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const end = (isTold: boolean) => {
      clearTimeout(timer);
      listeners.delete(told);
      resolve(isTold);
    };
    const told = () => end(true);
    const timer = setTimeout(() => end(false), leftMs);
    listeners.add(told);
  });
}
