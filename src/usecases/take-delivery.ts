import { createHash } from 'node:crypto';
import type { ConnectorDefinition, Handshake, RawDelivery } from '../../connectors/connector.ts';
import { sources } from '../../connectors/registry.ts';
import type { SourceName } from '../domain/task.ts';
import { findConnection } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { isOfOneRow, type NewDelivery, type StoredAs, storeDeliveries } from '../store/new-deliveries.ts';
import type { Binding, SecretBox } from '../store/secrets.ts';
import { keepHandedSecret, noteWebhookHeard } from '../store/webhooks.ts';
import { openBatches } from './delivery-batches.ts';
import { type Door, type Hook, openDoors } from './delivery-doors.ts';
import { countRefusals } from './delivery-refusals.ts';

export interface IntakeDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly now: () => number;
  /** A delivery was stored: its job may follow. Not waited for. */
  readonly onDelivery: (connectionId: string) => void;
  /** How a tool's deliveries are proved and named; the registry's, unless a test says otherwise. */
  readonly definitionOf?: (tool: SourceName) => Proof;
}

export type Proof = Pick<ConnectorDefinition, 'provenBy' | 'verifyDelivery' | 'deliveryKey'>;

export interface ArrivedDelivery {
  readonly tool: string;
  readonly connectionId: string;
  /** The webhook it says it is of. */
  readonly hookId: string | null;
  readonly headers: RawDelivery['headers'];
  readonly body: Buffer;
}

export type Taken =
  | { readonly is: 'stored' | 'refused' | 'unknown' }
  | { readonly is: 'handshake'; readonly answer: Handshake['answer'] };

export interface Intake {
  /**
   * Proves a delivery, then stores it once. Of an unknown address nothing is kept, of a refused one a number.
   *
   * @param how `isFlood`: its sender was refused too often. It is proved by what is known already; nothing is looked up for it.
   */
  take(arrived: ArrivedDelivery, how?: { readonly isFlood: boolean }): Promise<Taken>;
  /** Writes down what is only counted in memory yet. */
  close(): Promise<void>;
}

/** A webhook is noted as heard of this often at most: not with each delivery. */
const HEARD_EVERY_MS = 30_000;
/** Whatever else somebody tries is no name of a connection, and some of it no text a database takes. */
const CONNECTION_ID = /^[a-z\d-]{1,100}$/;
/** Of a door this old a refusal is looked at once more: its webhooks may have changed. */
const TRUSTED_MS = 1_000;

export function openIntake(deps: IntakeDeps): Intake {
  const doors = openDoors(deps);
  const refusals = countRefusals(deps.db);
  const definitionOf = deps.definitionOf ?? ((tool) => sources[tool]);
  const heardAt = new Map<string, number>();
  const store = openBatches<Door, NewDelivery, StoredAs>({
    store: (door, deliveries) => storeDeliveries(deps.db, door, deliveries),
    bytesOf: ({ body }) => body.length,
    isOfOne: isOfOneRow,
  });

  async function take(arrived: ArrivedDelivery, { isFlood } = { isFlood: false }): Promise<Taken> {
    const isName = CONNECTION_ID.test(arrived.connectionId) && !(isFlood && !doors.isKnown(arrived.connectionId));
    const door = isName ? await doors.find(arrived.connectionId) : null;
    if (!door || door.tool !== arrived.tool) return { is: 'unknown' };
    const verdict = isFlood ? judge(door, arrived) : await prove(door, arrived);
    return (await follow(arrived, door, verdict)) ?? takeAnew(arrived);
  }

  /** What proved it does not hold any more: what does now has the last word. */
  async function takeAnew(arrived: ArrivedDelivery): Promise<Taken> {
    const door = await doors.reload(arrived.connectionId);
    if (!door) return { is: 'unknown' };
    return (await follow(arrived, door, judge(door, arrived))) ?? refuse(door, 'not-proved');
  }

  /** @returns null where the proof is void by now. */
  async function follow(arrived: ArrivedDelivery, door: Door, verdict: Verdict): Promise<Taken | null> {
    if (verdict.is === 'ok') return keep(arrived, door, verdict.hook);
    if (verdict.is === 'handshake') return shakeHands(door, verdict);
    return refuse(door, verdict.reason);
  }

  function refuse(door: Door, reason: string): Taken {
    refusals.add(door.connectionId, reason, deps.now());
    return { is: 'refused' };
  }

  /** A door is known for some seconds; a refusal by an old one, or of a webhook it does not hold yet, is no last word. */
  async function prove(door: Door, arrived: ArrivedDelivery): Promise<Verdict> {
    const first = judge(door, arrived);
    if (first.is !== 'refused') return first;
    const hook = hookOf(door, arrived);
    const isKnown = hook !== null && secretsOf(definitionOf(door.tool), door, hook).length > 0;
    const isTrusted = isKnown && doors.ageMs(door) < TRUSTED_MS;
    const again = isTrusted ? null : await doors.reload(arrived.connectionId);
    return again ? judge(again, arrived) : first;
  }

  function judge(door: Door, arrived: ArrivedDelivery): Verdict {
    const definition = definitionOf(door.tool);
    const hook = hookOf(door, arrived);
    if (arrived.hookId !== null && !hook) return { is: 'refused', reason: 'unknown-webhook' };
    const secrets = secretsOf(definition, door, hook);
    const isHandshakeOpen =
      definition.provenBy.includes('handed-secret') && hook?.secret === null && (hook.handshakeUntil ?? 0) > deps.now();
    if (secrets.length === 0 && !isHandshakeOpen) return { is: 'refused', reason: 'no-secret' };
    const said = definition.verifyDelivery?.(rawOf(arrived, hook), { secrets, isHandshakeOpen }) ?? 'refused';
    if (said === 'ok') return { is: 'ok', hook };
    if (said === 'refused') return { is: 'refused', reason: 'not-proved' };
    return hook ? { is: 'handshake', hook, handshake: said } : { is: 'refused', reason: 'unknown-webhook' };
  }

  async function keep(arrived: ArrivedDelivery, door: Door, hook: Hook | null): Promise<Taken | null> {
    const stored = await store(door, {
      webhookId: hook?.id ?? null,
      sealedSecret: hook?.sealedSecret ?? null,
      key: keyOf(definitionOf(door.tool), rawOf(arrived, hook)),
      headers: keptHeaders(arrived.headers),
      body: arrived.body,
      at: new Date(deps.now()),
    });
    if (stored === 'void') return null;
    if (hook) noteHeard(hook);
    if (stored === 'new') deps.onDelivery(door.connectionId);
    return { is: 'stored' };
  }

  /** Not waited for: it is for people to look at. */
  function noteHeard({ id }: Hook): void {
    const now = deps.now();
    if (now - (heardAt.get(id) ?? Number.NEGATIVE_INFINITY) < HEARD_EVERY_MS) return;
    heardAt.set(id, now);
    noteWebhookHeard(deps.db, id, new Date(now)).catch(() => heardAt.delete(id));
  }

  async function shakeHands(door: Door, { hook, handshake }: OpenHand): Promise<Taken> {
    if (handshake.secret === null) return { is: 'handshake', answer: handshake.answer };
    const connection = await findConnection(deps.db, door.connectionId);
    if (!connection) return { is: 'unknown' };
    const binding: Binding = { connectionId: connection.id, baseUrl: connection.baseUrl, field: 'webhook' };
    const sealed = deps.secrets.seal(handshake.secret, binding);
    const isKept = await keepHandedSecret(deps.db, hook.id, sealed, new Date(deps.now()));
    doors.forget(door.connectionId);
    return isKept ? { is: 'handshake', answer: handshake.answer } : refuse(door, 'not-proved');
  }

  return { take, close: () => refusals.close() };
}

interface OpenHand {
  readonly hook: Hook;
  readonly handshake: Handshake;
}

type Verdict =
  | { readonly is: 'ok'; readonly hook: Hook | null }
  | ({ readonly is: 'handshake' } & OpenHand)
  | { readonly is: 'refused'; readonly reason: string };

/** The one it names; where it names none, the one that tells of the whole connection. */
function hookOf(door: Door, { hookId }: ArrivedDelivery): Hook | null {
  if (hookId !== null) return door.hooks.get(hookId) ?? null;
  return [...door.hooks.values()].find((hook) => hook.scopeId === null) ?? null;
}

/** Those this tool signs with, whatever else is stored. An empty one is one that did not open: anybody could sign with it. */
function secretsOf({ provenBy }: Proof, door: Door, hook: Hook | null): string[] {
  const isOwn = provenBy.includes('own-secret') || provenBy.includes('handed-secret');
  const all = [isOwn ? hook?.secret : null, provenBy.includes('app-secret') ? door.appSecret : null];
  return all.filter((secret): secret is string => typeof secret === 'string' && secret !== '');
}

function rawOf({ headers, body }: ArrivedDelivery, hook: Hook | null): RawDelivery {
  return { headers, body, callbackUrl: hook?.callbackUrl ?? null };
}

const NAME_MAX = 200;

/** The tool's own name of it; where it has none, or one no column holds, the hash of its body. */
function keyOf({ deliveryKey }: Proof, raw: RawDelivery): string {
  const named = deliveryKey?.(raw) ?? null;
  if (named !== null && named.length <= NAME_MAX && /^[\x20-\x7e]+$/.test(named)) return `id ${named}`;
  return `hash ${createHash('sha256').update(raw.body).digest('hex')}`;
}

/** What tells something of the delivery itself; a signature or a secret is not kept. */
const KEPT_HEADERS = ['content-type', 'x-atlassian-webhook-identifier', 'x-atlassian-webhook-retry'];

function keptHeaders(headers: RawDelivery['headers']): Record<string, string> {
  const kept = KEPT_HEADERS.map((name) => [name, headers[name]] as const);
  return Object.fromEntries(kept.filter((one): one is [string, string] => typeof one[1] === 'string'));
}
