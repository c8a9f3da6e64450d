import type { Database } from '../../src/store/database.ts';
import type { NewTask } from '../../src/store/tasks.ts';

/** A connection with nothing in it. */
export async function insertConnectionRow(db: Database, id = 'jira'): Promise<void> {
  await db
    .insertInto('connections')
    .values({
      id,
      tool: 'jira',
      name: id,
      base_url: 'https://example.atlassian.net',
      state: 'active',
      credentials: null,
    })
    .execute();
}

/** A plain task of connection `jira`; what the test is about is given. */
export function newTask(given: Partial<NewTask> & { external_id: string }): NewTask {
  return {
    id: `${given.connection_id ?? 'jira'}.${given.external_id}`,
    connection_id: 'jira',
    tool: 'jira',
    key: `ONB-${given.external_id}`,
    url: null,
    kind: 'Story',
    level: 0,
    title: 'Self-service import',
    body: '',
    labels: [],
    fields: '[]',
    links_found: '[]',
    placements: '[]',
    scope_id: 'jira.10000',
    group_name: null,
    parent_id: null,
    mirror_of_id: null,
    status_id: '1',
    status_name: 'To Do',
    status_tool_category: 'todo',
    assignee_external_id: null,
    author_external_id: null,
    member_external_ids: [],
    start_on: null,
    due_on: null,
    tool_created_at: new Date('2026-01-01T00:00:00Z'),
    tool_updated_at: new Date('2026-01-01T00:00:00Z'),
    tool_finished_at: null,
    is_archived: false,
    child_count: null,
    raw: '{}',
    content_hash: JSON.stringify(given),
    version: 1_767_225_600_000,
    ...given,
  };
}
