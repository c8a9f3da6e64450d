/** The demo's pages, read by our connectors: the tasks they name, and those that link to them, hang on the goals they truly serve. */
import { afterEach, describe, expect, it } from 'vitest';
import { confluence } from '../../connectors/confluence/index.ts';
import { notion } from '../../connectors/notion/index.ts';
import type { WikiDefinition } from '../../connectors/wiki.ts';
import { startConfluence } from '../../src/demo/confluence/index.ts';
import { startNotion } from '../../src/demo/notion/index.ts';
import { makeWorld } from '../../src/demo/organisation/make-world.ts';
import { withConfluenceAt } from '../../src/demo/organisation/wikis/addresses.ts';
import type { WikiServer } from '../../src/demo/wiki-server.ts';
import type { SimTask, World } from '../../src/demo/world.ts';
import type { DocumentRecord } from '../../src/domain/document.ts';
import { indexGoals } from '../../src/domain/evidence/goal-index.ts';
import { canonicalUrl } from '../../src/domain/evidence/goal-urls.ts';
import { indexPages, type StrategyPage } from '../../src/domain/evidence/page-index.ts';
import { findStated } from '../../src/domain/evidence/stated.ts';
import { readGoals } from '../../src/domain/proposal.ts';
import { joinReadings } from '../../src/domain/proposal-reading.ts';
import type { Task } from '../../src/domain/task.ts';
import { makeGoal, makeTask } from '../unit/domain/make.ts';

const now = Date.parse('2026-11-22T10:00:00Z');
const { signal } = new AbortController();
const THRESHOLD = 0.7;

const servers: WikiServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A connection for each scope: what is read here has no limits to keep. */
async function readAll(definition: WikiDefinition, { url, credentials }: WikiServer): Promise<DocumentRecord[]> {
  let opened = 0;
  const open = () => definition.create({ connectionId: `${definition.tool}-${opened++}`, baseUrl: url, credentials });
  const documents: DocumentRecord[] = [];
  for await (const scope of open().listScopes(signal)) {
    for await (const page of open().pull(scope, null, signal)) documents.push(...page.records);
  }
  return documents.filter(({ isTrashed }) => !isTrashed);
}

async function readWikis(world: World) {
  const options = { now: world.endsAt, rateLimits: 'off' } as const;
  const pages = await startConfluence(world, options);
  servers.push(pages);
  const rows = await startNotion(world, options);
  servers.push(rows);
  return { documents: [...(await readAll(confluence, pages)), ...(await readAll(notion, rows))], wikiUrl: pages.url };
}

/** As they are stored once everything they state was accepted, except the draft. */
function pagesOf(documents: readonly DocumentRecord[]): StrategyPage[] {
  const stating = documents.filter(({ title }) => !title.endsWith('(draft)'));
  const goals = joinReadings(
    stating.map((document) => readGoals(document)),
    { isSorted: true },
  );
  return documents.map((document) => {
    const own = goals.filter(({ place }) => place.documentId === document.externalId);
    const written = own.map(({ key, stated, place }) => ({
      goalId: (key ?? '').toLowerCase(),
      stated,
      path: place.path,
    }));
    const blocks = (document.blocks ?? []).filter((block) => block.type === 'reference');
    return {
      id: document.externalId,
      title: document.title,
      url: document.url,
      isApart: false,
      isGone: false,
      readAt: now,
      written,
      knownGoalIds: new Set(written.map(({ goalId }) => goalId)),
      references: blocks.map(({ url, taskKey, title, path }) => ({
        url: url === null ? null : canonicalUrl(url),
        taskKey: taskKey?.toUpperCase() ?? null,
        title,
        path,
      })),
    };
  });
}

/** Names nothing itself: whatever it hangs on, a page says. */
function bare(task: SimTask, text = ''): Task {
  const links = [...text.matchAll(/https?:\/\/\S+/gu)].map(([url]) => ({ url, title: null, place: 'text' as const }));
  const { id, tool, key, vendorId } = task;
  return makeTask({ id, tool, key: tool === 'asana' ? null : key, externalId: vendorId, title: 'Something', links });
}

describe.each(['plumb', 'line'])('the demo, seed %s', (seed) => {
  it('hangs what its pages name, and what links to them, on the true goal', { timeout: 120_000 }, async () => {
    const world = makeWorld({ seed, now });
    const { documents, wikiUrl } = await readWikis(world);
    const goals = world.goals.map(({ key, kind, title, parent }) =>
      makeGoal(key, { kind, title, parentId: parent?.toLowerCase() ?? null }),
    );
    const index = indexGoals(goals, [], [], indexPages(pagesOf(documents)));
    const goalsOf = (task: SimTask) => {
      const truth = world.truth.get(task.id);
      return truth?.is === 'serves' ? truth.goals.map((key) => key.toLowerCase()) : [];
    };
    const sureOf = (task: Task) =>
      findStated(task, index, { goalFields: [] }).flatMap((one) => (one.likelihood >= THRESHOLD ? [one.goalId] : []));

    const named = world.tasks.filter((task) => index.pages.mentionsOf(bare(task)).length > 0);
    expect(named.filter(({ tool }) => tool === 'jira').length).toBeGreaterThanOrEqual(4);
    expect(named.filter(({ tool }) => tool !== 'jira').length).toBeGreaterThanOrEqual(3);
    for (const task of named) expect([task.id, sureOf(bare(task))]).toEqual([task.id, goalsOf(task)]);

    const texts = withConfluenceAt(world, wikiUrl).tasks.map((task) => ({
      task,
      text: [task.initial.text, ...task.initial.attachments.map(({ url }) => url)].join('\n'),
    }));
    const linking = texts.filter(({ text }) => /\/wiki\/spaces\/|notion\.so/u.test(text));
    expect(linking.length).toBeGreaterThanOrEqual(4);
    for (const { task, text } of linking) {
      const above = goalsOf(task).flatMap((id) => [id, index.goals.get(id)?.parentId]);
      const found = sureOf({ ...bare(task, text), key: null, externalId: 'none' });
      expect(found.length).toBeGreaterThan(0);
      for (const goalId of found) expect(above).toContain(goalId);
    }
  });
});
