/** What a delivery says: issues in the shape of the older API (v2), with plain text where v3 has a document. */

import { stateAt } from '../state.ts';
import type { Changed, SimTask } from '../world.ts';
import type { Parts } from './parts.ts';
import { renderProject } from './projects.ts';
import { renderUser } from './users.ts';
import type { Told } from './webhooks.ts';

type Sources = Pick<Parts, 'site' | 'fields' | 'changelogs'>;

/** Null for what Jira tells nobody. */
export function tellOf(sources: Sources, changed: Changed): Told | null {
  const { task, type } = changed;
  if (task === null) return tellOfProject(sources, changed);
  if (type === 'create')
    return tell(sources, changed, 'jira:issue_created', 'issue_created', wholeIssue(sources, task));
  if (isDeletion(changed)) {
    return tell(sources, changed, 'jira:issue_deleted', 'issue_deleted', namesOnly(sources, task));
  }
  const entry = sources.changelogs.of(task).find(({ at }) => at === changed.at);
  if (entry === undefined) return null;
  const { id, items } = JSON.parse(entry.json.toString('utf8')) as { id: string; items: { field: string }[] };
  const fields = items.map(({ field }) => field);
  const name = fields.includes('Key')
    ? 'issue_moved'
    : fields.includes('status')
      ? 'issue_generic'
      : fields.includes('assignee')
        ? 'issue_assigned'
        : 'issue_updated';
  const told = tell(sources, changed, 'jira:issue_updated', name, wholeIssue(sources, task));
  return { ...told, fieldIds: entry.fieldIds, body: { ...told.body, changelog: { id, items } } };
}

function isDeletion({ task, index }: Changed): boolean {
  return index !== null && task?.events[index]?.deed?.type === 'deleted';
}

function tell({ site }: Sources, { at, by }: Changed, event: string, name: string, issue: unknown): Told {
  const user = by === null ? null : renderUser(site, site.people.get(by));
  const { emailAddress: _, ...shown } = asV2(user ?? {}) as Record<string, unknown>;
  const body = {
    timestamp: at,
    webhookEvent: event,
    issue_event_type_name: name,
    ...(user === null ? {} : { user: shown }),
    issue,
  };
  return { event, fieldIds: [], body };
}

function wholeIssue({ site, fields }: Sources, task: SimTask): unknown {
  const { bytes } = fields.of(task);
  // The pieces stand one behind the other, each with a comma before it.
  const rendered = JSON.parse(`{${bytes.subarray(1).toString('utf8')}}`) as Record<string, unknown>;
  const description = stateAt(task, site.clock.now)?.text ?? null;
  return { ...(namesOnly({ site }, task) as object), fields: asV2({ ...rendered, description }) };
}

function namesOnly({ site }: Pick<Sources, 'site'>, task: SimTask): unknown {
  return { id: task.vendorId, self: `${site.base}/rest/api/2/issue/${task.vendorId}`, key: task.key };
}

function asV2(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value).replaceAll('/rest/api/3/', '/rest/api/2/'));
}

function tellOfProject({ site }: Sources, { type, at, scope }: Changed): Told | null {
  const event = { archive: 'project_archived', 'delete-scope': 'project_soft_deleted' }[type as 'archive'];
  if (event === undefined) return null;
  const body = { timestamp: at, webhookEvent: event, project: asV2(renderProject(site, scope)) };
  return { event, fieldIds: [], body };
}
