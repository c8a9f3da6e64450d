/** What a bench's Jira sends: signed, each with a name of its own. */
import { createHmac, randomUUID } from 'node:crypto';
import { type Agent, request } from 'undici';
import type { IntakeReady } from './intake-service.ts';

export const SECRET = 'bench-secret';

export interface Sent {
  readonly key: string;
  readonly body: Buffer;
  readonly signature: string;
}

export function delivery(tasks: IntakeReady['tasks'], index: number): Sent {
  const { id, key } = tasks[index % tasks.length] ?? { id: '1', key: 'X-1' };
  const body = Buffer.from(
    JSON.stringify({ timestamp: index, webhookEvent: 'jira:issue_updated', issue: { id, key, fields: {} } }),
  );
  return { key: randomUUID(), body, signature: `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}` };
}

/** @returns The answer's status. */
export async function post(agent: Agent, url: string, { key, body, signature }: Sent): Promise<number> {
  const answer = await request(url, {
    dispatcher: agent,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-atlassian-webhook-identifier': key,
      'x-hub-signature': signature,
    },
    body,
  });
  await answer.body.dump();
  return answer.statusCode;
}
