import type { DeliveryReading, RawDelivery, RecordId } from '../connector.ts';
import { type AsanaEvent, eventSchema } from './schema.ts';

const RECORD_KINDS = new Map<string, RecordId['kind']>([
  ['task', 'task'],
  ['project', 'scope'],
  ['goal', 'goal'],
]);

/** What an event on one of these says about, where it names no parent that we read. */
const IGNORED = new Map([
  ['tag', 'A tag changed; its tasks say so themselves.'],
  ['user', 'A person changed; people are read with each sync.'],
  ['workspace', 'A workspace changed; only its projects are read.'],
  ['team', 'An Asana team changed; it is no team of the organisation.'],
  ['portfolio', 'A portfolio changed; it is no scope of tasks.'],
]);

/**
 * What a stored delivery says changed or vanished, each id once, in the order of its first event. Pure; never throws.
 *
 * Events are compact and may come late or twice, so nothing but ids is taken from them. A task that was *removed* left a project or
 * a parent and may live on elsewhere: it counts as changed, and reading it again tells.
 */
export function readDelivery(raw: RawDelivery): DeliveryReading {
  const body = parse(raw.body);
  const events = eventsOf(body);
  if (isHandshake(raw, body)) return ignoring(HANDSHAKE);
  if (!events) return ignoring('Not a delivery of Asana: it holds no list of events.');
  if (events.length === 0) return ignoring(HEARTBEAT);
  const said = new Map<string, { id: RecordId; isDeleted: boolean }>();
  const ignored = new Set<string>();
  for (const one of events) {
    const parsed = eventSchema.safeParse(one);
    const outcome = parsed.success ? readEvent(parsed.data) : 'An event without an action or a resource.';
    if (typeof outcome === 'string') ignored.add(outcome);
    else remember(said, outcome);
  }
  const all = [...said.values()];
  return {
    changed: all.filter(({ isDeleted }) => !isDeleted).map(({ id }) => id),
    deleted: all.filter(({ isDeleted }) => isDeleted).map(({ id }) => id),
    ignored: [...ignored].map((reason) => ({ reason })),
  };
}

const HANDSHAKE = 'The handshake of a new webhook: it proves the address and names no record.';
const HEARTBEAT = 'A heartbeat: it proves that the webhook lives and names no record.';

type Said = { id: RecordId; isDeleted: boolean; isRevival: boolean };

function readEvent({ action, resource, parent }: AsanaEvent): Said | string {
  const type = resource?.resource_type ?? '';
  const kind = RECORD_KINDS.get(type);
  if (resource && kind) {
    const id = { kind, externalId: resource.gid };
    return { id, isDeleted: action === 'deleted', isRevival: action === 'undeleted' };
  }
  // A comment, a section, an attachment: what it hangs on changed.
  const parentKind = RECORD_KINDS.get(parent?.resource_type ?? '');
  if (parent && parentKind) {
    return { id: { kind: parentKind, externalId: parent.gid }, isDeleted: false, isRevival: false };
  }
  return IGNORED.get(type) ?? 'An event on something that we do not read.';
}

/** Asana sends "removed" and "changed" after "deleted" too; only "undeleted" brings a record back. */
function remember(said: Map<string, { id: RecordId; isDeleted: boolean }>, { id, isDeleted, isRevival }: Said): void {
  const key = `${id.kind} ${id.externalId}`;
  const before = said.get(key);
  said.set(key, { id, isDeleted: isDeleted || (before?.isDeleted === true && !isRevival) });
}

/** The events themselves, also where somebody saved the whole request around its body. */
function eventsOf(body: unknown): unknown[] | null {
  const found = property(body, 'events') ?? property(property(property(body, 'request'), 'body'), 'events');
  return Array.isArray(found) ? found : null;
}

function isHandshake(raw: RawDelivery, body: unknown): boolean {
  const saved = property(property(body, 'request'), 'headers');
  return [raw.headers, saved].some((headers) => property(headers, 'x-hook-secret') !== undefined);
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return null;
  }
}

function ignoring(reason: string): DeliveryReading {
  return { changed: [], deleted: [], ignored: [{ reason }] };
}
