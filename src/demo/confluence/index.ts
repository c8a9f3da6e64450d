import { makeZone } from '../jira/dates.ts';
import { makeSim, type SimOptions } from '../server.ts';
import { listenAsWiki, type WikiServer } from '../wiki-server.ts';
import type { SimWiki } from '../wiki-world.ts';
import type { World } from '../world.ts';
import { credentials, guard } from './access.ts';
import { addReadingPage } from './reading-page.ts';
import { addRoutes } from './routes.ts';
import { makeSite } from './site.ts';

export interface ConfluenceOptions extends SimOptions {
  /** How late lists of pages are, by the simulator's clock; default 0. A page asked for by its id is never late. */
  readonly indexLagMs?: number;
  /** Default true. An account whose licence was taken away is answered 403, whatever it asks. */
  readonly isLicensed?: boolean;
  /** Of the account that reads, which may choose any; default the organisation's. */
  readonly userZone?: string;
}

/** A Confluence Cloud site on loopback that shows the world's wiki as it was at `options.now`. It sends no webhooks, as the real one. */
export async function startConfluence(world: World, options: ConfluenceOptions): Promise<WikiServer> {
  const core = makeSim<SimWiki>('confluence', options);
  const site = makeSite(world, core.clock);
  guard(core, options.isLicensed ?? true);
  const zone = makeZone(options.userZone ?? world.organisation.timeZone);
  addRoutes({ core, site, indexLagMs: options.indexLagMs ?? 0, zone });
  addReadingPage(core, site);
  let made = 0;
  const server = await listenAsWiki(core, credentials, options.port ?? 0, {
    world,
    newVendorId: () => String(9_000_000 + ++made),
    addressOf: (page) => site.urlOf(page.id),
    onChange: () => {},
  });
  site.base = server.url;
  return server;
}
