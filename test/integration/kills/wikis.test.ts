import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeRandom } from '../../../src/demo/organisation/random.ts';
import { createSecretBox, readSecretKey } from '../../../src/store/secrets.ts';
import { ensureSettings } from '../../../src/store/settings.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';
import { differences, readEndState, WIKI_TABLES } from './end-state.ts';
import { openPuller, type Puller } from './puller.ts';
import { findReadAgain, type Read } from './reads.ts';
import type { PullOrder } from './sync-child.ts';
import { connectWikis, documentsAsked, startWikis, type WikiServers, wikiReads } from './wikis.ts';

const KILLS = 10;
/** The longest life: this many requests, and this long after. */
const LIFE_REQUESTS_MAX = 50;
const LIFE_MS_MAX = 40;
const seed = process.env.PLUMBLINE_KILL_SEED ?? '1';

let wikis: WikiServers;
let folder: string;
let puller: Puller;
/** Connected, nothing read: every install is a copy of it, down to its ids. */
let fresh: TestDatabase;
let runIds: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-wiki-kills-'));
  wikis = await startWikis();
  puller = openPuller(wikis.quiet);
  fresh = await createTestDatabase();
  await ensureSettings(fresh.db, { organisationName: 'Larkfield', timeZone: 'Europe/Lisbon' });
  runIds = await connectWikis({ db: fresh.db, secrets: createSecretBox(readSecretKey(folder, null)) }, wikis);
  await fresh.db.destroy();
});
afterAll(async () => {
  puller?.close();
  await wikis?.close();
  await fresh?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const install = () => createTestDatabase({ copyOf: new URL(fresh.url).pathname.slice(1) });
const orderOf = ({ url }: TestDatabase): PullOrder => ({
  databaseUrl: url,
  dataFolder: folder,
  now: wikis.now,
  runIds,
});
const stored = async ({ db }: TestDatabase) =>
  (await db.selectFrom('documents').select('external_id').execute()).map((row) => row.external_id);

/** Pulls until it is done, killed at random moments. */
async function pullThroughKills(database: TestDatabase, kill: () => { after: number; ms: number } | null) {
  const lives: Read[][] = [];
  const askedAgain: string[] = [];
  for (let isDone = false; !isDone; ) {
    const before = new Set(await stored(database));
    wikis.clearJournals();
    const life = kill();
    const isLived = () => wikis.answered() >= (life?.after ?? Number.POSITIVE_INFINITY);
    isDone = await puller.pull(orderOf(database), life && { isLived, ms: life.ms });
    lives.push(wikiReads(wikis));
    askedAgain.push(...documentsAsked(wikis).filter((id) => before.has(id)));
  }
  return { lives, askedAgain };
}

describe('the reading of wikis that is killed', () => {
  it(`ends as if nothing had happened, and asks again for nothing but the page that was under way (${KILLS} kills, seed ${seed})`, {
    timeout: 1_200_000,
  }, async () => {
    const random = makeRandom(`wiki kills/${seed}`);
    const undisturbed = await install();
    wikis.clearJournals();
    await puller.pull(orderOf(undisturbed), null);
    const reads = wikiReads(wikis);
    const asked = new Set(documentsAsked(wikis));
    const known = await stored(undisturbed);
    const wanted = await readEndState(undisturbed.db, WIKI_TABLES);
    await undisturbed.drop();
    expect(wanted.documents?.length).toBeGreaterThan(700);
    // Notion's rows one by one; Confluence's come with their list.
    expect(known.filter((id) => asked.has(id)).length).toBeGreaterThan(100);
    expect(Map.groupBy(reads, ({ scope }) => scope).size).toBe(5);

    let kills = 0;
    let again = 0;
    const kill = () => {
      if (kills === KILLS) return null;
      kills += 1;
      return { after: random.int(1, LIFE_REQUESTS_MAX), ms: random.next() * LIFE_MS_MAX };
    };
    while (kills < KILLS) {
      const killed = await install();
      const { lives, askedAgain } = await pullThroughKills(killed, kill);
      const found = findReadAgain(lives, reads);
      again += found.pages;
      expect(found.worst.slice(1), 'pages of one scope read twice after one kill, beyond the first').toEqual([]);
      expect(askedAgain, 'documents that were stored, and asked for again').toEqual([]);
      expect(differences(wanted, await readEndState(killed.db, WIKI_TABLES))).toEqual([]);
      await killed.drop();
    }
    console.info(`${kills} kills, seed ${seed}: ${again} pages of lists read twice`);
  });
});
