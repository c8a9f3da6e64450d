import { randomBytes } from 'node:crypto';
import { openDatabase } from '../../../../src/store/database.ts';
import { createSecretBox } from '../../../../src/store/secrets.ts';
import { createTestDatabase } from '../../../helpers/database.ts';
import { nameOf, type Place, toPlace } from '../follow.ts';
import { type Install, openInstall, setUp } from '../install.ts';
import { findClaims } from '../rows.ts';
import type { Tools } from '../tools.ts';
import { acceptGoals, takeOverDecisions } from './accept.ts';
import { liveThroughWikis, serversOf } from './live-through.ts';
import { differencesOfWikis } from './rows.ts';
import type { WikiStep } from './steps.ts';
import { findWikiPorts, startWikiTools, type WikiPorts } from './tools.ts';

const secrets = createSecretBox(randomBytes(32));

/** What all histories of wikis begin with. */
export interface WikiGround {
  readonly ports: WikiPorts;
  /** Set up and connected, the goals of the wikis accepted, nothing pulled. */
  readonly connected: Place;
  /** The same, with wikis and tools as they are at first pulled and derived. */
  readonly pulled: Place;
  drop(): Promise<void>;
}

export async function layWikiGround(): Promise<WikiGround> {
  const ports = await findWikiPorts();
  const tools = await startWikiTools(ports);
  const connected = await createTestDatabase();
  await setUp({ database: connected, secrets, tools }, { withoutWikiGoals: true });
  await connected.db.destroy();
  const pulled = await createTestDatabase({ copyOf: nameOf(connected) });
  const again = { ...connected, db: openDatabase(connected.url) };
  const install = await openInstall({ database: pulled, secrets, tools }, false);
  await install.finish();
  await acceptGoals(pulled.db, tools.world, tools.now);
  await install.derive();
  await takeOverDecisions(pulled.db, again.db);
  await tools.close();
  const drop = async () => {
    await again.db.destroy();
    await connected.drop();
    await pulled.drop();
  };
  return { ports, connected: await toPlace(again), pulled: await toPlace(pulled), drop };
}

/** What an install that followed a history says otherwise than one that knows the same goals and pulls its outcome once. */
export async function findWikiFaults(
  ground: WikiGround,
  steps: readonly WikiStep[],
  hasWebhooks: boolean,
): Promise<string[]> {
  const tools = await startWikiTools(ground.ports);
  const installs: Install[] = [];
  const open = async ({ database, putBack }: Place, isTold: boolean) => {
    await putBack();
    const install = await openInstall({ database, secrets, tools }, isTold);
    installs.push(install);
    return install;
  };
  try {
    const followed = await open(ground.pulled, hasWebhooks);
    await liveThroughWikis(steps, tools, followed);
    await comeToRest(tools, followed);
    const fresh = await open(ground.connected, false);
    await fresh.finish();
    await fresh.derive();
    const [wanted, found] = [fresh.database.db, followed.database.db];
    return [...(await differencesOfWikis(wanted, found)), ...(await findClaims(found))];
  } finally {
    await Promise.all(installs.map((install) => install.close()));
    await tools.close();
  }
}

/** An hour in which nothing happens: each of them is asked for changes, then a census is taken. */
async function comeToRest(tools: Tools, followed: Install): Promise<void> {
  tools.pass(3_600_000);
  for (const server of serversOf(tools)) {
    await server.settled();
    await followed.workOnDeliveries(server.tool);
    await followed.sync(server.tool, 'incremental');
    await followed.sync(server.tool, 'census');
  }
  await followed.finish();
  await followed.derive();
}
