import { rememberPages } from '../page-memory.ts';
import { listen, makeSim, type SimOptions } from '../server.ts';
import type { SimServer, World } from '../world.ts';
import { credentials, guard } from './access.ts';
import { makeChangelogs } from './changelog.ts';
import { makeIssueFields } from './issue-fields.ts';
import type { Parts } from './parts.ts';
import { addHistoryRoutes } from './routes-history.ts';
import { addOneIssueRoutes } from './routes-issue.ts';
import { addSearchRoutes } from './routes-search.ts';
import { addSiteRoutes } from './routes-site.ts';
import { makeSearch } from './search.ts';
import { makeSite } from './site.ts';
import { makeWriter } from './writer.ts';

export interface JiraOptions extends SimOptions {
  /** The zone of the account that asks: JQL dates are read in it. Default one that is not UTC, at an odd offset. */
  readonly userTimeZone?: string;
}

const readingPosts = ['/rest/api/3/search/jql', '/rest/api/3/issue/bulkfetch', '/rest/api/3/changelog/bulkfetch'];

/** A Jira Cloud site on loopback that shows the world as it was at `options.now`. */
export async function startJira(world: World, options: JiraOptions): Promise<SimServer> {
  const core = makeSim('jira', options);
  const site = makeSite(world, core.clock, options.userTimeZone ?? 'America/St_Johns');
  guard(core);
  const memory = options.prerender ? rememberPages(core, [], readingPosts) : null;
  const parts: Parts = {
    core: memory?.core ?? core,
    site,
    fields: makeIssueFields(site),
    changelogs: makeChangelogs(site),
    search: makeSearch(site),
    writer: makeWriter(),
  };
  addSearchRoutes(parts);
  addHistoryRoutes(parts);
  addOneIssueRoutes(parts);
  addSiteRoutes(parts);
  const forget = () => {
    parts.fields.forget();
    parts.changelogs.forget();
    parts.search.forget();
    memory?.forget();
  };
  const server = await listen(core, credentials, options.port ?? 0, { world, onClockMoved: forget, onChange: forget });
  site.base = server.url;
  if (options.prerender === true) prerender(parts);
  return server;
}

/** Writes every piece a full walk may ask for; the caller waits, so that no page is measured while it is made. */
function prerender({ site, fields, changelogs }: Parts): void {
  for (const task of site.issues) {
    if (task.createdAt > site.clock.now) continue;
    fields.of(task);
    changelogs.of(task);
  }
}
