/** What the simulated wikis share beyond all simulators: changes to pages, and the page where a person makes them. */
import { open, type SimCore } from './server.ts';
import { makeWikiLive } from './wiki-live.ts';
import { addWikiPlayground } from './wiki-play.ts';
import type { Desk } from './wiki-playground.ts';
import type { SimPage, SimWiki, WikiChanged, WikiEdit } from './wiki-world.ts';
import type { SimCredentials, SimServer, World } from './world.ts';

/** A simulated wiki that is listening: as the other simulators, with changes of its own. */
export interface WikiServer extends Omit<SimServer, 'tool' | 'change'> {
  readonly tool: SimWiki;
  /** Changes a page or a space as a person would, at the server's clock. @throws Error For what there is no place for. */
  change(edit: WikiEdit): WikiChanged;
}

export interface WikiShown {
  readonly world: World;
  readonly newVendorId: (id: string) => string;
  /** Where a person reads the page; null where nobody can. */
  readonly addressOf: (page: SimPage) => string | null;
  readonly onChange: (changed: WikiChanged) => void;
  /** Sends what is gathered for a later delivery; called before deliveries are waited for. */
  readonly gathered?: () => void;
  readonly desk?: Desk;
}

/** Listens on 127.0.0.1. */
export async function listenAsWiki(
  core: SimCore<SimWiki>,
  credentials: SimCredentials,
  port: number,
  { world, newVendorId, addressOf, onChange, gathered, desk }: WikiShown,
): Promise<WikiServer> {
  const wikis = world.wikis ?? { spaces: [], pages: [] };
  const apply = makeWikiLive({ wikis, wiki: core.tool, clock: core.clock, newVendorId });
  const change = (edit: WikiEdit): WikiChanged => {
    const changed = apply(edit);
    onChange(changed);
    return changed;
  };
  addWikiPlayground({ core, wikis, change, addressOf, desk: desk ?? null });
  const server = await open(core, credentials, port, () => {});
  const settled = async () => {
    gathered?.();
    await server.settled();
  };
  return { ...server, change, settled };
}
