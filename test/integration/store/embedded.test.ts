import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/store/database.ts';
import { type EmbeddedDatabase, openEmbedded } from '../../../src/store/embedded.ts';
import {
  type EmbeddedProcess,
  isServerUp,
  openFolder,
  type Said,
  serverPid,
  startProcess,
} from '../../helpers/embedded.ts';
import { waitFor } from '../../helpers/wait.ts';

let parent: string;
let folder: string;
let processes: EmbeddedProcess[];
let opened: EmbeddedDatabase[];

/** Making a cluster is the slow part; most tests begin with a copy of one that was stopped in order. */
let made: string;
beforeAll(async () => {
  made = openFolder();
  await (await openEmbedded(join(made, 'data'))).stop();
});
afterAll(() => rmSync(made, { recursive: true, force: true }));

function beginWithCopy(): void {
  expect(spawnSync('cp', ['-a', join(made, 'data'), folder]).status).toBe(0);
}

beforeEach(() => {
  parent = openFolder();
  folder = join(parent, 'data');
  processes = [];
  opened = [];
});
afterEach(async () => {
  await Promise.all(processes.map((one) => one.kill().catch(() => undefined)));
  // Whoever was killed stopped nothing; who comes last does.
  if (isServerUp(folder)) opened.push(await openEmbedded(folder));
  for (const database of opened) await database.stop();
  expect(isServerUp(folder)).toBe(false);
  rmSync(parent, { recursive: true, force: true });
});

async function open(): Promise<EmbeddedDatabase> {
  const database = await openEmbedded(folder);
  opened.push(database);
  return database;
}

async function startOther(): Promise<{ other: EmbeddedProcess; said: Said }> {
  const other = startProcess(folder);
  processes.push(other);
  return { other, said: await other.next() };
}

async function ask(url: string): Promise<number> {
  const db = openDatabase(url, { connectionsMax: 1 });
  try {
    return (await sql<{ two: number }>`select 1 + 1 as two`.execute(db)).rows[0]?.two ?? 0;
  } finally {
    await db.destroy();
  }
}

/** Somebody holds the lock of the one service. */
async function hasServiceLock(url: string): Promise<boolean> {
  const db = openDatabase(url, { connectionsMax: 1 });
  try {
    const { rows } = await sql`select from pg_locks where locktype = 'advisory' and objid = 2 and granted`.execute(db);
    return rows.length > 0;
  } finally {
    await db.destroy();
  }
}

describe('openEmbedded on an empty folder', () => {
  it('keeps password and data to itself, and listens on loopback only', async () => {
    const { url } = await open();
    expect(statSync(join(folder, 'database-password')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'postgres')).mode & 0o077).toBe(0);
    expect(new URL(url).hostname).toBe('127.0.0.1');
    const db = openDatabase(url);
    const { rows } = await sql<{ listen_addresses: string; fsync: string; sockets: string; locale: string }>`
      select current_setting('listen_addresses') as listen_addresses, current_setting('fsync') as fsync,
        current_setting('unix_socket_directories') as sockets, lower('ÄÉ') as locale`.execute(db);
    await db.destroy();
    expect(rows[0]).toEqual({ listen_addresses: '127.0.0.1', fsync: 'on', sockets: '', locale: 'äé' });
    const wrong = new URL(url);
    wrong.password = 'guess';
    await expect(ask(wrong.href)).rejects.toMatchObject({ code: '28P01' });
  });

  it('lets four commands start at once on an empty folder', async () => {
    const four = await Promise.all(Array.from({ length: 4 }, startOther));
    expect(four.map(({ said }) => said.message)).toEqual(Array(4).fill(undefined));
    expect(new Set(four.map(({ said }) => said.url)).size).toBe(1);
    expect(four.filter(({ said }) => said.startedHere)).toHaveLength(1);
    await Promise.all(four.map(({ other }) => other.stop()));
    expect(isServerUp(folder)).toBe(false);
  });

  it('says it in one line when the folder is a file', async () => {
    writeFileSync(join(parent, 'file'), '');
    await expect(openEmbedded(join(parent, 'file', 'data'))).rejects.toMatchObject({ code: 'not-writable' });
  });
});

describe('openEmbedded', () => {
  beforeEach(beginWithCopy);

  it('is shared by all who come, and stopped by who leaves last', async () => {
    const first = await open();
    const { other, said } = await startOther();
    expect(first.startedHere).toBe(true);
    expect(said.startedHere).toBe(false);
    await first.stop();
    expect(await ask(said.url ?? '')).toBe(2);
    await other.stop();
    expect(isServerUp(folder)).toBe(false);
  });

  it('leaves nothing behind that keeps a process that has left', async () => {
    beginWithCopy();
    await open();
    const { other } = await startOther();
    other.tell('stop');
    expect(await other.next()).toEqual({ stopped: true, timers: 0 });
  });

  it('never stops under one who comes while another leaves, 12 rounds', async () => {
    let leaving = await open();
    for (let round = 0; round < 12; round++) {
      const [coming] = await Promise.all([openEmbedded(folder), leaving.stop()]);
      opened.push(coming);
      expect(await ask(coming.url)).toBe(2);
      leaving = coming;
    }
  });

  it('recovers by itself after app and server were killed, with everything that was committed', async () => {
    const { other, said } = await startOther();
    const db = openDatabase(said.url ?? '');
    await sql`create table kept (id int)`.execute(db);
    await sql`insert into kept select generate_series(1, 1000)`.execute(db);
    process.kill(serverPid(folder), 'SIGKILL');
    await other.kill();
    await db.destroy();
    const again = openDatabase((await open()).url);
    const { rows } = await sql<{ count: number }>`select count(*) from kept`.execute(again);
    await again.destroy();
    expect(rows[0]?.count).toBe(1000);
  });

  it('takes over the server of an app that was killed, and stops it in the end', async () => {
    const { other } = await startOther();
    await other.kill();
    expect(isServerUp(folder)).toBe(true);
    const database = await open();
    expect(database.startedHere).toBe(false);
    await database.stop();
    expect(isServerUp(folder)).toBe(false);
  });

  it('starts the server again when it dies under a running app, at the same address', async () => {
    const { url } = await open();
    const killed = serverPid(folder);
    process.kill(killed, 'SIGKILL');
    await waitFor('an answer', () => ask(url).catch(() => null));
    expect(serverPid(folder)).not.toBe(killed);
    await opened[0]?.stop();
    expect(isServerUp(folder)).toBe(false);
  });

  it('starts over a process number that now belongs to somebody else', async () => {
    await (await open()).stop();
    writeFileSync(
      join(folder, 'postgres', 'postmaster.pid'),
      `${process.pid}\n${folder}/postgres\n0\n5432\n\n127.0.0.1\n0\nready\n`,
    );
    expect(await ask((await open()).url)).toBe(2);
  });

  it('refuses data of another major with one line that names both', async () => {
    await (await open()).stop();
    writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '15\n');
    await expect(openEmbedded(folder)).rejects.toMatchObject({
      code: 'wrong-major',
      message: expect.stringMatching(/^[^\n]*PostgreSQL 15[^\n]*18[^\n]*$/),
    });
  });

  it('says where the password belongs when it was lost', async () => {
    const database = await open();
    writeFileSync(join(folder, 'database-password'), 'another\n');
    const said = (await startOther()).said;
    expect(said).toMatchObject({ code: 'database-failed', message: expect.stringContaining('database-password') });
    await database.stop();
  });
});

describe('claimService', () => {
  beforeEach(beginWithCopy);

  it('lets one service run on a data folder, and names it to the second', async () => {
    const { other } = await startOther();
    other.tell('claim');
    expect(await other.next()).toEqual({ claimed: true });
    await expect((await open()).claimService()).rejects.toMatchObject({
      code: 'already-running',
      message: expect.stringContaining(`process ${other.pid},`),
    });
  });

  it('is free again the moment its holder was killed', async () => {
    const { other } = await startOther();
    other.tell('claim');
    await other.next();
    const database = await open();
    await other.kill();
    await waitFor('the claim', () =>
      database.claimService().then(
        () => true,
        () => false,
      ),
    );
  });

  it('is kept when the server dies under it, also where another starts the server before its holder can', async () => {
    const { other } = await startOther();
    other.tell('claim');
    await other.next();
    process.kill(other.pid, 'SIGSTOP');
    process.kill(serverPid(folder), 'SIGKILL');
    const database = await open();
    expect(database.startedHere).toBe(true);
    await expect(database.claimService()).rejects.toMatchObject({
      code: 'already-running',
      message: expect.stringContaining(`process ${other.pid},`),
    });
    process.kill(other.pid, 'SIGCONT');
    await waitFor('the lock of the claim', () => hasServiceLock(database.url));
    await expect(database.claimService()).rejects.toMatchObject({
      code: 'already-running',
      message: expect.stringContaining(`process ${other.pid},`),
    });
  });

  it('is not kept by a process that only has the number of the one that held it', async () => {
    const claim = { pid: process.ppid, birth: '1', since: '2026-11-22T10:00:00.000Z' };
    writeFileSync(join(folder, 'service.json'), JSON.stringify(claim));
    await (await open()).claimService();
    expect(JSON.parse(readFileSync(join(folder, 'service.json'), 'utf8'))).toMatchObject({ pid: process.pid });
  });

  it('is given up with the data folder', async () => {
    const database = await open();
    await database.claimService();
    await database.stop();
    expect(existsSync(join(folder, 'service.json'))).toBe(false);
  });
});
