/** Webhook intake: a rate held open loop with workers on, then drained; and its throughput against a bare route. */
import { createHmac, randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';
import { type Child, startChild } from './child.ts';
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

const SECRET = 'bench-secret';
const HELD_S = 60;
const DRAIN_MS_MAX = 60_000;
const DUPLICATES = 0.1;
const LATENCY_MS_MAX = 50;
const RATIO_MIN = 0.6;
const CLOSED_S = 10;
const CLOSED_AT_ONCE = 16;

interface Sent {
  readonly key: string;
  readonly body: Buffer;
  readonly signature: string;
}

/** 300 a second on the embedded default, 500 with Redis: deliveries live in PostgreSQL in both, only the queue differs. */
export async function benchIntake(bench: IntakeBench): Promise<void> {
  const agent = new Agent({ connections: 64, pipelining: 1 });
  try {
    await withWhole(bench, async (service, ready) => {
      await hold(bench.ledger, agent, ready, bench.redisUrl === null ? 300 : 500);
      await drain(bench.ledger, () => service.ask<Stored>({ ask: 'stored' }));
    });
    await withService(bench, { only: 'api' }, async (_service, { url, tasks }) => {
      const own = await closedLoop(agent, url, tasks);
      const bare = await benchBare(bench, agent, tasks);
      const what = `bare route ÷ intake, ${round(bare)} ÷ ${round(own)} a second (1 ÷ ${RATIO_MIN})`;
      bench.ledger.limit(what, bare / own, 1 / RATIO_MIN, '');
    });
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

async function benchBare({ bareUrl }: IntakeBench, agent: Agent, tasks: IntakeReady['tasks']): Promise<number> {
  const child = startChild('intake-bare.ts');
  try {
    const { url } = await child.ask<{ url: string }>({ databaseUrl: bareUrl, secret: SECRET });
    return await closedLoop(agent, url, tasks);
  } finally {
    await child.stop();
  }
}

/** As many as it takes, some at a time. @returns Answers a second. */
async function closedLoop(agent: Agent, url: string, tasks: IntakeReady['tasks']): Promise<number> {
  const endsAt = performance.now() + CLOSED_S * 1000;
  let answered = 0;
  const lane = async () => {
    while (performance.now() < endsAt) {
      await post(agent, url, delivery(tasks, answered));
      answered += 1;
    }
  };
  await Promise.all(Array.from({ length: CLOSED_AT_ONCE }, lane));
  return answered / CLOSED_S;
}

function delivery(tasks: IntakeReady['tasks'], index: number): Sent {
  const { id, key } = tasks[index % tasks.length] ?? { id: '1', key: 'X-1' };
  const body = Buffer.from(
    JSON.stringify({ timestamp: index, webhookEvent: 'jira:issue_updated', issue: { id, key, fields: {} } }),
  );
  return { key: randomUUID(), body, signature: `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}` };
}

async function post(agent: Agent, url: string, { key, body, signature }: Sent): Promise<number> {
  const answer = await request(url, {
    dispatcher: agent,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-atlassian-webhook-identifier': key,
      'x-hub-signature': signature,
    },
    body,
  });
  await answer.body.dump();
  return answer.statusCode;
}
