import { randomBytes } from 'node:crypto';
import { openDatabase } from '../../../src/store/database.ts';
import { createSecretBox } from '../../../src/store/secrets.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { type Install, openInstall, setUp } from './install.ts';
import { liveThrough } from './live-through.ts';
import { keepRows } from './refill.ts';
import { differencesOf, findClaims, readBesideUnseen, readRows, withoutFindings } from './rows.ts';
import type { Step } from './steps.ts';
import { type Ports, portsOf, startTools, type Tools } from './tools.ts';

const secrets = createSecretBox(randomBytes(32));
export const nameOf = (database: TestDatabase) => new URL(database.url).pathname.slice(1);

/** What all histories begin with. */
export interface Ground {
  readonly ports: Ports;
  /** Set up and connected, nothing pulled. */
  readonly connected: Place;
  /** The same, with the tools as they are at first pulled and derived. */
  readonly pulled: Place;
  drop(): Promise<void>;
}

/** A database that is as it was at first whenever it is asked for. */
export interface Place {
  readonly database: TestDatabase;
  putBack(): Promise<void>;
}

export async function layGround(): Promise<Ground> {
  const tools = await startTools(null);
  const connected = await createTestDatabase();
  await setUp({ database: connected, secrets, tools });
  await connected.db.destroy();
  const pulled = await createTestDatabase({ copyOf: nameOf(connected) });
  const install = await openInstall({ database: pulled, secrets, tools }, false);
  await install.finish();
  await install.derive();
  await tools.close();
  const again = { ...connected, db: openDatabase(connected.url) };
  const drop = async () => {
    await again.db.destroy();
    await connected.drop();
    await pulled.drop();
  };
  return { ports: portsOf(tools), connected: await toPlace(again), pulled: await toPlace(pulled), drop };
}

export async function toPlace(database: TestDatabase): Promise<Place> {
  return { database, putBack: await keepRows(database.db) };
}

/** What an install that followed a history says otherwise than one that pulls its outcome once. */
export async function findFaults(ground: Ground, steps: readonly Step[], hasWebhooks: boolean): Promise<string[]> {
  const { ports, connected, pulled } = ground;
  const tools = await startTools(ports);
  const installs: Install[] = [];
  const open = async ({ database, putBack }: Place, isTold: boolean) => {
    await putBack();
    const install = await openInstall({ database, secrets, tools }, isTold);
    installs.push(install);
    return install;
  };
  try {
    const followed = await open(pulled, hasWebhooks);
    await liveThrough(steps, tools, followed);
    await comeToRest(tools, followed);
    const fresh = await open(connected, false);
    await fresh.finish();
    await fresh.derive();
    const unknown = await readBesideUnseen(followed.database.db);
    const rowsOf = async ({ database }: Install) => withoutFindings(await readRows(database.db), unknown);
    return [
      ...differencesOf(await rowsOf(fresh), await rowsOf(followed)),
      ...(await findClaims(followed.database.db)),
      ...(await findUnsettled(followed)),
    ];
  } finally {
    await Promise.all(installs.map((install) => install.close()));
    await tools.close();
  }
}

/**
 * What one that learnt says otherwise once it reads everything again. Who followed knows more than who pulls once, and so learns more: the
 * two are compared without.
 */
async function findUnsettled(followed: Install): Promise<string[]> {
  const { db } = followed.database;
  await followed.learn();
  const before = await readRows(db);
  await followed.readAllAgain();
  const isNew = await followed.learn();
  return [...(isNew ? ['what was read taught something'] : []), ...differencesOf(before, await readRows(db))];
}

/** An hour in which nothing happens: each tool is asked for changes, then a census is taken. */
async function comeToRest(tools: Tools, followed: Install): Promise<void> {
  tools.pass(3_600_000);
  for (const server of tools.servers.values()) await server.settled();
  for (const tool of tools.servers.keys()) {
    await followed.workOnDeliveries(tool);
    await followed.sync(tool, 'incremental');
    await followed.sync(tool, 'census');
  }
  await followed.finish();
  await followed.derive();
}
