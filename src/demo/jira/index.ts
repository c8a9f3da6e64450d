import { rememberPages } from '../page-memory.ts';
import { listen, makeSim, type SimOptions } from '../server.ts';
import { isThere } from '../state.ts';
import type { Changed, SimServer, World } from '../world.ts';
import { app, credentials, guard } from './access.ts';
import { makeChangelogs } from './changelog.ts';
import { makeIssueFields } from './issue-fields.ts';
import type { Parts } from './parts.ts';
import { addAdminWebhookRoutes } from './routes-admin-webhook.ts';
import { addHistoryRoutes } from './routes-history.ts';
import { addOneIssueRoutes } from './routes-issue.ts';
import { addSearchRoutes } from './routes-search.ts';
import { addSiteRoutes } from './routes-site.ts';
import { addDynamicWebhookRoutes } from './routes-webhook.ts';
import { makeSearch } from './search.ts';
import { makeSite } from './site.ts';
import { tellOf } from './webhook-body.ts';
import { makeWebhooks } from './webhooks.ts';
import { makeWriter } from './writer.ts';

export interface JiraOptions extends SimOptions {
  /** The zone of the account that asks: JQL dates are read in it. Default one that is not UTC, at an odd offset. */
  readonly userTimeZone?: string;
  /** How late the search index is, by the simulator's clock; default 0. `reconcileIssues` sees through it. */
  readonly searchLagMs?: number;
  /** The credentials are those of an OAuth app: an access token and a client secret. Default: a person's API token. */
  readonly asApp?: boolean;
  /** Default true: the account may administer webhooks. */
  readonly isAdmin?: boolean;
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
    search: makeSearch(site, options.searchLagMs),
    writer: makeWriter(),
    webhooks: makeWebhooks(core, site),
  };
  addSearchRoutes(parts);
  addHistoryRoutes(parts);
  addOneIssueRoutes(parts);
  addSiteRoutes(parts);
  addAdminWebhookRoutes(parts, options.isAdmin ?? true);
  addDynamicWebhookRoutes(parts);
  const forget = () => {
    parts.fields.forget();
    parts.changelogs.forget();
    parts.search.forget();
    memory?.forget();
  };
  const onChange = (changed: Changed) => {
    takeIn(parts, changed);
    memory?.forget();
    const told = tellOf(parts, changed);
    if (told !== null) parts.webhooks.tell(changed, told);
  };
  const shown = { world, onClockMoved: forget, onChange };
  const server = await listen(core, options.asApp ? app : credentials, options.port ?? 0, shown);
  site.base = server.url;
  if (options.prerender === true) prerender(parts);
  return server;
}

/** Forgets only what shows the issue that changed: itself, its parents, its children. */
function takeIn({ site, fields, changelogs, search }: Parts, { task, index, isStructural }: Changed): void {
  if (isStructural) site.refit();
  search.forget();
  if (task === null) return;
  const deed = index === null ? undefined : task.events[index]?.deed;
  const parents = deed?.type === 'reparented' ? [deed.from, deed.to] : [task.parentId];
  changelogs.forget(task);
  fields.forget(task);
  for (const child of site.children.get(task.id) ?? []) fields.forget(child);
  for (const id of parents) {
    const parent = id === null ? null : site.byWorldId(id);
    if (parent !== null) fields.forget(parent);
  }
}

/** Writes every piece a full walk may ask for; the caller waits, so that no page is measured while it is made. */
function prerender({ site, fields, changelogs }: Parts): void {
  for (const task of site.issues) {
    if (!isThere(task, site.clock.now)) continue;
    fields.of(task);
    changelogs.of(task);
  }
}
