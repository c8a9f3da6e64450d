import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { TEMPLATE, urlOfDatabase } from './global-postgres.ts';

export interface TestDatabase {
  readonly db: Database;
  readonly url: string;
  /** Closes the pool and removes the database; whoever is still connected is cut off. */
  drop(): Promise<void>;
}

/**
 * A database of its own, migrated, empty: one for each test file (`beforeAll`), dropped at its end (`afterAll`).
 *
 * @param options.copyOf The name of one to begin with instead; nobody may be connected to it.
 */
export async function createTestDatabase(options: { isEmpty?: boolean; copyOf?: string } = {}): Promise<TestDatabase> {
  const server = inject('postgresUrl');
  const name = `test_${process.pid}_${randomBytes(4).toString('hex')}`;
  const template = options.copyOf ?? (options.isEmpty ? 'template0' : TEMPLATE);
  await asAdmin(server, (admin) => sql`create database ${sql.id(name)} template ${sql.id(template)}`.execute(admin));
  const url = urlOfDatabase(server, name);
  const db = openDatabase(url);
  return {
    db,
    url,
    async drop() {
      await db.destroy();
      await asAdmin(server, async (admin) => {
        await untilLeft(admin, name);
        await sql`drop database if exists ${sql.id(name)} with (force)`.execute(admin);
      });
    },
  };
}

const LEAVE_MS_MAX = 15_000;

/** A pool that has just been closed is still saying goodbye: cut off in the midst of it, it would fail whatever test runs then. */
async function untilLeft(admin: Database, name: string): Promise<void> {
  const until = Date.now() + LEAVE_MS_MAX;
  while (Date.now() < until) {
    const { rows } = await sql`select from pg_stat_activity where datname = ${name}`.execute(admin);
    if (rows.length === 0) return;
    await delay(20);
  }
}

async function asAdmin(url: string, run: (admin: Database) => Promise<unknown>): Promise<void> {
  const admin = openDatabase(url, { connectionsMax: 1 });
  try {
    await run(admin);
  } finally {
    await admin.destroy();
  }
}
