import type { Connector, TrafficEvent } from '../../connectors/connector.ts';
import { isConnectorError } from '../../connectors/errors.ts';
import type { WikiConnector } from '../../connectors/wiki.ts';
import type { Judge } from '../domain/judge.ts';
import type { Viewer } from '../domain/person.ts';
import { isWiki } from '../domain/task.ts';
import { type Connection, listConnections } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { listGoals } from '../store/goals.ts';
import { countConnections } from '../store/views/connections.ts';
import { readCanary } from './check-service.ts';
import { examineJudge } from './examine-judge.ts';
import { examineLinks } from './examine-links.ts';
import { examineOutgoing } from './examine-outgoing.ts';
import type { Finding } from './finding.ts';
import { checkSecrets, type SecretDeps } from './keep-secrets.ts';
import { type Condition, readConditions } from './read-conditions.ts';

export type { Finding } from './finding.ts';

export interface ExamineDeps extends SecretDeps {
  readonly now: () => number;
  /** null: off. */
  readonly judge: Judge | null;
  readonly openConnector: (connection: Connection, onTraffic: (event: TrafficEvent) => void) => Connector;
  readonly openWiki: (connection: Connection, onTraffic: (event: TrafficEvent) => void) => WikiConnector;
}

/** It runs beside the database: nothing is hidden from it. */
const EVERYTHING: Viewer = { personId: null, role: 'owner', teamIds: [] };
const CHECK_MS_MAX = 20_000;

/** Database, workers, goals, and of each connection: do its credentials open, does the tool answer, what does it not show. */
export async function examine(deps: ExamineDeps, signal: AbortSignal): Promise<Finding[]> {
  const connections = await listConnections(deps.db);
  const counts = await countConnections(deps.db);
  const conditionOf = await readConditions(deps.db, deps.now());
  const perConnection = await Promise.all(
    connections.map(async (connection) => {
      const found = await examineConnection(deps, connection, signal);
      const count = counts.get(connection.id);
      const state = conditionOf(connection, count);
      return [found, ...(count ? notesOf(connection, count) : []), ...healthOf(connection, state)];
    }),
  );
  return [
    { part: 'database', verdict: 'good', says: 'answers, and its schema is up to date', todo: null },
    await examineWorkers(deps.db),
    await examineSecrets(deps),
    await examineGoals(deps.db),
    ...(await examineLinks(deps, EVERYTHING)),
    ...(await examineJudge(deps.db, deps.judge, deps.now())),
    ...(await examineOutgoing(deps.db)),
    ...(connections.length === 0
      ? [{ part: 'connections', verdict: 'warning', says: 'none yet', todo: 'plumbline connect adds a tool.' } as const]
      : perConnection.flat()),
  ];
}

async function examineWorkers(db: Database): Promise<Finding> {
  const { at, isAlive } = await readCanary(db, new Date());
  if (isAlive) return { part: 'workers', verdict: 'good', says: `worked at ${at?.toISOString()}`, todo: null };
  return {
    part: 'workers',
    verdict: 'warning',
    says: at ? `last worked at ${at.toISOString()}` : 'have not worked yet',
    todo: 'plumbline start runs them.',
  };
}

async function examineSecrets(deps: SecretDeps): Promise<Finding> {
  const part = 'credentials';
  const { count, unreadable, old } = await checkSecrets(deps);
  if (unreadable.length > 0) {
    const says = `${count - unreadable.length} of ${count} open; not those of ${unreadable.join(', ')}`;
    return { part, verdict: 'bad', says, todo: 'Put the secret key back, or connect these tools again.' };
  }
  if (old > 0) {
    const says = `all ${count} open, ${old} with a replaced key`;
    return { part, verdict: 'warning', says, todo: 'The next start seals them with the key in force.' };
  }
  return { part, verdict: 'good', says: count === 0 ? 'none are stored' : `all ${count} open`, todo: null };
}

async function examineGoals(db: Database): Promise<Finding> {
  const goals = await listGoals(db);
  if (goals.length > 0) return { part: 'goals', verdict: 'good', says: `${goals.length} are known`, todo: null };
  return { part: 'goals', verdict: 'warning', says: 'none yet', todo: 'plumbline import goals FILE brings them in.' };
}

async function examineConnection(deps: ExamineDeps, connection: Connection, signal: AbortSignal): Promise<Finding> {
  const part = connection.id;
  try {
    const open = isWiki(connection.tool) ? deps.openWiki : deps.openConnector;
    const connector = open(connection, () => undefined);
    const account = await connector.check(AbortSignal.any([signal, AbortSignal.timeout(CHECK_MS_MAX)]));
    if (connection.state === 'active')
      return { part, verdict: 'good', says: `answers as ${account.name} (${account.site})`, todo: null };
    return {
      part,
      verdict: 'warning',
      says: `answers as ${account.name}, but is ${connection.state}`,
      todo: `plumbline connect ${connection.tool} … gives it credentials anew.`,
    };
  } catch (error) {
    const says = error instanceof Error ? error.message : 'does not answer';
    const isRefused =
      isConnectorError(error, 'unauthorised') || (error instanceof Error && error.name === 'StoreError');
    const todo = isRefused
      ? `Give its credentials again: plumbline connect ${connection.tool} …`
      : 'Check the address and whether the tool is up.';
    return { part, verdict: 'bad', says, todo };
  }
}

function notesOf(
  connection: Connection,
  count: { readonly scopes: number; readonly setAside: number; readonly unmatchedPeople: number },
): Finding[] {
  const part = connection.id;
  const notes: Finding[] = [];
  if (connection.lastCompleteAt === null) {
    notes.push({ part, verdict: 'warning', says: 'was never read whole', todo: `plumbline sync ${connection.id}` });
  }
  if (connection.lastError) {
    const { message, retryAt } = connection.lastError;
    notes.push({
      part,
      verdict: 'warning',
      says: message,
      todo: retryAt ? `It is tried again at ${retryAt}.` : 'The next pull tries again.',
    });
  }
  if (isWiki(connection.tool) && count.scopes === 0) {
    const todo = 'Share the pages and databases where goals are written with its account or integration.';
    notes.push({ part, verdict: 'warning', says: 'sees nothing to read', todo });
  }
  if (count.setAside > 0) {
    notes.push({
      part,
      verdict: 'warning',
      says: `${count.setAside} records could not be read`,
      todo: 'Its page lists them with the reason.',
    });
  }
  if (count.unmatchedPeople > 0) {
    notes.push({
      part,
      verdict: 'warning',
      says: `${count.unmatchedPeople} people match nobody`,
      todo: 'Match them on its page, or name their accounts in the people file.',
    });
  }
  return notes;
}

/** How fresh it is, how changes come, until when, and what it cannot see. */
function healthOf(connection: Connection, { health, webhooks }: Condition): Finding[] {
  const part = connection.id;
  const fresh = health.freshAt ? `up to date as of ${health.freshAt}` : 'not up to date yet';
  const whole = connection.lastCompleteAt ? `, everything read ${connection.lastCompleteAt.toISOString()}` : '';
  const todo = `plumbline start keeps it so; plumbline sync ${connection.id} reads now.`;
  return [
    { part, verdict: health.isLate ? 'warning' : 'good', says: `${fresh}${whole}`, todo: health.isLate ? todo : null },
    webhookFinding(part, webhooks),
    ...health.unseen.map((says) => ({ part, verdict: 'good' as const, says, todo: null })),
  ];
}

function webhookFinding(
  part: string,
  { mode, state, expiresAt, lastDeliveryAt, trouble }: Condition['webhooks'],
): Finding {
  if (mode === 'polling' && state === null) {
    return { part, verdict: 'good', says: 'changes are asked for every few minutes', todo: null };
  }
  const told = lastDeliveryAt ? `, last ${lastDeliveryAt}` : '';
  const ends = expiresAt ? `; ends ${expiresAt}, prolonged before` : '';
  if (state === 'failed') {
    const says = `its webhook failed${trouble ? `: ${trouble}` : ''}`;
    return { part, verdict: 'warning', says, todo: 'Until it works changes come by polling, minutes later.' };
  }
  if (mode === 'polling') {
    return { part, verdict: 'good', says: 'its webhook is being made; until then changes are asked for', todo: null };
  }
  return { part, verdict: 'good', says: `changes are told as they happen${told}${ends}`, todo: null };
}
