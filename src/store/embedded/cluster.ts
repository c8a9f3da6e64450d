import { spawn } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StoreError } from '../errors.ts';
import { type Binaries, findBinaries } from './binaries.ts';
import { describingDisk, diskError, readOrMakeSecret } from './data-folder.ts';
import { type DatabaseUser, databaseUser } from './database-user.ts';

/** One PostgreSQL cluster in a data folder, running or not. */
export interface Cluster {
  readonly dataFolder: string;
  /** `<data folder>/postgres`. */
  readonly folder: string;
  readonly user: DatabaseUser | null;
  readonly binaries: Binaries;
  readonly password: string;
}

/** What PostgreSQL itself writes down about the server of a cluster (`postmaster.pid`). */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
}

export const SUPERUSER = 'plumbline';
/** initdb fills about 40 MB, its write-ahead log another 16. */
const FREE_BYTES_MIN = 100 * 1024 * 1024;
const INIT_PREFIX = 'postgres.init-';

/**
 * Finds the cluster of a data folder, or makes it.
 *
 * @throws StoreError `wrong-major` when another major wrote it, `disk-full`, `not-writable`, `no-binaries`, `no-database-user`.
 */
export async function openCluster(dataFolder: string): Promise<Cluster> {
  const folder = join(dataFolder, 'postgres');
  const user = databaseUser(folder);
  const binaries = describingDisk(dataFolder, () => findBinaries(dataFolder, user));
  const password = readOrMakeSecret(join(dataFolder, 'database-password'));
  const cluster = { dataFolder, folder, user, binaries, password };
  if (!existsSync(join(folder, 'PG_VERSION'))) await initialise(cluster);
  refuseOtherMajor(cluster);
  return cluster;
}

function refuseOtherMajor({ folder, binaries }: Cluster): void {
  const found = describingDisk(folder, () => readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim());
  if (found === binaries.major) return;
  throw new StoreError(
    'wrong-major',
    `${folder} was written by PostgreSQL ${found} and this release brings ${binaries.major}; dump it with the older release and load it, or set PLUMBLINE_DATA to a new folder.`,
  );
}

/** Made aside and moved into place whole: a crash or a second process never leaves half a cluster behind. */
async function initialise(cluster: Cluster): Promise<void> {
  const { dataFolder } = cluster;
  removeAbandoned(dataFolder);
  const { bavail, bsize } = describingDisk(dataFolder, () => statfsSync(dataFolder));
  if (bavail * bsize < FREE_BYTES_MIN) throw diskError(dataFolder, 'ENOSPC') ?? new Error('unreachable');
  const aside = describingDisk(dataFolder, () => mkdtempSync(join(dataFolder, INIT_PREFIX)));
  try {
    await runInitdb(cluster, aside);
    moveIntoPlace(join(aside, 'cluster'), cluster.folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

async function runInitdb({ dataFolder, user, binaries, password }: Cluster, aside: string): Promise<void> {
  const passwordFile = join(aside, 'password');
  describingDisk(dataFolder, () => writeFileSync(passwordFile, password, { mode: 0o600 }));
  if (user) for (const path of [aside, passwordFile]) chownSync(path, user.ids.uid, user.ids.gid);
  const args = [`--pgdata=${join(aside, 'cluster')}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`];
  // The built-in locale knows every letter and sorts the same on every machine, whatever the machine has installed.
  args.push(
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
  );
  const child = spawn(binaries.initdb, args, {
    ...user?.ids,
    cwd: aside,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => (said += chunk));
  child.stdout.resume();
  const code = await new Promise<number | null>((done, failed) => child.once('error', failed).once('close', done));
  if (code !== 0) throw failure(dataFolder, said);
}

function moveIntoPlace(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    // Another process was first; its cluster has the same password, from the same file.
    if (!existsSync(join(to, 'PG_VERSION'))) throw error;
  }
}

function removeAbandoned(dataFolder: string): void {
  for (const name of readdirSync(dataFolder).filter((entry) => entry.startsWith(INIT_PREFIX))) {
    const path = join(dataFolder, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > 600_000) rmSync(path, { recursive: true, force: true });
  }
}

/** The server as its own file names it; null when the file is missing or its process is gone. It may still be starting or stopping. */
export function findPostmaster({ folder }: Cluster): Postmaster | null {
  const file = join(folder, 'postmaster.pid');
  const text = readIfThere(file);
  const [pidLine, , , portLine] = text?.split('\n') ?? [];
  const pid = Number(pidLine);
  if (!text || !pid) return null;
  if (isPostgres(pid)) return { pid, port: Number(portLine) || 0 };
  // After a power cut the number may belong to any process of ours, and PostgreSQL would refuse to start over it.
  if (readIfThere(file) === text && isAlive(pid)) rmSync(file, { force: true });
  return null;
}

function isPostgres(pid: number): boolean {
  if (!isAlive(pid)) return false;
  const command = readIfThere(`/proc/${pid}/cmdline`);
  return command === null || command.includes('postgres');
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function readIfThere(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/**
 * Starts the server on 127.0.0.1 and returns when it answers or has given way to another that runs already.
 *
 * It is a process group of its own: Ctrl-C in a terminal reaches us, and we stop it in order.
 *
 * @returns Whether the server of this cluster is now the one started here. False: look again, somebody else may have been first.
 * @throws StoreError saying why it does not start.
 */
export async function startServer(cluster: Cluster, port: number, deadlineAt: number): Promise<boolean> {
  const { dataFolder, folder, user, binaries } = cluster;
  const log = describingDisk(dataFolder, () => openLog(join(dataFolder, 'postgres.log')));
  const from = fstatSync(log).size;
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    'jit=off',
    // A first pull writes a gigabyte and more: a checkpoint in the midst of it writes every page it touches in full again.
    'max_wal_size=2GB',
    'checkpoint_timeout=15min',
  ];
  const args = ['-D', folder, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])];
  const child = spawn(binaries.postgres, args, {
    ...user?.ids,
    cwd: folder,
    env: environment(),
    detached: true,
    stdio: ['ignore', log, log],
  });
  child.unref();
  const ended = new Promise<true>((done) => child.once('error', () => done(true)).once('exit', () => done(true)));
  try {
    while (Date.now() < deadlineAt) {
      if (await Promise.race([ended, delay(20, false)])) return explainEnd(dataFolder, tail(log, from));
      if (isReady(cluster, child.pid)) return true;
    }
    throw new StoreError(
      'database-failed',
      `The database in ${folder} did not start in time; see ${join(dataFolder, 'postgres.log')}.`,
    );
  } finally {
    closeSync(log);
  }
}

/** Line 8 of its file says "ready" once connections are taken, after any recovery. */
function isReady({ folder }: Cluster, pid: number | undefined): boolean {
  const lines = readIfThere(join(folder, 'postmaster.pid'))?.split('\n') ?? [];
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

/** Another was first, took our port, or one that was killed has not quite gone: the caller looks again. All else is told. */
function explainEnd(dataFolder: string, said: string): false {
  const passing =
    /lock file "postmaster.pid" already exists|pre-existing shared memory block|Address already in use|could not bind/;
  if (passing.test(said)) return false;
  throw failure(dataFolder, said);
}

function failure(dataFolder: string, said: string): StoreError {
  const line =
    said.split('\n').findLast((entry) => /FATAL|PANIC|error:/i.test(entry)) ?? said.trim().split('\n').at(-1) ?? '';
  return (
    diskError(dataFolder, said) ??
    new StoreError(
      'database-failed',
      `The database in ${dataFolder} does not start: ${line.replace(/^.*?(FATAL|PANIC|error):\s*/i, '').trim()}`,
    )
  );
}

function openLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > 10 * 1024 * 1024) renameSync(file, `${file}.1`);
  return openSync(file, 'a+', 0o600);
}

function tail(log: number, from: number): string {
  const buffer = Buffer.alloc(Math.min(64 * 1024, Math.max(0, fstatSync(log).size - from)));
  readSync(log, buffer, 0, buffer.length, from);
  return buffer.toString();
}

/** Nothing of ours: settings of the shell (PGDATA, PGPORT, secrets) are not the server's business. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/** @returns `wanted` where it is free, else any free port on loopback. */
export async function freePort(wanted: number): Promise<number> {
  const tryPort = (port: number) =>
    new Promise<number | null>((done) => {
      const server = createServer();
      server.once('error', () => done(null));
      server.listen(port, '127.0.0.1', () => {
        const { port: got } = server.address() as { port: number };
        server.close(() => done(got));
      });
    });
  return (await tryPort(wanted)) ?? (await tryPort(0)) ?? 0;
}

/** Ends the server in order (open transactions are rolled back, everything committed is on disk). */
export async function stopServer(cluster: Cluster, { pid }: Postmaster, withinMs = 20_000): Promise<void> {
  // SIGINT is PostgreSQL's "fast" shutdown; SIGQUIT leaves at once and recovers at the next start.
  for (const [signal, waitMs] of [
    ['SIGINT', withinMs],
    ['SIGQUIT', 5_000],
  ] as const) {
    if (isAlive(pid)) process.kill(pid, signal);
    const until = Date.now() + waitMs;
    while (Date.now() < until) {
      if (findPostmaster(cluster)?.pid !== pid && !isAlive(pid)) return;
      await delay(20);
    }
  }
}
