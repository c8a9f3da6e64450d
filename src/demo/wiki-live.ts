/** Changes to a running wiki, as people make them. Nothing else writes into a world's wikis. */
import type { Writable } from './live-ground.ts';
import { pageAt } from './wiki-state.ts';
import type {
  SimPage,
  SimPageEvent,
  SimPageState,
  SimSpace,
  SimWiki,
  WikiChanged,
  WikiEdit,
  Wikis,
} from './wiki-world.ts';

type LivePage = Writable<SimPage> & { events: SimPageEvent[] };

export interface WikiGround {
  readonly wikis: Wikis;
  readonly wiki: SimWiki;
  readonly clock: { now: number };
  /** The tool's own id of a page that is made now. */
  readonly newVendorId: (id: string) => string;
}

const blank: SimPageState = { title: '', status: 'current', labels: [], content: [], cells: {} };

export function makeWikiLive(ground: WikiGround): (edit: WikiEdit) => WikiChanged {
  let latest = Number.NEGATIVE_INFINITY;
  /** A moment later than every change before, even within one millisecond; the clock is not behind it. */
  const tick = (): number => {
    const { clock } = ground;
    const next = Math.max(clock.now, latest + 1);
    if (next > clock.now) clock.now = next;
    latest = next;
    return next;
  };
  return (edit) => {
    const by = edit.by ?? null;
    if ('space' in edit && edit.type !== 'create') return changeSpace(ground, edit, tick(), by);
    if (edit.type === 'create') return createPage(ground, edit, tick(), by);
    return changePage(ground, edit as WikiEdit & { readonly page: string }, tick(), by);
  };
}

function changePage(
  ground: WikiGround,
  edit: WikiEdit & { readonly page: string },
  at: number,
  by: string | null,
): WikiChanged {
  const page = ground.wikis.pages.find(({ id, wiki }) => id === edit.page && wiki === ground.wiki) as LivePage;
  const state = page === undefined ? null : pageAt(page, at);
  if (state === null || page.purgedAt !== null) throw new Error(`${ground.wiki} has no page ${edit.page}`);
  const set = setOf(edit, state);
  if (edit.type === 'hide-page') page.hiddenAt = at;
  if (edit.type === 'show-page') page.hiddenAt = null;
  if (edit.type === 'purge') page.purgedAt = at;
  if (edit.type === 'move') movePage(ground, page, edit.to);
  if (Object.keys(set).length > 0) {
    const later = page.events.findIndex((event) => event.at > at);
    page.events = page.events.toSpliced(later < 0 ? page.events.length : later, 0, { at, by, set });
  }
  return { type: edit.type, at, by, page, space: spaceOf(ground, page.spaceId), set };
}

/** It stands above all there, and takes along what is below it. @throws Error For what is no space. */
function movePage(ground: WikiGround, page: LivePage, to: string | null): void {
  const isPlace = to === null ? ground.wiki === 'notion' : spaceOf(ground, to) !== null;
  if (!isPlace) throw new Error(`${ground.wiki} has no space ${to}`);
  page.parentId = null;
  const moving: LivePage[] = [page];
  for (const each of moving) {
    each.spaceId = to;
    moving.push(...(ground.wikis.pages.filter(({ parentId }) => parentId === each.id) as LivePage[]));
  }
}

/** @throws Error For what cannot be done to a page as it is. */
function setOf(edit: WikiEdit, state: SimPageState): Partial<SimPageState> {
  const isTrashed = state.status === 'trashed';
  if (edit.type === 'trash') {
    if (isTrashed) throw new Error(`“${state.title}” is in the trash already`);
    return { status: 'trashed' };
  }
  if ((edit.type === 'restore' || edit.type === 'purge') && !isTrashed) {
    throw new Error(`“${state.title}” is not in the trash`);
  }
  if (edit.type === 'restore') return { status: 'current' };
  if (isTrashed && (edit.type === 'edit' || edit.type === 'move')) throw new Error(`“${state.title}” is in the trash`);
  return edit.type === 'edit' ? edit.set : {};
}

function createPage(
  ground: WikiGround,
  edit: WikiEdit & { readonly type: 'create' },
  at: number,
  by: string | null,
): WikiChanged {
  const { wikis, wiki, newVendorId } = ground;
  const space = spaceOf(ground, edit.space);
  if (edit.space !== null && space === null) throw new Error(`${wiki} has no space ${edit.space}`);
  const id = `${wiki}-page-${wikis.pages.length + 1}-live`;
  const page: SimPage = {
    id,
    wiki,
    vendorId: newVendorId(id),
    spaceId: edit.space,
    parentId: edit.parent ?? null,
    authorId: by,
    createdAt: at,
    initial: { ...blank, ...edit.set },
    events: [],
    hiddenAt: null,
    purgedAt: null,
  };
  (wikis.pages as SimPage[]).push(page);
  return { type: 'create', at, by, page, space, set: edit.set };
}

function changeSpace(
  ground: WikiGround,
  edit: WikiEdit & { readonly space: string | null },
  at: number,
  by: string | null,
): WikiChanged {
  const space: Writable<SimSpace> | null = spaceOf(ground, edit.space);
  if (space === null) throw new Error(`${ground.wiki} has no space ${edit.space}`);
  if (edit.type === 'lose-access') space.hiddenAt = at;
  if (edit.type === 'regain-access') space.hiddenAt = null;
  if (edit.type === 'archive') space.archivedAt = at;
  if (edit.type === 'unarchive') space.archivedAt = null;
  return { type: edit.type, at, by, page: null, space, set: {} };
}

function spaceOf({ wikis, wiki }: WikiGround, id: string | null): SimSpace | null {
  return wikis.spaces.find((space) => space.id === id && space.wiki === wiki) ?? null;
}
