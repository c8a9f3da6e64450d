/** The site's webhooks: those an administrator made, and those of the OAuth app, which die after thirty days. */
import { createHash } from 'node:crypto';
import type { Delivery, DeliveryPolicy } from '../deliveries.ts';
import type { SimCore } from '../server.ts';
import { isSeen } from '../state.ts';
import type { Changed } from '../world.ts';
import { app } from './access.ts';
import { JqlError } from './jql.ts';
import { isFound } from './search.ts';
import type { Site } from './site.ts';
import { bearerOf, signatureOf } from './webhook-proof.ts';

export interface Told {
  readonly event: string;
  /** Of an update: ids of the fields that changed. */
  readonly fieldIds: readonly string[];
  readonly body: Readonly<Record<string, unknown>>;
}

export interface AdminWebhook {
  readonly id: string;
  readonly kind: 'admin';
  readonly name: string;
  readonly description: string;
  readonly url: string;
  readonly events: readonly string[];
  /** Empty: all issues. */
  readonly jql: string;
  readonly excludeBody: boolean;
  readonly enabled: boolean;
  readonly secret: string | null;
  readonly updatedAt: number;
}

export interface DynamicWebhook {
  readonly id: string;
  readonly kind: 'dynamic';
  readonly url: string;
  readonly events: readonly string[];
  readonly jql: string;
  readonly fieldIds: readonly string[] | null;
  expiresAt: number;
}

export interface Webhooks {
  readonly admin: Map<string, AdminWebhook>;
  readonly dynamic: Map<string, DynamicWebhook>;
  /** Dynamic ones that have not expired. */
  alive(): DynamicWebhook[];
  nextId(): string;
  /** Sends what happened to every webhook that asked for it. */
  tell(changed: Changed, told: Told): void;
}

const minuteMs = 60_000;

const policy: DeliveryPolicy = {
  waitsMs: [minuteMs, 2 * minuteMs, 4 * minuteMs, 8 * minuteMs, 15 * minuteMs],
  timeoutMs: 30_000,
  isRetried: (status) => status === null || [408, 409, 425, 429].includes(status) || status >= 500,
};

export function makeWebhooks(core: SimCore, site: Site): Webhooks {
  const admin = new Map<string, AdminWebhook>();
  const dynamic = new Map<string, DynamicWebhook>();
  let last = 0;
  const alive = () => [...dynamic.values()].filter(({ expiresAt }) => expiresAt > core.clock.now);
  return {
    admin,
    dynamic,
    alive,
    nextId: () => {
      last += 1;
      return String(last);
    },
    tell: (changed, told) => {
      if (!isSeen(changed.scope, core.clock.now) && changed.type !== 'delete-scope') return;
      const enabled = [...admin.values()].filter((hook) => hook.enabled);
      for (const hook of [...enabled, ...alive()]) {
        if (isWanted(site, hook, changed, told)) core.postman.send(address(core, hook, changed, told), policy);
      }
    },
  };
}

function isWanted(site: Site, hook: AdminWebhook | DynamicWebhook, changed: Changed, told: Told): boolean {
  if (!hook.events.includes(told.event)) return false;
  if (hook.kind === 'dynamic' && hook.fieldIds !== null && told.event === 'jira:issue_updated') {
    if (!told.fieldIds.some((id) => hook.fieldIds?.includes(id))) return false;
  }
  if (changed.task === null || hook.jql === '') return true;
  try {
    return isFound(site, hook.jql, changed.task);
  } catch (error) {
    // A filter that cannot be read fits nothing.
    if (error instanceof JqlError) return false;
    throw error;
  }
}

function address(core: SimCore, hook: AdminWebhook | DynamicWebhook, changed: Changed, told: Told): Delivery {
  const body = hook.kind === 'admin' && hook.excludeBody ? '' : JSON.stringify(told.body);
  const name = `${hook.kind} ${hook.id} ${changed.at} ${told.event} ${changed.task?.id ?? changed.scope.id}`;
  const identifier = createHash('sha256').update(name).digest('hex').slice(0, 40);
  const headers = (attempt: number): Record<string, string> => ({
    'x-atlassian-webhook-identifier': identifier,
    'x-atlassian-webhook-trace': identifier.slice(0, 16),
    'x-atlassian-webhook-flow': 'Primary',
    ...(attempt === 0 ? {} : { 'x-atlassian-webhook-retry': String(attempt) }),
    ...proofOf(core, hook, body),
  });
  return { webhook: hook.id, url: hook.url, body, headers };
}

function proofOf(core: SimCore, hook: AdminWebhook | DynamicWebhook, body: string): Record<string, string> {
  if (hook.kind === 'dynamic') return { authorization: bearerOf(app.appSecret, core.wallClock()) };
  return hook.secret === null ? {} : { 'x-hub-signature': signatureOf(hook.secret, body) };
}
