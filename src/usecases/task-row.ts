import { scopeId, type TaskRecord, type ToolName, taskId } from '../domain/task.ts';
import { packTask } from '../store/tasks.ts';
import { toStorableJson, toStorableText } from './storable.ts';

/** A task record as its row: ids made of connection and the tool's id, so that a second pull writes the same row. */
export function toTaskRow(connectionId: string, tool: ToolName, record: TaskRecord) {
  const home = record.placements[0];
  const raw = toStorableJson(record.raw);
  return packTask({
    id: taskId(connectionId, record.externalId),
    connection_id: connectionId,
    tool,
    external_id: record.externalId,
    key: storable(record.key),
    url: storable(record.url),
    kind: toStorableText(record.kind),
    level: record.level,
    title: toStorableText(record.title),
    body: toStorableText(record.text),
    labels: record.labels.map(toStorableText),
    fields: toStorableJson(record.fields),
    links_found: toStorableJson(record.links),
    placements: toStorableJson(record.placements),
    scope_id: home ? scopeId(connectionId, home.scopeExternalId) : null,
    group_name: storable(home?.groupName ?? null),
    parent_id: record.parentExternalId === null ? null : taskId(connectionId, record.parentExternalId),
    mirror_of_id: record.mirrorOfExternalId === null ? null : taskId(connectionId, record.mirrorOfExternalId),
    status_id: record.status.externalId,
    status_name: toStorableText(record.status.name),
    status_tool_category: record.status.category,
    assignee_external_id: record.assigneeId,
    author_external_id: record.authorId,
    member_external_ids: [...record.memberIds],
    start_on: record.startOn,
    due_on: record.dueOn,
    tool_created_at: toDate(record.createdAt),
    tool_updated_at: toDate(record.updatedAt),
    tool_finished_at: toDate(record.finishedAt),
    is_archived: record.archived,
    child_count: record.childCount,
    raw,
    version: record.updatedAt ?? 0,
  });
}

function storable(text: string | null): string | null {
  return text === null ? null : toStorableText(text);
}

function toDate(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
