/** The world's wiki as one Confluence site at the moment its clock shows. */
import { isPageSeen, isSpaceSeen, pageAt } from '../wiki-state.ts';
import type { SimPage, SimPageState, SimSpace } from '../wiki-world.ts';
import type { World } from '../world.ts';
import type { Written } from './storage.ts';

export interface Shown {
  readonly page: SimPage;
  readonly state: SimPageState;
  readonly space: SimSpace;
}

export interface Site extends Written {
  readonly world: World;
  readonly clock: { readonly now: number };
  /** `http://127.0.0.1:PORT`; known once it listens. */
  base: string;
  spaces(): SimSpace[];
  /** What the credentials see, the trash included; `now` is earlier where an index lags. */
  pages(now: number): Shown[];
  page(vendorId: string): Shown | null;
  accountOf(person: string | null): string;
  /** Below `/wiki`. */
  pathOf(shown: Shown): string;
  readonly labels: Labels;
}

/** Labels get their ids in the order they came up. */
export interface Labels {
  idOf(name: string): string;
  nameOf(id: string): string | null;
}

/** Nobody known: an account that is gone. */
const formerUser = '712020:00000000-0000-4000-a000-00000000f001';

export function makeSite(world: World, clock: { readonly now: number }): Site {
  const { spaces = [], pages = [] } = world.wikis ?? {};
  const own = () => pages.filter(({ wiki }) => wiki === 'confluence');
  const spaceOf = (page: SimPage) => spaces.find(({ id }) => id === page.spaceId);
  const show = (page: SimPage | undefined, now: number): Shown | null => {
    const space = page && spaceOf(page);
    if (page === undefined || space === undefined || !isPageSeen(page, space, clock.now)) return null;
    const state = pageAt(page, now);
    return state === null ? null : { page, state, space };
  };
  const byId = (id: string) =>
    show(
      own().find((page) => page.id === id),
      clock.now,
    );
  const site: Site = {
    world,
    clock,
    base: 'http://127.0.0.1',
    spaces: () => spaces.filter((space) => space.wiki === 'confluence' && isSpaceSeen(space, clock.now)),
    pages: (now) => own().flatMap((page) => show(page, now) ?? []),
    page: (vendorId) =>
      show(
        own().find((page) => page.vendorId === vendorId),
        clock.now,
      ),
    accountOf: (person) => world.people.find(({ id }) => id === person)?.accounts.jira?.id ?? formerUser,
    pathOf: ({ page, state, space }) => `/spaces/${space.key}/pages/${page.vendorId}/${slugOf(state.title)}`,
    titleOf: (id) => byId(id)?.state.title ?? null,
    urlOf: (id) => {
      const shown = byId(id);
      return shown === null ? null : `${site.base}/wiki${site.pathOf(shown)}`;
    },
    labels: makeLabels(own().flatMap(({ initial }) => initial.labels)),
  };
  return site;
}

function makeLabels(first: readonly string[]): Labels {
  const names = [...new Set(first)];
  return {
    idOf: (name) => {
      if (!names.includes(name)) names.push(name);
      return String(400_001 + names.indexOf(name));
    },
    nameOf: (id) => names[Number(id) - 400_001] ?? null,
  };
}

function slugOf(title: string): string {
  return encodeURIComponent(title).replaceAll('%20', '+');
}
