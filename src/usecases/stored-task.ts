import { statusCategory, teamNameOf } from '../domain/mapping.ts';
import { teamOf } from '../domain/people.ts';
import { type Mapping, scopeId, type Task, type TaskPlace } from '../domain/task.ts';
import type { DerivableRow, StaleRow } from '../store/derive.ts';
import type { DeriveContext } from './derive-context.ts';

/** The row as evidence reads it, with the mapping in force. */
export function toTask(
  row: DerivableRow,
  context: DeriveContext,
  known: Pick<StaleRow, 'has_children' | 'has_mirrored'>,
): Task {
  const mapping = mappingFor(row, context);
  const places = placesOf(row, context);
  const teamId = teamIdOf(row, context, mapping, places);
  return {
    id: row.id,
    connectionId: row.connection_id,
    tool: row.tool,
    externalId: row.external_id,
    key: row.key,
    url: row.url,
    kind: row.kind,
    level: row.level,
    title: row.title,
    text: row.body,
    labels: row.labels,
    fields: row.fields,
    links: [...row.links_found, ...row.remote_links],
    parentId: row.parent_id,
    places,
    statusName: row.status_name,
    statusCategory: statusCategory(mapping, {
      externalId: row.status_id,
      name: row.status_name,
      category: row.status_tool_category,
    }),
    team: teamId ? (context.teamNames.get(teamId) ?? null) : null,
    isContainer: known.has_children,
    isArchived: row.is_archived,
    isMirror: row.mirror_of_id !== null && known.has_mirrored,
    goneAt: row.gone_at?.getTime() ?? null,
    visibility: row.visibility,
    createdAt: row.tool_created_at?.getTime() ?? null,
    updatedAt: row.tool_updated_at?.getTime() ?? null,
    readAt: row.read_at.getTime(),
  };
}

export function mappingFor(row: Pick<DerivableRow, 'connection_id'>, context: DeriveContext): Mapping {
  const mapping = context.mappingOf.get(row.connection_id);
  if (!mapping) throw new Error(`No mapping for connection ${row.connection_id}`);
  return mapping;
}

function placesOf(row: DerivableRow, context: DeriveContext): TaskPlace[] {
  return row.placements.map((place) => {
    const id = scopeId(row.connection_id, place.scopeExternalId);
    const scope = context.scopes.get(id);
    return { scopeId: id, scopeKey: scope?.key ?? null, scopeName: scope?.name ?? '', groupName: place.groupName };
  });
}

/** The team of its first scope that is mapped to one, else the one its field names, else its assignee's, else none. */
export function teamIdOf(
  row: DerivableRow,
  context: DeriveContext,
  mapping: Mapping,
  places: readonly TaskPlace[] = placesOf(row, context),
): string | null {
  const named = teamNameOf(mapping, row.fields);
  const person = assigneeOf(row, context);
  return teamOf({
    scopeTeam:
      places.map((place) => context.scopes.get(place.scopeId)?.teamId ?? null).find((id) => id !== null) ?? null,
    fieldTeam: named ? (context.teamIdByName.get(named.toLowerCase()) ?? null) : null,
    assigneeTeam: person ? (context.teamOfPerson.get(person) ?? null) : null,
  });
}

export function assigneeOf(row: Pick<DerivableRow, 'connection_id' | 'assignee_external_id'>, context: DeriveContext) {
  return context.personOfAccount.get(`${row.connection_id}.${row.assignee_external_id}`) ?? null;
}
