/** Pages and spaces as the second version of the API gives them. */
import { versionAt } from '../wiki-state.ts';
import type { SimSpace } from '../wiki-world.ts';
import { toDocument } from './document-tree.ts';
import type { Shown, Site } from './site.ts';
import { toStorage } from './storage.ts';

export type Format = 'storage' | 'atlas_doc_format';

/** @param now When its version is taken: earlier than now where an index lags. */
export function renderPage(site: Site, shown: Shown, format: Format | null, now: number): Record<string, unknown> {
  const { page, state, space } = shown;
  const version = versionAt(page, now);
  const authorId = site.accountOf(page.authorId);
  const parent =
    page.parentId === null ? null : (site.world.wikis?.pages.find(({ id }) => id === page.parentId) ?? null);
  return {
    id: page.vendorId,
    status: state.status,
    title: state.title,
    spaceId: space.vendorId,
    ...(parent === null ? {} : { parentId: parent.vendorId, parentType: 'page' }),
    position: Number(page.vendorId) % 1000,
    authorId,
    ownerId: authorId,
    lastOwnerId: null,
    createdAt: new Date(page.createdAt).toISOString(),
    version: {
      createdAt: new Date(version.at).toISOString(),
      message: '',
      number: version.number,
      minorEdit: false,
      authorId: site.accountOf(version.by),
    },
    body: format === null ? {} : { [format]: renderBody(site, shown, format) },
    _links: {
      webui: site.pathOf(shown),
      editui: `/pages/resumedraft.action?draftId=${page.vendorId}`,
      tinyui: `/x/${tinyOf(page.vendorId)}`,
    },
  };
}

/** The id's bytes, the lowest first, in base64 without the empty ones at the end, as every recorded one is. */
function tinyOf(id: string): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(id));
  return bytes.toString('base64').replace(/A*=*$/, '').replaceAll('+', '_').replaceAll('/', '-');
}

function renderBody(site: Site, { state }: Shown, format: Format) {
  const write = format === 'storage' ? toStorage : toDocument;
  return { representation: format, value: write(state.content, site) };
}

export function renderLabel(site: Site, name: string) {
  return { id: site.labels.idOf(name), name, prefix: 'global' };
}

export function renderSpace(site: Site, space: SimSpace): Record<string, unknown> {
  const home = site.world.wikis?.pages.find(({ spaceId, parentId }) => spaceId === space.id && parentId === null);
  return {
    id: space.vendorId,
    key: space.key,
    name: space.name,
    type: 'global',
    status: isArchived(space, site.clock.now) ? 'archived' : 'current',
    authorId: site.accountOf(null),
    createdAt: new Date(space.createdAt).toISOString(),
    ...(home === undefined ? {} : { homepageId: home.vendorId }),
    _links: { webui: `/spaces/${space.key}` },
  };
}

export function isArchived(space: SimSpace, now: number): boolean {
  return space.archivedAt !== null && space.archivedAt <= now;
}
