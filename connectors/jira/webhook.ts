import { z } from 'zod';
import type { DeliveryReading, RawDelivery, RecordId } from '../connector.ts';

// Partial payloads are normal (pitfall J15): a deletion may hold id and key only, a comment may come without its issue.
const deliverySchema = z.looseObject({
  webhookEvent: z.string().nullish(),
  issue: z.looseObject({ id: z.union([z.string(), z.number()]).transform(String) }).nullish(),
  project: z.looseObject({ id: z.union([z.string(), z.number()]).transform(String) }).nullish(),
});

/** What a delivery says changed or vanished. It is a hint: nothing of its content is taken as true. Never throws. */
export function readDelivery(raw: RawDelivery): DeliveryReading {
  const parsed = deliverySchema.safeParse(parseBody(raw.body));
  if (!parsed.success) return ignore('not a delivery of Jira');
  const { webhookEvent, issue, project } = parsed.data;
  const event = webhookEvent?.replace(/^jira:/, '') ?? null;
  if (issue) return readIssueEvent(event, { kind: 'task', externalId: issue.id });
  if (project && event?.startsWith('project_')) {
    return { changed: [{ kind: 'scope', externalId: project.id }], deleted: [], ignored: [] };
  }
  if (event === null) return ignore('not a delivery of Jira');
  return ignore(`${wordsOf(event)} without the issue it is about`);
}

/** A vanished project or comment proves no deletion of a task; only an issue's own deletion names it as gone. */
function readIssueEvent(event: string | null, task: RecordId): DeliveryReading {
  if (event === 'issue_deleted') return { changed: [], deleted: [task], ignored: [] };
  return { changed: [task], deleted: [], ignored: [] };
}

function parseBody(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}

/** "comment_deleted" as "comment deleted", and nothing a stranger could make us print. */
function wordsOf(event: string): string {
  return /^[a-z_]{1,60}$/.test(event) ? event.replaceAll('_', ' ') : 'an event';
}

function ignore(reason: string): DeliveryReading {
  return { changed: [], deleted: [], ignored: [{ reason }] };
}
