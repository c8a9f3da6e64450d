import { randomBytes, randomUUID } from 'node:crypto';
import type { Connector, RegisteredWebhook, ScopeRef, TrafficEvent, WebhookAdmin } from '../../connectors/connector.ts';
import { isConnectorError } from '../../connectors/errors.ts';
import type { ChangeEvent } from '../domain/change-event.ts';
import { type Connection, findConnection } from '../store/connections.ts';
import { type Database, inTransaction } from '../store/database.ts';
import { listSelectedScopes, type StoredScope } from '../store/scopes.ts';
import type { SecretBox } from '../store/secrets.ts';
import { requestSyncRun } from '../store/sync-runs.ts';
import {
  deleteWebhook,
  failWebhook,
  insertWebhook,
  keepWebhook,
  listWebhooks,
  noteRefreshed,
  noteRegistered,
  openWebhook,
  type StoredWebhook,
} from '../store/webhooks.ts';
import { enterToolGate } from './tool-gate.ts';
import { watchWebhooks } from './watch-webhooks.ts';
import { bindingOf, hasAppSecret, openSecret, opens } from './webhook-secrets.ts';

export interface WebhookDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly openConnector: (connection: Connection, onTraffic: (event: TrafficEvent) => void) => Connector;
  readonly now: () => number;
  /** Where tools reach us, without a trailing slash; null: nowhere, so changes are polled. */
  readonly publicUrl: string | null;
  readonly notify: (event: ChangeEvent) => Promise<void>;
  readonly onSyncRequested: (run: { readonly id: string; readonly connectionId: string }) => Promise<void>;
}

const DAY_MS = 86_400_000;
/** Of the thirty days that a webhook lives in some tools: prolonged from the 20th on, an alarm from the 25th. */
const REFRESH_BEFORE_MS = 10 * DAY_MS;
const ALARM_BEFORE_MS = 5 * DAY_MS;
const HANDSHAKE_MS = 30_000;
const NO_APP_SECRET =
  'No webhook, so changes are polled: its deliveries are signed with the secret of the app; connect again with that secret.';
const NO_ADDRESS = 'No public address is set (PLUMBLINE_PUBLIC_URL), so changes are polled.';

/**
 * Makes the webhooks at the tool those that are wanted: adopts ours, creates missing ones, prolongs those that end soon, removes those
 * nobody wants. Where the tool refuses, its webhook has failed with a sentence that says so, and polling goes on. Done again, it
 * changes nothing.
 *
 * @throws ConnectorError for passing trouble and refused credentials. PutOff while the tool does not answer.
 */
export async function keepWebhooks(deps: WebhookDeps, connectionId: string, signal: AbortSignal): Promise<void> {
  const connection = await findConnection(deps.db, connectionId);
  if (connection?.state !== 'active') return;
  const rows = await listWebhooks(deps.db, connectionId);
  if (deps.publicUrl === null) {
    for (const row of rows) if (row.state !== 'failed') await failWebhook(deps.db, row.id, NO_ADDRESS);
    return;
  }
  await watchWebhooks(deps, connection);
  const gate = await enterToolGate(deps, connection);
  const admin = deps.openConnector(connection, gate.onTraffic).webhooks;
  if (!admin) return;
  try {
    await keepAtTool(deps, { connection, rows, admin, publicUrl: deps.publicUrl }, signal);
  } catch (error) {
    throw signal.aborted ? error : await gate.failed(error);
  }
  await gate.passed();
}

interface At {
  readonly connection: Connection;
  readonly rows: readonly StoredWebhook[];
  readonly admin: WebhookAdmin;
  readonly publicUrl: string;
}

async function keepAtTool(deps: WebhookDeps, { connection, rows, admin, publicUrl }: At, signal: AbortSignal) {
  const { secrets } = deps;
  const keep: Keep = {
    deps,
    secrets,
    connection,
    admin,
    signal,
    root: `${publicUrl}/webhooks/${connection.tool}/${connection.id}?hook=`,
    hasAppSecret: hasAppSecret({ secrets, connection }),
  };
  const scopes = (await listSelectedScopes(deps.db, connection.id)).filter((scope) => scope.visibility === 'visible');
  const wanted = await makeRows(keep, rows, wantedOf(admin, scopes));
  const there = await listThere(keep, wanted, scopes);
  if (!there) return;
  await removeUnwanted(keep, rows, wanted, there);
  let isNew = false;
  for (const one of wanted) isNew = (await keepOne(keep, one, there)) || isNew;
  if (isNew) await closeGap(keep);
}

interface Keep {
  readonly deps: WebhookDeps;
  readonly secrets: SecretBox;
  readonly connection: Connection;
  readonly admin: WebhookAdmin;
  readonly signal: AbortSignal;
  /** What the addresses of this connection's webhooks begin with. */
  readonly root: string;
  readonly hasAppSecret: boolean;
}

interface Wanted {
  /** null: one for the whole connection. */
  readonly scopeId: string | null;
  readonly scopes: readonly StoredScope[];
}

function wantedOf(admin: WebhookAdmin, scopes: readonly StoredScope[]): Wanted[] {
  if (admin.per === 'scope') return scopes.map((scope) => ({ scopeId: scope.id, scopes: [scope] }));
  return scopes.length > 0 ? [{ scopeId: null, scopes }] : [];
}

/** The row comes first: what the tool calls while it is being asked must be known here. One whose secret does not open is useless. */
async function makeRows(keep: Keep, rows: readonly StoredWebhook[], wanted: readonly Wanted[]) {
  const { deps, connection } = keep;
  for (const row of rows) if (!opens(keep, row)) await deleteWebhook(deps.db, row.id);
  for (const { scopeId } of wanted) {
    const id = randomUUID();
    const row = { id, connectionId: connection.id, scopeId, callbackUrl: keep.root + id };
    await insertWebhook(deps.db, row, new Date(deps.now()));
  }
  const byScope = new Map((await listWebhooks(deps.db, connection.id)).map((row) => [row.scopeId, row]));
  return wanted.flatMap((one) => {
    const row = byScope.get(one.scopeId);
    return row ? [{ ...one, row }] : [];
  });
}

type Kept = Wanted & { readonly row: StoredWebhook };

/** null: these credentials may not look. */
async function listThere(keep: Keep, wanted: readonly Kept[], scopes: readonly StoredScope[]) {
  const there: RegisteredWebhook[] = [];
  try {
    for await (const one of keep.admin.list(scopes.map(toRef), keep.signal)) there.push(one);
    return there;
  } catch (error) {
    if (isPassing(error)) throw error;
    for (const { row } of wanted) await fail(keep, row, error);
    return null;
  }
}

/** Those of rows that no scope asks for any more, and ours that no row knows: of an earlier life of this database, or made twice. */
async function removeUnwanted(
  { deps, admin, root, signal }: Keep,
  rows: readonly StoredWebhook[],
  wanted: readonly Kept[],
  there: readonly RegisteredWebhook[],
): Promise<void> {
  const kept = new Set(wanted.map(({ row }) => row.id));
  for (const row of rows.filter(({ id }) => !kept.has(id))) {
    if (row.externalId !== null) await admin.remove(row.externalId, signal);
    await deleteWebhook(deps.db, row.id);
  }
  const addresses = new Set(wanted.map(({ row }) => root + row.id));
  const removed = new Set(rows.filter(({ id }) => !kept.has(id)).map((row) => row.externalId));
  for (const one of there) {
    const isOurs = one.callbackUrl.startsWith(root) && !addresses.has(one.callbackUrl);
    if (isOurs && !removed.has(one.externalId)) await admin.remove(one.externalId, signal);
  }
}

/** @returns Whether it was registered anew. */
async function keepOne(keep: Keep, one: Kept, there: readonly RegisteredWebhook[]): Promise<boolean> {
  const { deps, admin, signal } = keep;
  const here = there.filter(({ callbackUrl }) => callbackUrl === keep.root + one.row.id);
  if (admin.provenBy === 'app-secret' && !keep.hasAppSecret) {
    for (const found of here) await admin.remove(found.externalId, signal);
    await failWebhook(deps.db, one.row.id, NO_APP_SECRET);
    return false;
  }
  const alive = canProve(keep, one.row) ? here.filter((found) => isAlive(found, deps.now())) : [];
  const usable = alive.find((found) => found.externalId === one.row.externalId) ?? alive[0];
  // What cannot be used is removed first, since a tool takes an address once; what works stays until the new one is there.
  if (!usable) for (const found of here) await admin.remove(found.externalId, signal);
  const { row } = usable ? one : await renew(keep, one);
  try {
    const isAdopted = usable !== undefined && isWatching(keep, one);
    const kept = isAdopted ? usable : await register(keep, { ...one, row });
    await keepWebhook(deps.db, row.id, keptAs(kept));
    const old = [one.row.externalId, ...(usable ? here : []).map((found) => found.externalId)];
    for (const id of new Set(old)) if (id !== null && id !== kept.externalId) await admin.remove(id, signal);
    await prolong(keep, row, kept);
    return !isAdopted;
  } catch (error) {
    if (isPassing(error)) throw error;
    await fail(keep, row, error);
    return false;
  }
}

/** A row with a new address and no secret: the tool may hand over one again, and an old one proves nothing any more. */
async function renew(keep: Keep, { row, scopeId, scopes }: Kept): Promise<Kept> {
  const isUnused = row.externalId === null && row.sealedSecret === null && row.callbackUrl === keep.root + row.id;
  if (isUnused) return { row, scopeId, scopes };
  await deleteWebhook(keep.deps.db, row.id);
  const [fresh] = await makeRows(keep, [], [{ scopeId, scopes }]);
  if (!fresh) throw new Error(`The webhook of ${keep.connection.id} is gone`);
  return fresh;
}

async function register(keep: Keep, { row, scopes }: Kept): Promise<RegisteredWebhook> {
  const { deps, secrets, connection, admin } = keep;
  await openWebhook(deps.db, row.id, new Date(deps.now() + HANDSHAKE_MS));
  // The same as before, where there is one: what the old registration still sends is proved too.
  const secret = openSecret(keep, row) ?? randomBytes(32).toString('hex');
  const wanted = { scopes: scopes.map(toRef), callbackUrl: row.callbackUrl, secret };
  const made = await admin.create(wanted, keep.signal);
  // Of a tool that signs with another, ours would prove nothing.
  const sealedSecret = admin.provenBy === 'own-secret' ? secrets.seal(secret, bindingOf(connection)) : null;
  await noteRegistered(deps.db, row.id, { scopeIds: scopes.map((scope) => scope.id), sealedSecret });
  return made;
}

function keptAs({ externalId, expiresAt, trouble }: RegisteredWebhook) {
  return { externalId, expiresAt: expiresAt === null ? null : new Date(expiresAt), trouble };
}

async function prolong({ deps, admin, signal }: Keep, row: StoredWebhook, kept: RegisteredWebhook): Promise<void> {
  if (kept.expiresAt === null || kept.expiresAt - deps.now() >= REFRESH_BEFORE_MS) return;
  try {
    const { expiresAt } = await admin.refresh([kept.externalId], signal);
    await noteRefreshed(deps.db, row.id, expiresAt === null ? null : new Date(expiresAt), new Date(deps.now()));
  } catch (error) {
    const endsOn = new Date(kept.expiresAt).toISOString().slice(0, 10);
    const trouble = `The webhook ends on ${endsOn} and could not be prolonged: ${messageOf(error)}.`;
    const isAlarm = kept.expiresAt - deps.now() < ALARM_BEFORE_MS;
    if (isAlarm) {
      await keepWebhook(deps.db, row.id, keptAs({ ...kept, trouble }));
    }
    if (isPassing(error)) throw error;
  }
}

/** What changed before the tool began to tell us is pulled; before the first pull there is nothing to close. */
async function closeGap({ deps, connection }: Keep): Promise<void> {
  await deps.notify({ type: 'connections-changed' });
  if (connection.lastCompleteAt === null) return;
  const run = await inTransaction(deps.db, (tx) =>
    requestSyncRun(tx, connection.id, 'incremental', new Date(deps.now())),
  );
  await deps.onSyncRequested({ id: run.id, connectionId: connection.id });
}

async function fail({ deps }: Keep, row: StoredWebhook, error: unknown): Promise<void> {
  await failWebhook(deps.db, row.id, `No webhook, so changes are polled: ${messageOf(error)}.`);
}

function isAlive({ isActive, expiresAt }: RegisteredWebhook, now: number): boolean {
  return isActive && (expiresAt === null || expiresAt > now);
}

/** Of one that tells of all scopes: whether these are the ones it was told to. */
function isWatching({ admin }: Keep, { row, scopes }: Kept): boolean {
  if (admin.per === 'scope') return true;
  const ids = new Set(row.scopeIds);
  return scopes.length === ids.size && scopes.every((scope) => ids.has(scope.id));
}

function canProve(keep: Keep, row: StoredWebhook): boolean {
  return keep.admin.provenBy === 'app-secret' ? keep.hasAppSecret : row.sealedSecret !== null;
}

/** Not the webhook's fault: the whole job is tried again, or the connection waits for a person. */
function isPassing(error: unknown): boolean {
  return !isConnectorError(error) || error.isRetryable || error.kind === 'unauthorised';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/\.$/, '') : 'something went wrong';
}

function toRef(scope: StoredScope): ScopeRef {
  return { externalId: scope.externalId, key: scope.key, name: scope.name };
}
