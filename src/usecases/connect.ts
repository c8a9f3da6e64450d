import type { Connector, ConnectorOptions, Credentials, Reach, ScopeRecord } from '../../connectors/connector.ts';
import { isConnectorError } from '../../connectors/errors.ts';
import type { TokenPair } from '../../connectors/oauth.ts';
import { connectors, sources, wikis } from '../../connectors/registry.ts';
import type { WikiConnector } from '../../connectors/wiki.ts';
import { isWiki, type SourceName } from '../domain/task.ts';
import { TOOL_WORDS } from '../domain/wording.ts';
import { type Actor, insertAuditEvent } from '../store/audit.ts';
import {
  type Connection,
  findConnectionTo,
  insertConnection,
  nextConnectionId,
  replaceCredentials,
  setConnectionState,
} from '../store/connections.ts';
import type { Database, Tx } from '../store/database.ts';
import { StoreError } from '../store/errors.ts';
import { markNamedByKeyStale } from '../store/referenced.ts';
import { upsertScopes } from '../store/scopes.ts';
import type { SecretBox } from '../store/secrets.ts';
import { requestSyncRun } from '../store/sync-runs.ts';
import { UseCaseError } from './errors.ts';
import { isNamedByKey } from './named-by-key.ts';
import { keepTokens, openAccessTokens, tokensInHand } from './oauth-tokens.ts';
import { keepWords } from './read-words.ts';
import type { SharedBudgets } from './shared-budget.ts';

export interface ConnectDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly reach: Reach;
  readonly now: () => number;
  /** What tools allow, shared with all that work; absent: nobody else does. */
  readonly budgets?: SharedBudgets;
}

export interface NewConnectionInput {
  readonly tool: SourceName;
  readonly name?: string | undefined;
  readonly baseUrl: string;
  readonly credentials: Credentials;
  /** What a consent gave, with credentials of kind `oauth`. */
  readonly tokens?: TokenPair;
  /** A new one reads nothing until somebody chose what, and let it go on. */
  readonly waits?: boolean | undefined;
  /** Whose act it is, for the audit trail; left out: nobody's here, as in a demo. */
  readonly by?: Actor;
}

export interface Connected {
  readonly connectionId: string;
  readonly accountName: string;
  readonly site: string;
  readonly scopes: readonly ScopeRecord[];
  /** The address was connected before: it got these credentials, and kept everything read. */
  readonly isReplaced: boolean;
}

/**
 * Adds a connection once its credentials are proven: asks the tool who they belong to and what they see, reads its words, guesses the
 * mapping. An address that is connected already gets the new credentials, and keeps the app's secret where none is given.
 *
 * @throws UseCaseError `bad-credentials`, `unreachable`, `missing-credentials`: nothing was stored.
 */
export async function connectTool(
  deps: ConnectDeps,
  input: NewConnectionInput,
  signal: AbortSignal,
): Promise<Connected> {
  const baseUrl = checkedBaseUrl(input.baseUrl);
  checkComplete(input);
  const known = await findConnectionTo(deps.db, input.tool, baseUrl);
  const trial = sources[input.tool].create({
    connectionId: known?.id ?? input.tool,
    baseUrl,
    credentials: input.credentials,
    ...(input.tokens ? { accessTokens: tokensInHand(input.tokens) } : {}),
    reach: deps.reach,
    budget: deps.budgets?.of(known?.id ?? null),
  });
  const account = await proven(trial.check(signal));
  const scopes = await proven(collect(trial.listScopes(signal)));
  const open = scopes.filter((scope) => !scope.archived);
  // A wiki has no statuses.
  const vocabulary = 'readVocabulary' in trial ? await proven(trial.readVocabulary(open, signal)) : null;
  const isHeld = known === null && input.waits === true;
  const connectionId = await deps.db.transaction().execute(async (tx) => {
    const id = known?.id ?? (await nextConnectionId(tx, input.tool));
    const credentials = known ? withKeptSecret(deps.secrets, known, input.credentials) : input.credentials;
    const sealedCredentials = deps.secrets.seal(JSON.stringify(credentials), { connectionId: id, baseUrl });
    const row = { id, tool: input.tool, name: input.name ?? account.site, baseUrl, sealedCredentials, account };
    if (known) await replaceCredentials(tx, id, row);
    else await insertConnection(tx, row);
    if (isHeld) await setConnectionState(tx, id, 'paused');
    await keepTokens(tx, { secrets: deps.secrets, clock: Date.now }, row, input.tokens ?? null);
    await upsertScopes(tx, id, scopes);
    // Keys that pages name may be another site's, too, from now on.
    if (isNamedByKey(input.tool)) await markNamedByKeyStale(tx, new Date(deps.now()));
    const words = { id, mappingGuessed: known?.mappingGuessed ?? null };
    if (vocabulary) await keepWords(tx, words, vocabulary, new Date(deps.now()));
    if (input.by)
      await noteConnected(tx, input.by, new Date(deps.now()), {
        id,
        name: row.name,
        isNew: !known,
        how: input.tokens ? 'a consent' : 'credentials',
      });
    return id;
  });
  if (!isHeld) await requestSyncRun(deps.db, connectionId, 'full', new Date(deps.now()));
  return { connectionId, accountName: account.name, site: account.site, scopes, isReplaced: known !== null };
}

async function noteConnected(
  tx: Tx,
  by: Actor,
  at: Date,
  given: { id: string; name: string; isNew: boolean; how: 'a consent' | 'credentials' },
) {
  const { id, name, isNew, how } = given;
  const isConsent = how === 'a consent';
  const says = isNew
    ? `Connected ${name} (${id})${isConsent ? ' by consent' : ''}.`
    : `Gave ${name} (${id}) ${isConsent ? 'a new consent' : 'new credentials'}.`;
  const what = isNew ? 'connection-added' : 'connection-changed';
  await insertAuditEvent(tx, by, at, { what, about: { connectionId: id }, says });
}

interface OpenOptions extends Pick<ConnectorOptions, 'onTraffic' | 'now' | 'reach' | 'budget'> {
  /** Where the tokens of a consent are kept and renewed. */
  readonly db?: Database;
}

/** A connector for a stored connection; its credentials are opened only here, for the address they were given for. */
export function openStored(secrets: SecretBox, connection: Connection, options: OpenOptions = {}): Connector {
  const { tool } = connection;
  if (isWiki(tool)) throw new UseCaseError('not-a-tool', `${connection.name} gives documents, not tasks.`);
  return connectors[tool].create(optionsOf(secrets, connection, options));
}

/** The same for a wiki. */
export function openStoredWiki(secrets: SecretBox, connection: Connection, options: OpenOptions = {}): WikiConnector {
  const { tool } = connection;
  if (!isWiki(tool)) throw new UseCaseError('not-a-wiki', `${connection.name} gives tasks, not documents.`);
  return wikis[tool].create(optionsOf(secrets, connection, options));
}

function optionsOf(secrets: SecretBox, connection: Connection, { db, ...options }: OpenOptions): ConnectorOptions {
  if (!connection.sealedCredentials) {
    throw new UseCaseError('missing-credentials', `${connection.name} has no credentials; connect it again.`);
  }
  const credentials = unsealed(secrets, connection, connection.sealedCredentials);
  const given = { connectionId: connection.id, baseUrl: connection.baseUrl, credentials, ...options };
  if (credentials.kind !== 'oauth') return given;
  if (!db) throw new Error('What is read by a consent is opened with the database that keeps its tokens');
  const deps = { db, secrets, reach: options.reach, clock: Date.now };
  return { ...given, accessTokens: openAccessTokens(deps, connection, credentials) };
}

function unsealed(secrets: SecretBox, { id, baseUrl }: Connection, sealed: string): Credentials {
  return JSON.parse(secrets.open(sealed, { connectionId: id, baseUrl })) as Credentials;
}

/** A new token of the same app: its deliveries are signed as before. */
function withKeptSecret(secrets: SecretBox, known: Connection, given: Credentials): Credentials {
  if (given.appSecret || !known.sealedCredentials) return given;
  try {
    const { kind, key, appSecret } = unsealed(secrets, known, known.sealedCredentials);
    return kind !== 'oauth' && appSecret && key === given.key ? { ...given, appSecret } : given;
  } catch (error) {
    // Credentials that do not open any more are what connecting again mends.
    if (!(error instanceof StoreError)) throw error;
    return given;
  }
}

export function checkedBaseUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password || url.search || url.hash) {
    throw new UseCaseError(
      'bad-base-url',
      'The address must be like https://your-site.example, without credentials or query.',
    );
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function checkComplete({ tool, credentials }: NewConnectionInput): void {
  if (credentials.kind === 'oauth') return;
  const missing = sources[tool].credentials.find(({ name, isNeeded }) => isNeeded && !credentials[name]);
  if (!missing) return;
  const { label, whereToGetIt } = missing;
  throw new UseCaseError('missing-credentials', `${TOOL_WORDS[tool]} also needs “${label}”. ${whereToGetIt}`);
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

async function proven<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!isConnectorError(error)) throw error;
    if (error.kind === 'unauthorised') {
      throw new UseCaseError(
        'bad-credentials',
        `${error.message}. Check the token, and that it belongs to this site.`,
        { cause: error },
      );
    }
    throw new UseCaseError('unreachable', `${error.message}. Check the address.`, { cause: error });
  }
}
