/** What a change is told as: which events, about what, with ids and never with content. */
import type { WikiChanged } from '../wiki-world.ts';
import { propertyId } from './properties.ts';
import type { Workspace } from './workspace.ts';

export interface Told {
  readonly type: string;
  readonly entity: { readonly id: string; readonly type: 'page' | 'data_source' };
  readonly data: Readonly<Record<string, unknown>>;
}

/** Nobody is told of what was taken from them: a page or a data source out of sight is silent. */
export function eventsOf(changed: WikiChanged, workspace: Workspace): Told[] {
  if (changed.page === null) return sourceEvents(changed, workspace);
  const shown = workspace.page(changed.page.vendorId);
  if (shown === null) return [];
  const { page, space } = shown;
  const entity = { id: page.vendorId, type: 'page' } as const;
  const parent =
    space === null
      ? {
          id: workspace.byId(page.parentId)?.page.vendorId ?? workspace.id,
          type: page.parentId === null ? 'space' : 'page',
        }
      : { id: workspace.databaseOf(space), type: 'database', data_source_id: space.vendorId };
  const tell = (type: string, more: object = {}): Told => ({ type, entity, data: { parent, ...more } });
  const onSource: Told[] =
    space === null
      ? []
      : [
          {
            type: 'data_source.content_updated',
            entity: { id: space.vendorId, type: 'data_source' },
            data: { parent: parentOf(changed, workspace), updated_blocks: [{ id: page.vendorId, type: 'page' }] },
          },
        ];
  if (changed.type === 'create') return [tell('page.created'), ...onSource];
  if (changed.type === 'trash') return [tell('page.deleted'), ...onSource];
  if (changed.type === 'move') return [tell('page.moved'), ...onSource];
  if (changed.type === 'restore') return [tell('page.undeleted'), ...onSource];
  return changed.type === 'edit' ? editEvents(changed, tell) : [];
}

function editEvents({ set, page }: WikiChanged, tell: (type: string, more: object) => Told): Told[] {
  const columns = Object.keys(set.cells ?? {}).map(propertyId);
  const updated_properties = [...(set.title === undefined ? [] : ['title']), ...columns];
  const updated_blocks = [{ id: page?.vendorId, type: 'page' }];
  return [
    ...(updated_properties.length > 0 ? [tell('page.properties_updated', { updated_properties })] : []),
    ...(set.content === undefined ? [] : [tell('page.content_updated', { updated_blocks })]),
  ];
}

function sourceEvents(changed: WikiChanged, workspace: Workspace): Told[] {
  const type = { archive: 'data_source.deleted', unarchive: 'data_source.undeleted' }[changed.type as 'archive'];
  if (type === undefined || changed.space === null || workspace.source(changed.space.vendorId) === null) return [];
  const entity = { id: changed.space.vendorId, type: 'data_source' } as const;
  return [{ type, entity, data: { parent: parentOf(changed, workspace) } }];
}

function parentOf({ space }: WikiChanged, workspace: Workspace) {
  return { id: space === null ? workspace.id : workspace.databaseOf(space), type: 'database' };
}
