import { randomUUID } from 'node:crypto';
import { wikis } from '../../connectors/registry.ts';
import { isWiki } from '../domain/task.ts';
import type { Connection } from '../store/connections.ts';
import { type Database, inTransaction } from '../store/database.ts';
import type { Binding, SecretBox } from '../store/secrets.ts';
import { deleteWebhook, insertWebhook, listWebhooks, openWebhook, type StoredWebhook } from '../store/webhooks.ts';
import { UseCaseError } from './errors.ts';
import { requireConnection } from './read-connections.ts';

export interface ByHandDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly now: () => number;
}

/** So long a person has for pasting the address into the wiki's own settings. */
const WINDOW_MS = 30 * 60_000;

/** Where a webhook stands that a person makes in the wiki's own settings. */
export interface WebhookByHand {
  /** none: nobody began, or nothing came in time. waiting: for the wiki's token. handed: it goes back to the wiki. working: it was heard of. */
  readonly state: 'none' | 'waiting' | 'handed' | 'working';
  /** To be pasted into the wiki's settings; null where there is none. */
  readonly address: string | null;
  readonly openUntil: Date | null;
  /** To be pasted there next; null before it came, and for ever once the first delivery was proved. */
  readonly verificationToken: string | null;
}

/**
 * Waits for half an hour for the token that the wiki sends to a new address. An earlier address, with its token, stops working: a token
 * can never replace another.
 *
 * @param root Where the wiki reaches us, without a trailing slash.
 * @throws UseCaseError `no-such-connection`, `not-by-hand`
 */
export async function beginWebhookByHand(deps: ByHandDeps, connectionId: string, root: string): Promise<WebhookByHand> {
  const connection = await requireByHand(deps, connectionId);
  const at = new Date(deps.now());
  const id = randomUUID();
  const callbackUrl = `${root}/webhooks/${connection.tool}/${connection.id}?hook=${id}`;
  await inTransaction(deps.db, async (tx) => {
    for (const row of await listWebhooks(tx, connection.id)) await deleteWebhook(tx, row.id);
    await insertWebhook(tx, { id, connectionId: connection.id, scopeId: null, callbackUrl }, at);
    await openWebhook(tx, id, new Date(at.getTime() + WINDOW_MS));
  });
  return readWebhookByHand(deps, connectionId);
}

/** @throws UseCaseError `no-such-connection`, `not-by-hand` */
export async function readWebhookByHand(deps: ByHandDeps, connectionId: string): Promise<WebhookByHand> {
  const connection = await requireByHand(deps, connectionId);
  const [row] = await listWebhooks(deps.db, connectionId);
  if (!row) return NONE;
  if (row.state === 'active') return { ...NONE, state: 'working', address: row.callbackUrl };
  if (row.sealedSecret !== null) return handed(deps, connection, row, row.sealedSecret);
  const isOpen = row.handshakeUntil !== null && row.handshakeUntil.getTime() > deps.now();
  return isOpen ? { ...NONE, state: 'waiting', address: row.callbackUrl, openUntil: row.handshakeUntil } : NONE;
}

const NONE: WebhookByHand = { state: 'none', address: null, openUntil: null, verificationToken: null };

/** One whose token does not open any more is begun anew. */
function handed({ secrets }: ByHandDeps, connection: Connection, row: StoredWebhook, sealed: string): WebhookByHand {
  const binding: Binding = { connectionId: connection.id, baseUrl: connection.baseUrl, field: 'webhook' };
  try {
    const verificationToken = secrets.open(sealed, binding);
    return { ...NONE, state: 'handed', address: row.callbackUrl, verificationToken };
  } catch {
    return NONE;
  }
}

async function requireByHand({ db }: ByHandDeps, id: string): Promise<Connection> {
  const connection = await requireConnection(db, id);
  const { tool, name } = connection;
  if (isWiki(tool) && wikis[tool].abilities.hasWebhooksByHand) return connection;
  throw new UseCaseError('not-by-hand', `No webhook of ${name} is made by hand.`);
}
