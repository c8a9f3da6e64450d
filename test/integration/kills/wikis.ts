/** The two simulated wikis with several pages of answers in each of two scopes, and what was read of them. */
import { startConfluence } from '../../../src/demo/confluence/index.ts';
import { startNotion } from '../../../src/demo/notion/index.ts';
import type { WikiServer } from '../../../src/demo/wiki-server.ts';
import type { SimPage, SimWiki } from '../../../src/demo/wiki-world.ts';
import type { JournalEntry, World } from '../../../src/demo/world.ts';
import { requestSyncRun } from '../../../src/store/sync-runs.ts';
import { connectTool } from '../../../src/usecases/connect.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { smallWikiWorld } from '../../unit/demo/small-wiki.ts';
import { endsAt } from '../../unit/demo/small-world.ts';
import type { Read } from './reads.ts';
import { type Install, type Standing, stand } from './tools.ts';

/** Confluence gives 250 pages an answer, Notion 25 rows, each of which is asked for by itself. */
const MORE_OF: Readonly<Record<SimWiki, number>> = { confluence: 300, notion: 60 };

export type WikiServers = Standing<WikiServer>;

export async function startWikis(): Promise<WikiServers> {
  const world = twoFullScopes(smallWikiWorld());
  const options = { now: endsAt, rateLimits: 'off' } as const;
  const servers = [await startConfluence(world, options), await startNotion(world, options)];
  return stand<WikiServer>(world, servers, endsAt);
}

function twoFullScopes(world: World): World {
  const { spaces = [], pages = [] } = world.wikis ?? {};
  const isMore = ({ id }: SimPage) => /-more-\d+$/.test(id);
  const more = (wiki: SimWiki) => pages.filter((page) => page.wiki === wiki && isMore(page)).slice(0, MORE_OF[wiki]);
  const kept = [...pages.filter((page) => !isMore(page)), ...more('confluence'), ...more('notion')];
  const copies = [...more('confluence'), ...more('notion')].map((page) => ({
    ...page,
    id: `${page.id}-too`,
    spaceId: `${page.wiki}-two`,
    vendorId: page.vendorId.replace(/^1|^2/, '7'),
  }));
  return {
    ...world,
    wikis: { spaces: spaces.map((space) => ({ ...space, archivedAt: null })), pages: [...kept, ...copies] },
  };
}

/** Both connected, nothing read. @returns The runs that wait to be made. */
export async function connectWikis({ db, secrets }: Install, wikis: WikiServers): Promise<string[]> {
  const now = () => wikis.now;
  const runs: string[] = [];
  for (const { tool, url, credentials } of wikis.servers) {
    const deps = { db, secrets, now, reach: LOOPBACK };
    await connectTool(deps, { tool, baseUrl: url, credentials }, AbortSignal.timeout(110_000));
    runs.push((await requestSyncRun(db, tool, 'full', new Date(wikis.now))).id);
  }
  return runs;
}

/** What was read since the journals were cleared. A scope's list gives its pages; all else belongs to no scope. */
export function wikiReads({ servers }: WikiServers): Read[] {
  return servers.flatMap(({ tool, journal }) =>
    journal.map((entry) => ({
      scope: listedScope[tool](entry),
      page: `${entry.method} ${entry.path} ${entry.body === null ? '' : JSON.stringify(entry.body)}`,
    })),
  );
}

const listedScope: Record<SimWiki, (entry: JournalEntry) => string | null> = {
  confluence: ({ path }) => path.match(/^\/wiki\/api\/v2\/pages\?.*space-id=(\d+)/)?.[1] ?? null,
  notion: ({ path }) => path.match(/^\/v1\/data_sources\/([^/]+)\/query/)?.[1] ?? null,
};

/** The documents that were asked for by their own id since the journals were cleared: in Notion by their blocks. */
export function documentsAsked({ servers }: WikiServers): string[] {
  const ids = servers.flatMap(({ journal }) =>
    journal.map(({ path }) => path.match(/^\/(?:wiki\/api\/v2\/pages|v1\/pages|v1\/blocks)\/([^/?]+)/)?.[1]),
  );
  return ids.flatMap((id) => id ?? []);
}
