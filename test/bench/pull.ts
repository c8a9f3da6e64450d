/** Our pull, alone in its process: what it takes in memory is ours. Asked once. */
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { parseConfig } from '../../config/config.ts';
import { openRuntime } from '../../src/compose.ts';
import type { Database } from '../../src/store/database.ts';
import { requestSyncRun } from '../../src/store/sync-runs.ts';
import { connectTool } from '../../src/usecases/connect.ts';
import { importGoals } from '../../src/usecases/import-goals.ts';
import { importPeople } from '../../src/usecases/import-people.ts';
import { importRules } from '../../src/usecases/import-rules.ts';
import { readRows } from '../../src/usecases/read-rows.ts';
import { syncConnection } from '../../src/usecases/sync-connection.ts';
import { answerParent } from './child.ts';
import type { Address, Made } from './simulators.ts';

export interface PullAsk {
  readonly databaseUrl: string;
  readonly dataFolder: string;
  readonly now: number;
  readonly files: Made['files'];
  readonly tools: readonly Address[];
  /** The tools' published limits are kept; else they are a thousandfold, and kept at the same cost. */
  readonly isLimited: boolean;
}

export interface Pulled {
  readonly durationMs: number;
  readonly cpuMs: number;
  /** Of this process, from its start: modules, SDKs and all. */
  readonly memoryMaxBytes: number;
  readonly tasks: number;
  readonly setAside: number;
  readonly asanaGoals: number;
}

/** The three connections side by side, each a job of its own, as the service's workers run them. */
async function pull(message: PullAsk): Promise<Pulled> {
  const config = parseConfig({
    DATABASE_URL: message.databaseUrl,
    PLUMBLINE_DATA: message.dataFolder,
    PLUMBLINE_PRIVATE_RANGES: '127.0.0.1',
  });
  const runtime = await openRuntime(
    { ...config, logLevel: 'silent' },
    {
      now: () => message.now,
      areToolsSimulated: !message.isLimited,
    },
  );
  const { signal } = new AbortController();
  const idle = { db: runtime.db, now: runtime.now, onStale: async () => {} };
  await importPeople(idle, readRows(message.files.people, 'csv'));
  await importGoals(idle, readRows(message.files.goals, 'csv'));
  await importRules(idle, readRows(message.files.rules, 'yaml'));
  const { db, secrets, reach, budgets, now } = runtime;
  const connect = { db, secrets, reach, budgets, now };
  for (const { tool, url, credentials } of message.tools) {
    await connectTool(connect, { tool, baseUrl: url, credentials }, signal);
  }
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(
    message.tools.map(async ({ tool }) => {
      const run = await requestSyncRun(runtime.db, tool, 'full', new Date(message.now));
      await work(() => syncConnection({ ...runtime, onStale: async () => {} }, run.id, { signal, isLast: true }));
    }),
  );
  const durationMs = performance.now() - startedAt;
  const used = process.cpuUsage(cpu);
  const counts = { tasks: await count(runtime.db, 'tasks'), setAside: await count(runtime.db, 'set_asides') };
  const asanaGoals = await count(runtime.db, 'tool_goals');
  await runtime.close();
  return {
    durationMs,
    cpuMs: (used.user + used.system) / 1000,
    memoryMaxBytes: process.resourceUsage().maxRSS * 1024,
    ...counts,
    asanaGoals,
  };
}

/** As a worker does: a pull that is to wait is put off, and taken up where it stopped. */
async function work(sync: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await sync();
    } catch (error) {
      const { kind, retryAfterMs } = error as { kind?: string; retryAfterMs?: number | null };
      if (kind !== 'rate-limited' || !retryAfterMs) throw error;
      await delay(retryAfterMs);
    }
  }
}

async function count(db: Database, table: 'tasks' | 'set_asides' | 'tool_goals'): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) from ${sql.table(table)}`.execute(db);
  return rows[0]?.count ?? 0;
}

answerParent(pull, async () => {});
