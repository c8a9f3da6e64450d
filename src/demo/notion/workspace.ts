/** The world's wiki as one Notion workspace at the moment its clock shows, as far as it is shared with the integration. */
import { isPageSeen, isSpaceSeen, pageAt, versionAt } from '../wiki-state.ts';
import type { SimPage, SimPageState, SimSpace } from '../wiki-world.ts';
import type { World } from '../world.ts';
import { uuidOf } from './ids.ts';

export interface Shown {
  readonly page: SimPage;
  readonly state: SimPageState;
  /** Null: in no data source. */
  readonly space: SimSpace | null;
  /** Its last edit, not rounded. */
  readonly editedAt: number;
  readonly editedBy: string | null;
}

export interface Workspace {
  readonly world: World;
  readonly clock: { readonly now: number };
  readonly id: string;
  /** The integration itself. */
  readonly bot: string;
  /** Data sources, those in the trash included. */
  sources(): SimSpace[];
  source(vendorId: string): SimSpace | null;
  /** Pages and rows, the trash included. */
  pages(): Shown[];
  page(vendorId: string): Shown | null;
  byId(id: string | null): Shown | null;
  childrenOf(page: SimPage): Shown[];
  userOf(person: string | null): string;
  databaseOf(space: SimSpace): string;
  urlOf(vendorId: string, title: string): string;
}

export function makeWorkspace(world: World, clock: { readonly now: number }): Workspace {
  const { spaces = [], pages = [] } = world.wikis ?? {};
  const own = () => pages.filter(({ wiki }) => wiki === 'notion');
  const sources = () => spaces.filter((space) => space.wiki === 'notion' && isSpaceSeen(space, clock.now));
  const show = (page: SimPage | undefined): Shown | null => {
    const space = spaces.find(({ id }) => id === page?.spaceId) ?? null;
    const state = page === undefined ? null : pageAt(page, clock.now);
    if (page === undefined || state === null || !isPageSeen(page, space, clock.now)) return null;
    const { at, by } = versionAt(page, clock.now);
    return { page, state, space, editedAt: at, editedBy: by };
  };
  return {
    world,
    clock,
    id: uuidOf(`workspace ${world.seed}`),
    bot: uuidOf(`bot ${world.seed}`),
    sources,
    source: (vendorId) => sources().find((space) => space.vendorId === vendorId) ?? null,
    pages: () => own().flatMap((page) => show(page) ?? []),
    page: (vendorId) => show(own().find((page) => page.vendorId === vendorId)),
    byId: (id) => show(own().find((page) => page.id === id)),
    childrenOf: ({ id }) =>
      own().flatMap((page) => (page.parentId === id && page.spaceId === null ? (show(page) ?? []) : [])),
    userOf: (person) => uuidOf(`user ${person ?? 'nobody'}`),
    databaseOf: ({ id }) => uuidOf(`database ${id}`),
    urlOf: (vendorId, title) => `https://www.notion.so/larkfield/${slugOf(title)}${vendorId.replaceAll('-', '')}`,
  };
}

/** Only the plain letters and digits of a title stand in its address. */
function slugOf(title: string): string {
  const words = title.match(/[A-Za-z0-9]+/g) ?? [];
  return words.map((word) => `${word}-`).join('');
}
