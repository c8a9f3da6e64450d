import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import {
  type Cluster,
  findPostmaster,
  freePort,
  openCluster,
  type Postmaster,
  SUPERUSER,
  startServer,
  stopServer,
} from './embedded/cluster.ts';
import { describingDisk, openDataFolder } from './embedded/data-folder.ts';
import { dropServiceClaim, findLivingService, type ServiceClaim, writeServiceClaim } from './embedded/service-claim.ts';
import { StoreError } from './errors.ts';

/** A PostgreSQL in the data folder, shared by every command that uses it. */
export interface EmbeddedDatabase {
  /** Holds the password: never logged. */
  readonly url: string;
  /** Where the data is; see `openDataFolder` for when this is not the folder asked for. */
  readonly dataFolder: string;
  /** One line to show when the data is elsewhere than asked for. */
  readonly notice: string | null;
  /** False when it ran already: another command, or one that was killed, started it. */
  readonly startedHere: boolean;
  /** Becomes the one service of this data folder. @throws StoreError `already-running`, naming the process. */
  claimService(): Promise<void>;
  /** Leaves; whoever leaves last stops the server. Close every pool before. */
  stop(): Promise<void>;
}

const DATABASE = 'plumbline';
/** Advisory locks: everybody who uses the server holds the first one shared; the service holds the second alone. */
const IN_USE = '1347179853, 1';
const SERVICE = '1347179853, 2';

/**
 * Joins the server of a data folder; starts it, and makes its cluster, where needed. Recovers by itself after a crash.
 *
 * Who uses the server is known by a lock in the server itself, held by one connection of each process: the system drops it
 * however a process ends, so there is nothing stale to clean up, and nobody stops the server under another.
 *
 * @param wanted The data folder as configured.
 * @throws StoreError, one line each: a full or read-only disk, another major's data, no user to run as root …
 */
export async function openEmbedded(wanted: string, options: { timeoutMs?: number } = {}): Promise<EmbeddedDatabase> {
  const { folder: dataFolder, notice } = openDataFolder(wanted);
  const cluster = await openCluster(dataFolder);
  const timeoutMs = options.timeoutMs ?? 120_000;
  const joined = await joinServer(cluster, timeoutMs);
  const state: Membership = {
    cluster,
    timeoutMs,
    keeper: joined.keeper,
    isService: false,
    isLeaving: false,
    rejoining: null,
  };
  rejoinWhenLost(state);
  await makeDatabase(state.keeper);
  return {
    url: urlOf(cluster, joined.port, DATABASE),
    dataFolder,
    notice,
    startedHere: joined.startedHere,
    async claimService() {
      await claimService(state.keeper, dataFolder);
      state.isService = true;
    },
    async stop() {
      if (state.isLeaving) return;
      state.isLeaving = true;
      await state.rejoining;
      if (state.isService) dropServiceClaim(dataFolder);
      await leave(cluster, state.keeper);
    },
  };
}

interface Joined {
  readonly keeper: Client;
  readonly port: number;
  readonly startedHere: boolean;
}

async function joinServer(cluster: Cluster, timeoutMs: number): Promise<Joined> {
  const deadlineAt = Date.now() + timeoutMs;
  let startedHere = false;
  while (Date.now() < deadlineAt) {
    const running = findPostmaster(cluster);
    const keeper = running && (await connectKeeper(cluster, running));
    if (running && keeper) {
      rememberPort(cluster, running.port);
      return { keeper, port: running.port, startedHere };
    }
    if (!running) startedHere = await startServer(cluster, await freePort(rememberedPort(cluster)), deadlineAt);
    if (!startedHere) await delay(50);
  }
  throw new StoreError(
    'database-failed',
    `The database in ${cluster.dataFolder} cannot be reached; see postgres.log there.`,
  );
}

/** @returns null while the server is starting, stopping or gone: look again. */
async function connectKeeper(cluster: Cluster, { port }: Postmaster): Promise<Client | null> {
  if (port === 0) return null;
  const client = new Client({
    connectionString: urlOf(cluster, port, 'postgres'),
    application_name: `plumbline ${process.pid}`,
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    // While somebody is stopping the server this waits, and ends with the connection: then the loop starts a new one.
    await client.query(`select pg_advisory_lock_shared(${IN_USE})`);
    return client;
  } catch (error) {
    client.end().catch(() => undefined);
    if ((error as { code?: string }).code !== '28P01') return null;
    const file = join(cluster.dataFolder, 'database-password');
    throw new StoreError(
      'database-failed',
      `The database in ${cluster.folder} refuses the password in ${file}; put the file back.`,
      error,
    );
  }
}

/** One process's place among those that use the server. */
interface Membership {
  readonly cluster: Cluster;
  readonly timeoutMs: number;
  keeper: Client;
  isService: boolean;
  isLeaving: boolean;
  rejoining: Promise<void> | null;
}

/** The server may be restarted under us (a crash, an operator): hold the locks again, and start it where nobody else does. */
function rejoinWhenLost(state: Membership): void {
  state.keeper.once('end', () => {
    state.rejoining = rejoin(state);
  });
}

async function rejoin(state: Membership): Promise<void> {
  while (!state.isLeaving) {
    try {
      const { keeper } = await joinServer(state.cluster, state.timeoutMs);
      state.keeper = keeper;
      if (state.isService) await claimAgain(state);
      rejoinWhenLost(state);
      return;
    } catch {
      // Every pool says so too, loudly; here only the next try counts.
      await delay(1_000);
    }
  }
}

/** Nobody else keeps the lock while we live, but whoever asks for it holds it for a moment. */
async function claimAgain(state: Membership): Promise<void> {
  while (!state.isLeaving && !(await lockService(state.keeper))) await delay(50);
}

async function claimService(keeper: Client, dataFolder: string): Promise<void> {
  if (!(await lockService(keeper))) throw alreadyRunning(dataFolder, await lockHolder(keeper));
  // The server may have died under a service that lives, and be up again before that one is back.
  const living = findLivingService(dataFolder);
  if (living) {
    await keeper.query(`select pg_advisory_unlock(${SERVICE})`);
    throw alreadyRunning(dataFolder, living);
  }
  describingDisk(dataFolder, () => writeServiceClaim(dataFolder, new Date()));
}

async function lockService(keeper: Client): Promise<boolean> {
  const { rows } = await keeper.query(`select pg_try_advisory_lock(${SERVICE}) as mine`);
  if (rows[0].mine) await keeper.query(`set application_name = 'plumbline start ${process.pid}'`);
  return rows[0].mine;
}

async function lockHolder(keeper: Client): Promise<Pick<ServiceClaim, 'pid' | 'since'> | null> {
  const { rows } = await keeper.query(`
    select a.application_name as name, a.backend_start as since
    from pg_locks l join pg_stat_activity a using (pid)
    where l.locktype = 'advisory' and l.granted and (l.classid::bigint, l.objid::bigint) = (${SERVICE})`);
  const pid = /\d+$/.exec(rows[0]?.name ?? '')?.[0];
  return pid ? { pid: Number(pid), since: rows[0].since.toISOString() } : null;
}

function alreadyRunning(dataFolder: string, service: Pick<ServiceClaim, 'pid' | 'since'> | null): StoreError {
  const who = service ? ` (process ${service.pid}, since ${service.since})` : '';
  return new StoreError(
    'already-running',
    `The service already runs on ${dataFolder}${who}; stop it first, or set PLUMBLINE_DATA to another folder.`,
  );
}

async function makeDatabase(keeper: Client): Promise<void> {
  const found = await keeper.query('select 1 from pg_database where datname = $1', [DATABASE]);
  if (found.rowCount) return;
  try {
    await keeper.query(`create database ${DATABASE}`);
  } catch (error) {
    // Two commands at once: duplicate_database, or a clash in the catalogue while the other's is being made.
    if (!['42P04', '23505'].includes((error as { code: string }).code)) throw error;
    await waitForDatabase(keeper);
  }
}

async function waitForDatabase(keeper: Client): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if ((await keeper.query('select 1 from pg_database where datname = $1', [DATABASE])).rowCount) return;
    await delay(25);
  }
}

/** Only one who is alone gets the lock that all others hold shared; holding it keeps newcomers out until the server is gone. */
async function leave(cluster: Cluster, keeper: Client): Promise<void> {
  const running = findPostmaster(cluster);
  const isLast = await isAlone(keeper);
  if (isLast && running) await stopServer(cluster, running);
  // Not waited for where nothing else is left to do: every command would end two seconds later than it could.
  await Promise.race([keeper.end().catch(() => undefined), delay(2_000, undefined, { ref: false })]);
}

async function isAlone(keeper: Client): Promise<boolean> {
  try {
    // Given up first: two who leave at once would otherwise each be refused because of the other.
    await keeper.query(`select pg_advisory_unlock_shared(${IN_USE})`);
    const { rows } = await keeper.query(`select pg_try_advisory_lock(${IN_USE}) as alone`);
    return rows[0].alone;
  } catch {
    return false;
  }
}

function urlOf(cluster: Cluster, port: number, database: string): string {
  return `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

/** The same port after a restart, where it is still free: pools that were open find the server again. */
function rememberedPort({ dataFolder }: Cluster): number {
  try {
    return Number(readFileSync(join(dataFolder, 'database-port'), 'utf8')) || 0;
  } catch {
    return 0;
  }
}

function rememberPort(cluster: Cluster, port: number): void {
  if (rememberedPort(cluster) === port) return;
  try {
    writeFileSync(join(cluster.dataFolder, 'database-port'), `${port}\n`, { mode: 0o600 });
  } catch {
    // A convenience only: another free port serves as well.
  }
}
