/** Webhook intake: a rate held open loop with workers on, then drained; and its throughput against a bare route. */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import { type Child, startChild } from './child.ts';
import { againstBare } from './intake-against-bare.ts';
import { delivery, post, SECRET, type Sent } from './intake-deliveries.ts';
import type { IntakeAsk, IntakeReady, Stored } from './intake-service.ts';
import { type Ledger, round } from './ledger.ts';
import type { Address } from './simulators.ts';

export interface IntakeBench {
  /** A database of its own for each process. */
  readonly databaseUrl: string;
  readonly bareUrl: string;
  readonly redisUrl: string | null;
  readonly dataFolder: string;
  readonly now: number;
  readonly tool: Address;
  readonly ledger: Ledger;
}

const HELD_S = 60;
const DRAIN_MS_MAX = 60_000;
const DUPLICATES = 0.1;
const LATENCY_MS_MAX = 50;

/** 300 a second on the embedded default, 500 with Redis: deliveries live in PostgreSQL in both, only the queue differs. */
export async function benchIntake(bench: IntakeBench): Promise<void> {
  const agent = new Agent({ connections: 64, pipelining: 1 });
  try {
    await withWhole(bench, async (service, ready) => {
      await hold(bench.ledger, agent, ready, bench.redisUrl === null ? 300 : 500);
      await drain(bench.ledger, () => service.ask<Stored>({ ask: 'stored' }));
    });
    await withService(bench, { only: 'api' }, (service, { url, tasks }) =>
      againstBare({ ...bench, agent, tasks, own: { child: service, url } }),
    );
  } finally {
    await agent.close();
  }
}

/** One process on the embedded default; API and workers apart with Redis, as they are run then. */
async function withWhole(bench: IntakeBench, run: (api: Child, ready: IntakeReady) => Promise<void>): Promise<void> {
  if (bench.redisUrl === null) return withService(bench, {}, run);
  await withService(bench, { only: 'workers' }, () => withService(bench, { only: 'api' }, run));
}

async function withService(
  { databaseUrl, redisUrl, dataFolder, now, tool }: IntakeBench,
  how: Pick<IntakeAsk, 'only'>,
  run: (service: Child, ready: IntakeReady) => Promise<void>,
): Promise<void> {
  const service = startChild('intake-service.ts');
  try {
    const ask: IntakeAsk = { databaseUrl, redisUrl, dataFolder, now, tool, secret: SECRET, ...how };
    await run(service, await service.ask<IntakeReady>(ask));
  } finally {
    await service.stop();
  }
}

const sentKeys = new Set<string>();

/** Each leaves at its time, however long the others take: a slow service is not given more time by being slow. */
async function hold(ledger: Ledger, agent: Agent, { url, tasks }: IntakeReady, perSecond: number): Promise<void> {
  const total = HELD_S * perSecond;
  const latencies: number[] = [];
  let refused = 0;
  const startedAt = performance.now();
  const open: Promise<void>[] = [];
  let last: Sent | null = null;
  for (let index = 0; index < total; index += 1) {
    const dueAt = startedAt + (index * 1000) / perSecond;
    const waitMs = dueAt - performance.now();
    if (waitMs > 1) await sleep(waitMs);
    const sent: Sent = last && index % (1 / DUPLICATES) === 0 ? last : delivery(tasks, index);
    last = sent;
    sentKeys.add(sent.key);
    open.push(
      post(agent, url, sent).then((status) => {
        latencies.push(performance.now() - dueAt);
        if (status < 200 || status > 299) refused += 1;
      }),
    );
  }
  await Promise.all(open);
  latencies.sort((a, b) => a - b);
  const p = (share: number) => latencies[Math.ceil(share * latencies.length) - 1] ?? 0;
  ledger.say(
    `intake: ${total} deliveries at ${perSecond} a second, median ${round(p(0.5))} ms, p95 ${round(p(0.95))} ms`,
  );
  ledger.limit('intake, 99 of 100 answered within', p(0.99), LATENCY_MS_MAX, ' ms');
  ledger.limit('intake, answers other than 2xx', refused, 0, '');
}

async function drain(ledger: Ledger, read: () => Promise<Stored>): Promise<void> {
  const startedAt = performance.now();
  let stored = await read();
  while (stored.waiting > 0 && performance.now() - startedAt < 2 * DRAIN_MS_MAX) {
    await sleep(250);
    stored = await read();
  }
  ledger.limit('intake, drained after', (performance.now() - startedAt) / 1000, DRAIN_MS_MAX / 1000, ' s');
  const keys = new Set(stored.keys);
  const lost = [...sentKeys].filter((key) => !keys.has(key)).length;
  ledger.limit(
    `intake, of ${sentKeys.size} sent not stored, or stored and not sent`,
    lost + keys.size - (sentKeys.size - lost),
    0,
    '',
  );
}
