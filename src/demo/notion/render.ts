/** Pages, rows, data sources and databases as Notion gives them. */
import type { SimSpace } from '../wiki-world.ts';
import { minuteOf } from './ids.ts';
import { columnsOf, propertiesOf } from './properties.ts';
import { richText } from './rich-text.ts';
import type { Shown, Workspace } from './workspace.ts';

export function renderPage(shown: Shown, workspace: Workspace): Record<string, unknown> {
  const { page, state, editedAt, editedBy } = shown;
  return {
    object: 'page',
    id: page.vendorId,
    created_time: minuteOf(page.createdAt),
    last_edited_time: minuteOf(editedAt),
    created_by: { object: 'user', id: workspace.userOf(page.authorId) },
    last_edited_by: { object: 'user', id: workspace.userOf(editedBy) },
    cover: null,
    icon: null,
    parent: parentOf(shown, workspace),
    in_trash: state.status === 'trashed',
    is_locked: false,
    properties: propertiesOf(shown, workspace),
    url: workspace.urlOf(page.vendorId, state.title),
    public_url: null,
  };
}

function parentOf({ page, space }: Shown, workspace: Workspace): Record<string, unknown> {
  if (space !== null) {
    return { type: 'data_source_id', data_source_id: space.vendorId, database_id: workspace.databaseOf(space) };
  }
  const parent = workspace.byId(page.parentId);
  return parent === null ? { type: 'workspace', workspace: true } : { type: 'page_id', page_id: parent.page.vendorId };
}

export function isTrashed({ archivedAt }: SimSpace, now: number): boolean {
  return archivedAt !== null && archivedAt <= now;
}

export function renderSource(space: SimSpace, workspace: Workspace): Record<string, unknown> {
  const rows = workspace.pages().filter((shown) => shown.space === space);
  return {
    object: 'data_source',
    id: space.vendorId,
    ...commonOf(space, workspace),
    properties: columnsOf(space, rows),
    parent: { type: 'database_id', database_id: workspace.databaseOf(space) },
    database_parent: { type: 'workspace', workspace: true },
  };
}

export function renderDatabase(space: SimSpace, workspace: Workspace): Record<string, unknown> {
  return {
    object: 'database',
    id: workspace.databaseOf(space),
    ...commonOf(space, workspace),
    is_locked: false,
    parent: { type: 'workspace', workspace: true },
    data_sources: [{ id: space.vendorId, name: space.name }],
  };
}

function commonOf(space: SimSpace, workspace: Workspace) {
  const user = { object: 'user', id: workspace.userOf(null) };
  return {
    cover: null,
    icon: null,
    created_time: minuteOf(space.createdAt),
    last_edited_time: minuteOf(space.createdAt),
    created_by: user,
    last_edited_by: user,
    title: richText(space.name, workspace),
    description: [],
    is_inline: false,
    url: workspace.urlOf(workspace.databaseOf(space), ''),
    public_url: null,
    in_trash: isTrashed(space, workspace.clock.now),
  };
}
