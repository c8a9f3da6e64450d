/** The demo's wikis, read by our connectors: they state the goals that its import file has, and nothing else that looks like one. */
import { afterEach, describe, expect, it } from 'vitest';
import { confluence } from '../../connectors/confluence/index.ts';
import { notion } from '../../connectors/notion/index.ts';
import type { WikiConnector, WikiDefinition } from '../../connectors/wiki.ts';
import { startConfluence } from '../../src/demo/confluence/index.ts';
import { startNotion } from '../../src/demo/notion/index.ts';
import { makeWorld } from '../../src/demo/organisation/make-world.ts';
import { goalsElsewhere } from '../../src/demo/organisation/wikis/goals-in-wikis.ts';
import type { WikiServer } from '../../src/demo/wiki-server.ts';
import type { World } from '../../src/demo/world.ts';
import type { DocumentRecord } from '../../src/domain/document.ts';
import { type ProposedGoal, readGoals } from '../../src/domain/proposal.ts';
import { joinReadings } from '../../src/domain/proposal-reading.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
const { signal } = new AbortController();

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** A connection for each scope: what is read here has no limits to keep. */
function opener(definition: WikiDefinition, { url, credentials }: WikiServer) {
  let opened = 0;
  return (): WikiConnector => {
    opened += 1;
    return definition.create({ connectionId: `${definition.tool}-${opened}`, baseUrl: url, credentials });
  };
}

async function readAll(open: () => WikiConnector): Promise<DocumentRecord[]> {
  const documents: DocumentRecord[] = [];
  for await (const scope of open().listScopes(signal)) {
    for await (const page of open().pull(scope, null, signal)) {
      expect(page.setAside).toEqual([]);
      documents.push(...page.records);
    }
  }
  return documents;
}

async function readWikis(world: World) {
  const options = { now: world.endsAt, rateLimits: 'off' } as const;
  const pages = await startConfluence(world, options);
  ends.push(() => pages.close());
  const rows = await startNotion(world, options);
  ends.push(() => rows.close());
  const openNotion = opener(notion, rows);
  const lone = (world.wikis?.pages ?? []).filter(({ wiki, spaceId }) => wiki === 'notion' && spaceId === null);
  const { records, setAside } = await openNotion().fetchRecords(
    lone.map(({ vendorId }) => vendorId),
    signal,
  );
  expect(setAside).toEqual([]);
  return [...(await readAll(opener(confluence, pages))), ...(await readAll(openNotion)), ...records].filter(
    ({ isTrashed }) => !isTrashed,
  );
}

/** As one reading: every row of the data source names the objective it belongs to. */
function statedIn(documents: readonly DocumentRecord[]) {
  const goals = joinReadings(
    documents.map((document) => readGoals(document)),
    { isSorted: true },
  );
  return goals.map(({ kind, key, title, from, to, unit, by, owner, parent }: ProposedGoal) => {
    const above = parent === null ? null : (goals[parent]?.key ?? null);
    return { kind, key, title, from, to, unit, by, owner, above };
  });
}

describe.each(['plumb', 'line', 'larkfield'])('the wikis of the demo, seed %s', (seed) => {
  it('state their goals as the import file does, one draft besides, and no other page states any', {
    timeout: 60_000,
  }, async () => {
    const world = makeWorld({ seed, now });
    const documents = await readWikis(world);
    const isDraft = ({ title }: DocumentRecord) => title.endsWith('(draft)');
    const stated = statedIn(documents.filter((document) => !isDraft(document)));
    const elsewhere = new Set(goalsElsewhere(world.goals));
    const inFile = world.goals
      .filter((goal) => !elsewhere.has(goal))
      .map(({ kind, key, title, from, to, unit, by, ownerEmail, parent }) => {
        const above = kind === 'key-result' ? parent : null;
        return { kind, key, title, from, to, unit, by, owner: ownerEmail, above };
      });
    const byKey = (one: { key: string | null }, other: { key: string | null }) =>
      (one.key ?? '') < (other.key ?? '') ? -1 : 1;
    expect(stated.sort(byKey)).toEqual(inFile.sort(byKey));

    expect(statedIn(documents.filter(isDraft))).toMatchObject([
      { kind: 'objective', key: 'O6', title: 'A medication round without paper', above: null },
      {
        key: 'KR6.1',
        title: 'Medication orders signed on mobile',
        from: 8,
        to: 60,
        unit: '%',
        by: '2027-03-31',
        above: 'O6',
      },
      {
        key: 'KR6.2',
        title: 'Wards without a paper chart',
        from: 3,
        to: 25,
        unit: 'wards',
        by: '2027-03-31',
        above: 'O6',
      },
    ]);

    const stating = documents.filter((document) => readGoals(document).length > 0);
    // The objective and its three key results are a row each; the other one stands on a page.
    expect(stating).toHaveLength(2 + 4);
    expect(documents.length - stating.length).toBeGreaterThan(30);
  });

  it('name tasks under the key result they serve, by key and by address', async () => {
    const world = makeWorld({ seed, now });
    const documents = await readWikis(world);
    const references = documents.flatMap(({ blocks }) => (blocks ?? []).filter((block) => block.type === 'reference'));
    const under = (goal: string) => references.filter(({ path }) => path.at(-1) === `Work under ${goal}`);
    const goalOf = (key: string | null) =>
      references
        .find(({ taskKey }) => taskKey === key)
        ?.path.at(-1)
        ?.replace('Work under ', '');
    const keys = [...under('KR3.1'), ...under('KR3.2')].map(({ taskKey }) => taskKey);
    expect(keys.length).toBeGreaterThanOrEqual(4);
    for (const key of keys) {
      const task = world.tasks.find((each) => each.tool === 'jira' && each.key === key);
      expect(world.truth.get(task?.id ?? '')).toMatchObject({ is: 'serves', goals: [goalOf(key)] });
    }
    const urls = [...under('KR4.1'), ...under('KR4.2')].map(({ url }) => url ?? '');
    expect(urls.length).toBeGreaterThanOrEqual(3);
    expect(urls.every((url) => /^https:\/\/(trello\.com\/c|app\.asana\.com\/0)\//.test(url))).toBe(true);
  });
});
