/**
 * Everything linked again after a goal changed, while the service answers: how long, how fast, and how soon it answers meanwhile. Then a person's
 * decisions, until all that reads like the task shows them.
 */
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { migrateToLatest } from '../../src/store/migrate.ts';
import { hasStaleTasks } from '../../src/store/stale.ts';
import { importGoals } from '../../src/usecases/import-goals.ts';
import { type Child, startChild } from './child.ts';
import { benchDecisions } from './decisions.ts';
import { type Ledger, round } from './ledger.ts';
import { type Corpus, madeUpCorpus } from './link-corpus.ts';
import type { RelinkFigures } from './relink-service.ts';
import { copyTasks, DISTINCT, storeTasks } from './relink-tasks.ts';

export interface RelinkBench {
  readonly databaseUrl: string;
  readonly dataFolder: string;
  readonly tasks: number;
  readonly seed: string;
  readonly ledger: Ledger;
}

const GOALS = 200;
const P99_MS_MAX = 50;
const ASK_EVERY_MS = 50;
const LOOK_EVERY_MS = 1_000;

export async function benchRelink(bench: RelinkBench): Promise<void> {
  const { databaseUrl, dataFolder, tasks, ledger } = bench;
  const db = openDatabase(databaseUrl);
  const service = startChild('relink-service.ts', ['--max-semi-space-size=16']);
  try {
    await migrateToLatest(db);
    const corpus = madeUpCorpus(bench.seed, GOALS);
    await writeGoals(db, corpus, '');
    const first = Math.min(tasks, DISTINCT);
    const storedMs = await timed(() => storeTasks(databaseUrl, first, corpus, corpus.goals.map(keyOf)));
    ledger.say(`${first} tasks and ${GOALS} goals stored in ${round(storedMs / 1000)} s`);
    const url = await service.ask<string>({ ask: 'start', databaseUrl, dataFolder });
    await untilLinked('linked for the first time', db, url, { ...bench, tasks: first }, async () => {});
    await sayFigures(service, ledger);
    if (tasks > first) {
      const copiedMs = await timed(() => copyTasks(databaseUrl, tasks));
      ledger.say(`copied, linked as they are, until there were ${tasks}, in ${round(copiedMs / 1000)} s`);
    }
    await untilLinked('linked again after a goal changed', db, url, bench, () => writeGoals(db, corpus, ' anew'));
    await sayFigures(service, ledger);
    await benchDecisions(db, url, ledger);
  } finally {
    await service.stop();
    await db.destroy();
  }
}

const keyOf = (_goal: unknown, at: number) => `KR${at + 1}`;

/** As a person does, from a file; the first goal's title ends as given. */
async function writeGoals(db: Database, { goals }: Corpus, ending: string): Promise<void> {
  const rows = goals.map(({ title, text }, at) => ({
    row: at + 2,
    values: { key: keyOf(null, at), kind: 'key-result', title: at === 0 ? title + ending : title, description: text },
  }));
  const { errors } = await importGoals({ db, now: Date.now, onStale: async () => {} }, rows);
  if (errors.length > 0) throw new Error(JSON.stringify(errors[0]));
}

async function untilLinked(what: string, db: Database, url: string, bench: RelinkBench, change: () => Promise<void>) {
  const { ledger, tasks } = bench;
  const asking = askHealth(url);
  const changedMs = await timed(change);
  const tookMs = await timed(async () => {
    while (await hasStaleTasks(db)) await sleep(LOOK_EVERY_MS);
  });
  const figures = (await asking.end()).toSorted((a, b) => a - b);
  const p = (share: number) => figures[Math.ceil(share * figures.length) - 1] ?? Number.POSITIVE_INFINITY;
  ledger.say(
    `${what}: ${tasks} tasks in ${round(tookMs / 1000)} s, ${round((tasks / tookMs) * 1000)} a second; the change itself took ${round(changedMs)} ms`,
  );
  ledger.say(
    `  /healthz meanwhile, ${figures.length} times: median ${round(p(0.5))} ms, p99 ${round(p(0.99))} ms, longest ${round(p(1))} ms`,
  );
  ledger.limit(`/healthz while everything is ${what}, 99 of 100 within`, p(0.99), P99_MS_MAX, ' ms');
}

/** Twenty times a second, each on its beat: a slow answer holds up no later question. */
function askHealth(url: string): { end(): Promise<readonly number[]> } {
  const asked: Promise<number>[] = [];
  const ask = () =>
    timed(async () => {
      const answer = await fetch(`${url}/healthz`);
      if (!answer.ok) throw new Error(`/healthz answered ${answer.status}`);
      await answer.arrayBuffer();
    });
  const timer = setInterval(() => {
    const one = ask();
    one.catch(() => undefined);
    asked.push(one);
  }, ASK_EVERY_MS);
  return {
    end() {
      clearInterval(timer);
      return Promise.all(asked);
    },
  };
}

async function sayFigures(service: Child, ledger: Ledger): Promise<void> {
  const { memoryBytes, longestTurnMs } = await service.ask<RelinkFigures>({ ask: 'figures' });
  ledger.say(`  the service had at most ${round(memoryBytes / 2 ** 20)} MB`);
  ledger.limit('its longest turn, processor time', longestTurnMs, P99_MS_MAX, ' ms');
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return performance.now() - startedAt;
}
