/**
 * Two hundred managers of an organisation of 100,000 tasks look through the dashboard: what it asks comes twenty times a second, whether or
 * not the answers before are there, and each is timed from when it was meant to be sent.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { startChild } from './child.ts';
import type { DashboardAsk, DashboardReady } from './dashboard-service.ts';
import { type Ledger, round } from './ledger.ts';
import { benchRatios } from './load-ratios.ts';
import { type Ask, type Reader, visitOf } from './load-visits.ts';
import { listManagerIds, ORGANISATION, storeOrganisation } from './organisation.ts';

const ASKS_A_SECOND = 20;
const SECONDS = 60;
const P95_MS_MAX = 150;

export interface LoadBench {
  readonly databaseUrl: string;
  readonly dataFolder: string;
  readonly tasks: number;
  readonly ledger: Ledger;
}

export async function benchLoad({ databaseUrl, dataFolder, tasks, ledger }: LoadBench): Promise<void> {
  const service = startChild('dashboard-service.ts', ['--max-semi-space-size=16']);
  try {
    const ask: DashboardAsk = { databaseUrl, dataFolder: join(dataFolder, 'data'), dashboardFolder: null };
    const { url } = await service.ask<DashboardReady>(ask);
    await storeOrganisation(databaseUrl, tasks);
    const readers = await signInAll(databaseUrl);
    ledger.say(`load: ${tasks} tasks, ${ORGANISATION.teams} teams, ${readers.length} managers`);
    await askAll(url, readers, ledger);
    await benchRatios(databaseUrl, ledger);
  } finally {
    await service.stop();
  }
}

/** A session for each manager, as if each had signed in. */
async function signInAll(databaseUrl: string): Promise<Reader[]> {
  const ids = await listManagerIds(databaseUrl);
  const readers = ids.map(
    (id): Reader => ({ id, cookie: `plumbline=bench-${id}`, ids: [], themeId: null, cursor: null }),
  );
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const hashes = ids.map((id) => createHash('sha256').update(`bench-${id}`).digest('hex'));
    await client.query(
      `insert into sessions (id_hash, person_id, created_at, seen_at, expires_at)
       select h, p, now(), now(), now() + interval '1 day' from unnest($1::text[], $2::text[]) s(h, p)`,
      [hashes, ids],
    );
  } finally {
    await client.end();
  }
  return readers;
}

interface Answered {
  readonly name: string;
  readonly ms: number;
}

async function askAll(url: string, readers: readonly Reader[], ledger: Ledger): Promise<void> {
  // Compiled and connected before anything is timed.
  await inOrder(url, readers.slice(0, 2));
  const asked = queueOf(readers, ASKS_A_SECOND * SECONDS);
  const startedAt = performance.now();
  const under = asked.map(async ({ reader, ask }, at): Promise<Answered> => {
    const dueAt = startedAt + (at * 1_000) / ASKS_A_SECOND;
    await sleep(Math.max(0, dueAt - performance.now()));
    await send(url, reader, ask);
    return { name: ask.name, ms: performance.now() - dueAt };
  });
  say(await Promise.all(under), ledger);
}

/** A reader begins so many questions after the one before: at any moment they are on different pages. */
const APART = 2;

/** Each reader goes through everything in order; readers take turns, so that the answer before has come. */
function queueOf(readers: readonly Reader[], count: number): { reader: Reader; ask: Ask }[] {
  const together = Math.ceil(count / visitOf(0).length);
  // Spread over the tree: those who see much are among them in their share.
  const step = Math.max(1, Math.floor(readers.length / together));
  const some = readers.filter((_, at) => at % step === 0).slice(0, together);
  return some
    .flatMap((reader, turn) => visitOf(turn).map((ask, at) => ({ reader, ask, place: at + turn * APART })))
    .sort((a, b) => a.place - b.place)
    .slice(0, count);
}

async function inOrder(url: string, readers: readonly Reader[]): Promise<void> {
  for (const reader of readers) for (const ask of visitOf(0)) await send(url, reader, ask);
}

async function send(url: string, reader: Reader, { path, method, take, name }: Ask): Promise<void> {
  const answer = await fetch(`${url}/api/v1${path(reader)}`, {
    method: method ?? 'GET',
    headers: {
      cookie: reader.cookie,
      origin: url,
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
    },
    body: method === 'POST' ? '{}' : null,
  });
  const read = (await answer.json()) as never;
  // What only owners may ask, and a task of an empty list, are answers too; a fault is none.
  if (answer.status >= 500) throw new Error(`${name} was answered ${answer.status}`);
  if (answer.ok) take?.(reader, read);
}

function say(answered: readonly Answered[], ledger: Ledger): void {
  const names = [...Map.groupBy(answered, ({ name }) => name)];
  for (const [name, own] of names.sort(([, a], [, b]) => percentile(b, 0.95) - percentile(a, 0.95)))
    ledger.say(
      `  ${name}: ${own.length} times, median ${round(percentile(own, 0.5))} ms, 95 of 100 within ${round(percentile(own, 0.95))} ms`,
    );
  ledger.say(
    `${answered.length} answers, median ${round(percentile(answered, 0.5))} ms, longest ${round(percentile(answered, 1))} ms`,
  );
  ledger.limit(`${ASKS_A_SECOND} questions a second, 95 of 100 within`, percentile(answered, 0.95), P95_MS_MAX, ' ms');
}

function percentile(answered: readonly Answered[], share: number): number {
  const sorted = answered.map(({ ms }) => ms).sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.POSITIVE_INFINITY;
}
