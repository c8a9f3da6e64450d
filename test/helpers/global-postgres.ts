import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/store/database.ts';
import { openEmbedded } from '../../src/store/embedded.ts';
import { migrateToLatest } from '../../src/store/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The run's server, connected to its maintenance database. */
    postgresUrl: string;
  }
}

/** Every test file's database is a copy of this one. */
export const TEMPLATE = 'plumbline_template';

/** One real PostgreSQL for the whole run, started by the very code under test; gone afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-test-'));
  // As root the server runs as another user, who must be able to enter.
  chmodSync(folder, 0o711);
  const server = await openEmbedded(folder);
  await makeTemplate(server.url);
  project.provide('postgresUrl', server.url);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
    if (server.dataFolder !== folder) rmSync(server.dataFolder, { recursive: true, force: true });
  };
}

async function makeTemplate(url: string): Promise<void> {
  const admin = openDatabase(url);
  // Test data need not survive a power cut, and databases are made and dropped by the dozen.
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes']) {
    await sql`alter system set ${sql.id(setting)} = off`.execute(admin);
  }
  await sql`select pg_reload_conf()`.execute(admin);
  await sql`create database ${sql.id(TEMPLATE)}`.execute(admin);
  await admin.destroy();
  const template = openDatabase(urlOfDatabase(url, TEMPLATE));
  await migrateToLatest(template);
  await template.destroy();
}

export function urlOfDatabase(url: string, database: string): string {
  const at = new URL(url);
  at.pathname = `/${database}`;
  return at.href;
}
