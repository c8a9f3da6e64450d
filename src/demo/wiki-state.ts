/** What a page was at a moment, which version that was, and when it last changed. */
import { hasHappened } from './state.ts';
import type { SimPage, SimPageEvent, SimPageState, SimSpace } from './wiki-world.ts';

/** The page as it was at `now`; null while it did not exist yet. */
export function pageAt(page: SimPage, now: number): SimPageState | null {
  if (page.createdAt > now) return null;
  return Object.assign({}, page.initial, ...eventsUntil(page, now).map(({ set }) => set));
}

/** Labels, the trash and the archive are beside the page: they make no new version. */
function isVersion({ set }: SimPageEvent): boolean {
  return set.title !== undefined || set.content !== undefined || set.cells !== undefined;
}

export interface PageVersion {
  readonly number: number;
  readonly at: number;
  readonly by: string | null;
}

export function versionAt(page: SimPage, now: number): PageVersion {
  const versions = eventsUntil(page, now).filter(isVersion);
  const last = versions.at(-1);
  return { number: versions.length + 1, at: last?.at ?? page.createdAt, by: last?.by ?? page.authorId };
}

function eventsUntil(page: SimPage, now: number): readonly SimPageEvent[] {
  return page.events.filter(({ at }) => at <= now);
}

/** The credentials see it; a trashed one too. Whoever may not see a page is told that there is none. */
export function isPageSeen(page: SimPage, space: SimSpace | null, now: number): boolean {
  const isThere = page.createdAt <= now && !hasHappened(page.purgedAt, now) && !hasHappened(page.hiddenAt, now);
  return isThere && (space === null || isSpaceSeen(space, now));
}

export function isSpaceSeen(space: SimSpace, now: number): boolean {
  return space.createdAt <= now && !hasHappened(space.hiddenAt, now);
}
