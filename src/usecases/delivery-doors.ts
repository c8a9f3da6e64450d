import type { Credentials } from '../../connectors/connector.ts';
import type { SourceName } from '../domain/task.ts';
import { findConnection } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import type { Binding, SecretBox } from '../store/secrets.ts';
import { listWebhooks } from '../store/webhooks.ts';

/** Where a connection's deliveries come in, with what they are proved by. */
export interface Door {
  readonly connectionId: string;
  readonly tool: SourceName;
  /** As they are stored: others mean that this door may be out of date. */
  readonly sealedCredentials: string | null;
  /** Of the app that signs; null where a webhook's own secret does. */
  readonly appSecret: string | null;
  readonly hooks: ReadonlyMap<string, Hook>;
}

export interface Hook {
  readonly id: string;
  readonly scopeId: string | null;
  readonly callbackUrl: string;
  readonly secret: string | null;
  /** The same as it is stored. */
  readonly sealedSecret: string | null;
  /** ms since 1970; null: no handshake is waited for. */
  readonly handshakeUntil: number | null;
}

export interface Doors {
  /** null: there is no such connection. */
  find(connectionId: string): Promise<Door | null>;
  /** A connection of this name was there when it was last looked for. */
  isKnown(connectionId: string): boolean;
  /** Read anew; who asks while it is being read gets the same. */
  reload(connectionId: string): Promise<Door | null>;
  ageMs(door: Door): number;
  forget(connectionId: string): void;
}

interface DoorDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
}

/** So long another process's change may go unseen. */
const KNOWN_MS = 3_000;
/** Somebody who tries names must not fill the memory. */
const KNOWN_MAX = 1_000;

/** Doors as they were some seconds ago at most: a delivery then costs one insert and no look-up. */
export function openDoors(deps: DoorDeps): Doors {
  const known = new Map<string, { readonly door: Promise<Door | null>; readonly readAt: number }>();
  const readAt = new WeakMap<Door, number>();
  const reading = new Map<string, Promise<Door | null>>();
  // There are as many as connections: names that somebody tries do not come in here.
  const real = new Set<string>();

  function reload(connectionId: string): Promise<Door | null> {
    const underWay = reading.get(connectionId);
    if (underWay) return underWay;
    const at = performance.now();
    const door = readDoor(deps, connectionId);
    reading.set(connectionId, door);
    if (known.size >= KNOWN_MAX) known.clear();
    known.set(connectionId, { door, readAt: at });
    door.then((found) => found && noteRead(connectionId, found, at)).catch(() => known.delete(connectionId));
    door.finally(() => reading.delete(connectionId)).catch(() => undefined);
    return door;
  }

  function noteRead(connectionId: string, door: Door, at: number): void {
    readAt.set(door, at);
    real.add(connectionId);
  }

  return {
    isKnown: (connectionId) => real.has(connectionId),
    find(connectionId) {
      const found = known.get(connectionId);
      return found && performance.now() - found.readAt < KNOWN_MS ? found.door : reload(connectionId);
    },
    reload,
    ageMs: (door) => performance.now() - (readAt.get(door) ?? 0),
    forget: (connectionId) => void known.delete(connectionId),
  };
}

async function readDoor({ db, secrets }: DoorDeps, connectionId: string): Promise<Door | null> {
  const connection = await findConnection(db, connectionId);
  if (!connection) return null;
  const binding = { connectionId, baseUrl: connection.baseUrl };
  const hooks = (await listWebhooks(db, connectionId)).map((hook): Hook => {
    return {
      id: hook.id,
      scopeId: hook.scopeId,
      callbackUrl: hook.callbackUrl,
      secret: openedOr(secrets, hook.sealedSecret, { ...binding, field: 'webhook' }),
      sealedSecret: hook.sealedSecret,
      handshakeUntil: hook.handshakeUntil?.getTime() ?? null,
    };
  });
  return {
    connectionId,
    tool: connection.tool,
    sealedCredentials: connection.sealedCredentials,
    appSecret: appSecretOf(secrets, connection.sealedCredentials, binding),
    hooks: new Map(hooks.map((hook) => [hook.id, hook])),
  };
}

function appSecretOf(secrets: SecretBox, sealed: string | null, binding: Binding): string | null {
  const credentials = openedOr(secrets, sealed, binding);
  return credentials ? ((JSON.parse(credentials) as Credentials).appSecret ?? null) : null;
}

/** What does not open proves nothing, so its deliveries are refused; `doctor` says why. Empty, so that no handshake replaces it. */
function openedOr(secrets: SecretBox, sealed: string | null, binding: Binding): string | null {
  if (sealed === null) return null;
  try {
    return secrets.open(sealed, binding);
  } catch {
    return '';
  }
}
