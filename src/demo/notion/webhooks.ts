/**
 * Webhooks as Notion has them: made by hand with an address, proven by a token that is sent there first and given back by the same person,
 * then told of changes some time later, several edits of one page as one.
 */
import { createHmac, randomBytes } from 'node:crypto';
import type { DeliveryPolicy } from '../deliveries.ts';
import type { SimCore } from '../server.ts';
import type { SimWiki, WikiChanged } from '../wiki-world.ts';
import { eventsOf, type Told } from './events.ts';
import { uuidOf } from './ids.ts';
import type { Workspace } from './workspace.ts';

export interface Subscription {
  readonly id: string;
  readonly url: string;
  readonly isVerified: boolean;
}

export interface Webhooks {
  /** Sends the token there. Told of nothing before it is given back. @throws Error For what is no web address. */
  subscribe(url: string): Subscription;
  /** @throws Error For a token that was sent nowhere. */
  confirm(token: string): Subscription;
  readonly all: readonly Subscription[];
  tell(changed: WikiChanged): void;
  /** Sends what was gathered, now. */
  flush(): void;
}

/** Up to eight tries in about a day, ever further apart (Notion, "Webhooks", read 2026-11-22). */
const policy: DeliveryPolicy = {
  waitsMs: [60_000, 300_000, 900_000, 3_600_000, 7_200_000, 21_600_000, 50_400_000],
  timeoutMs: 10_000,
  isRetried: (status) => status === null || status < 200 || status > 299,
};
/** The token is sent once: a person sees that it did not arrive. */
const once: DeliveryPolicy = { ...policy, waitsMs: [] };

interface Kept {
  readonly id: string;
  readonly url: string;
  readonly token: string;
  isVerified: boolean;
}

interface Gathered extends Told {
  readonly at: number;
  readonly by: Set<string | null>;
}

/** @param aggregateMs How long edits of one kind are gathered before they are told of as one. */
export function makeWebhooks(core: SimCore<SimWiki>, workspace: Workspace, aggregateMs: number): Webhooks {
  const all: Kept[] = [];
  const gathered = new Map<string, Gathered>();
  let timer: NodeJS.Timeout | null = null;
  let sent = 0;
  const flush = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    for (const told of gathered.values()) for (const kept of all) if (kept.isVerified) send(kept, told);
    gathered.clear();
  };
  const send = (kept: Kept, told: Gathered) => {
    sent += 1;
    const event = { ...bodyOf(workspace, kept, told), id: uuidOf(`event ${kept.id} ${sent}`) };
    const write = (attempt: number) => JSON.stringify({ ...event, attempt_number: attempt + 1 });
    deliver(core, kept, write, policy);
  };
  return {
    all,
    subscribe: (url) => {
      if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new Error('That is no web address.');
      const token = `secret_${randomBytes(32).toString('base64url').replace(/[-_]/g, 'x')}`;
      const kept: Kept = { id: uuidOf(`subscription ${all.length} ${url}`), url, token, isVerified: false };
      all.push(kept);
      deliver(core, kept, () => JSON.stringify({ verification_token: token }), once);
      return kept;
    },
    confirm: (token) => {
      const kept = all.find((each) => each.token === token.trim());
      if (kept === undefined) throw new Error('This token was sent to no webhook.');
      kept.isVerified = true;
      return kept;
    },
    tell: (changed) => {
      for (const told of eventsOf(changed, workspace)) gather(gathered, told, changed);
      if (gathered.size > 0) timer ??= setTimeout(flush, aggregateMs).unref();
    },
    flush,
  };
}

/** Edits of one kind on one page become one event, with everybody who made them and everything they touched. */
function gather(gathered: Map<string, Gathered>, told: Told, { at, by }: WikiChanged): void {
  const key = `${told.type} ${told.entity.id}`;
  const before = gathered.get(key);
  const lists = Object.entries(told.data).filter(([, value]) => Array.isArray(value)) as [string, unknown[]][];
  const united = lists.map(([name, value]) => [name, unite((before?.data[name] ?? []) as unknown[], value)]);
  gathered.set(key, {
    ...told,
    at: before?.at ?? at,
    by: new Set([...(before?.by ?? []), by]),
    data: { ...told.data, ...Object.fromEntries(united) },
  });
}

function unite(one: readonly unknown[], other: readonly unknown[]): unknown[] {
  const known = new Set(one.map((each) => JSON.stringify(each)));
  return [...one, ...other.filter((each) => !known.has(JSON.stringify(each)))];
}

function bodyOf(workspace: Workspace, kept: Kept, { type, entity, data, at, by }: Gathered) {
  return {
    timestamp: new Date(at).toISOString(),
    workspace_id: workspace.id,
    workspace_name: workspace.world.organisation.name,
    subscription_id: kept.id,
    integration_id: uuidOf(`integration ${workspace.world.seed}`),
    type,
    authors: [...by].map((person) => ({ id: workspace.userOf(person), type: 'person' })),
    accessible_by: [{ id: workspace.bot, type: 'bot' }],
    api_version: '2025-09-03',
    entity,
    data,
  };
}

function deliver(core: SimCore<SimWiki>, kept: Kept, write: (attempt: number) => string, how: DeliveryPolicy): void {
  const sign = (body: string) => `sha256=${createHmac('sha256', kept.token).update(body).digest('hex')}`;
  core.postman.send(
    {
      webhook: kept.id,
      url: kept.url,
      body: write(0),
      bodyOf: write,
      headers: (attempt) => ({ 'X-Notion-Signature': sign(write(attempt)) }),
    },
    how,
  );
}
