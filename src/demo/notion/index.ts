import { makeSim, type SimOptions } from '../server.ts';
import { listenAsWiki, type WikiServer } from '../wiki-server.ts';
import type { SimWiki } from '../wiki-world.ts';
import type { World } from '../world.ts';
import { credentials, guard } from './access.ts';
import { makeDesk } from './desk.ts';
import { uuidOf } from './ids.ts';
import { addRoutes } from './routes.ts';
import { makeWebhooks, type Subscription } from './webhooks.ts';
import { makeWorkspace } from './workspace.ts';

export interface NotionOptions extends SimOptions {
  /** How late the search is, by the simulator's clock; default 0. */
  readonly searchLagMs?: number;
  /** A query for more rows than this ends in 502, as heavy ones do; default: none. */
  readonly rowsMax?: number;
  /** How long edits of one page are gathered into one delivery; default a second, where Notion takes up to a minute and more. */
  readonly aggregateMs?: number;
}

export interface NotionServer extends WikiServer {
  /** As a person does in the settings of the integration: sends the verification token to this address. */
  subscribe(url: string): Subscription;
  /** Gives the token back, after which the webhook is told of changes. */
  confirm(token: string): Subscription;
}

/** A Notion workspace on loopback that shows the world's wiki as it was at `options.now`. */
export async function startNotion(world: World, options: NotionOptions): Promise<NotionServer> {
  const core = makeSim<SimWiki>('notion', options);
  const workspace = makeWorkspace(world, core.clock);
  const webhooks = makeWebhooks(core, workspace, options.aggregateMs ?? 1_000);
  guard(core);
  addRoutes({
    core,
    workspace,
    rowsMax: options.rowsMax ?? Number.POSITIVE_INFINITY,
    searchLagMs: options.searchLagMs ?? 0,
  });
  const server = await listenAsWiki(core, credentials, options.port ?? 0, {
    world,
    newVendorId: (id) => uuidOf(`${world.seed} ${id}`),
    addressOf: () => null,
    onChange: (changed) => webhooks.tell(changed),
    gathered: () => webhooks.flush(),
    desk: makeDesk(webhooks),
  });
  return { ...server, subscribe: (url) => webhooks.subscribe(url), confirm: (token) => webhooks.confirm(token) };
}
