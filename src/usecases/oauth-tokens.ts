import type { AccessToken, AccessTokens, OAuthCredentials, Reach } from '../../connectors/connector.ts';
import { ConnectorError, isConnectorError } from '../../connectors/errors.ts';
import { isOAuthSource, isTaken, type OAuthSource, refreshTokens, type TokenPair } from '../../connectors/oauth.ts';
import type { Connection } from '../store/connections.ts';
import type { Database, Tx } from '../store/database.ts';
import {
  dropTokens,
  findTokens,
  lockTokens,
  noteRefusal,
  noteRetry,
  putTokens,
  replaceTokens,
  type StoredTokens,
} from '../store/oauth-tokens.ts';
import type { Binding, SecretBox } from '../store/secrets.ts';

export interface TokenDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
  readonly reach?: Reach | undefined;
  /** The real one: a token's end is no matter of the organisation's calendar. */
  readonly clock: () => number;
}

/** Both tokens as they are sealed. */
type SealedPair = Pick<TokenPair, 'accessToken' | 'refreshToken'>;

// Longer than a request may take to reach the vendor, and than two clocks differ.
const EARLY_MS = 120_000;
// A vendor that is in trouble is asked again after this, however many want to.
const RETRY_MS = 30_000;
// A token as young as this that is refused gives way to no other: each would be refused, and each try would cost a refresh token.
const YOUNG_MS = 60_000;
// What the vendor said of a token in force is believed for this long.
const TAKEN_MS = 10_000;
const CALL = 'renew access';

/** By database, what this process renews now: a second one in it waits for the answer, not for the row. */
const underWay = new WeakMap<Database, Map<string, Promise<AccessToken>>>();

/**
 * The access token of a stored connection, renewed by one at a time over all processes: whoever renews holds the row of the tokens,
 * asks the vendor, and commits the new pair before anybody uses it. Who waited for the row finds the new pair there.
 *
 * A crash between the vendor's answer and the commit leaves the old refresh token in place; the next renewal tries it, which
 * Atlassian takes for ten minutes more. Refused, it is not tried again: the connection waits for a new consent.
 */
export function openAccessTokens(deps: TokenDeps, connection: Connection, credentials: OAuthCredentials): AccessTokens {
  const { id: connectionId } = connection;
  const source = connection.tool;
  if (!isOAuthSource(source)) throw new Error(`No consent reads ${source}`);
  const keep: Keep = { deps, connectionId, source, credentials, binding: bindingOf(connection) };
  let held: AccessToken | null = null;
  let taken: { readonly token: AccessToken | null; readonly at: number } = { token: null, at: 0 };
  const isFresh = (token: AccessToken) => token.expiresAt - deps.clock() > EARLY_MS;

  async function take(signal: AbortSignal): Promise<AccessToken> {
    if (held && isFresh(held)) return held;
    held = await getFresh(keep, (stored) => isFresh(stored), signal);
    return held;
  }
  return {
    take,
    async replace(refused, signal) {
      held = await getFresh(keep, (stored) => stored.generation !== refused.generation, signal);
      return held;
    },
    async isOver(token, signal) {
      if (token.expiresAt <= deps.clock()) return true;
      // Of many that are missing, one asks.
      if (token === taken.token && deps.clock() - taken.at < TAKEN_MS) return false;
      if (!(await isTaken(appOf(keep), token.value, signal))) return true;
      taken = { token, at: deps.clock() };
      return false;
    },
  };
}

/** Tokens that were just given, for trying them out before they are stored. */
export function tokensInHand({ accessToken: value, expiresAt, scopes }: TokenPair): AccessTokens {
  const token = { value, generation: 0, expiresAt, scopes };
  const take = async () => token;
  return { take, replace: take, isOver: async () => false };
}

/** What a consent gave replaces what was there, in the transaction that stores the credentials; null where there is none any more. */
export async function keepTokens(
  tx: Tx,
  { secrets, clock }: Pick<TokenDeps, 'secrets' | 'clock'>,
  connection: Pick<Connection, 'id' | 'baseUrl'>,
  pair: TokenPair | null,
): Promise<void> {
  if (pair === null) return dropTokens(tx, connection.id);
  await putTokens(tx, connection.id, toRow(secrets, bindingOf(connection), pair, clock));
}

/** How a connection's consent stands; null where it is read otherwise. For `doctor` and the connection's page. */
export async function oauthStateOf(db: Database, connectionId: string) {
  const stored = await findTokens(db, connectionId);
  if (!stored) return null;
  const { expiresAt, refreshedAt, consentedAt, scopes, refusal } = stored;
  return { expiresAt, refreshedAt: refreshedAt ?? consentedAt, consentedAt, scopes, refusal };
}

interface Keep {
  readonly deps: TokenDeps;
  readonly connectionId: string;
  readonly source: OAuthSource;
  readonly credentials: OAuthCredentials;
  readonly binding: Binding;
}

type IsGood = (token: AccessToken) => boolean;

async function getFresh(keep: Keep, isGood: IsGood, signal: AbortSignal): Promise<AccessToken> {
  signal.throwIfAborted();
  const stored = await findTokens(keep.deps.db, keep.connectionId);
  if (!stored) throw consentNeeded(keep, 'there is no consent any more');
  if (stored.refusal) throw consentNeeded(keep, stored.refusal);
  const token = toToken(keep, stored);
  if (isGood(token)) return token;
  const known = renewalsOf(keep.deps.db).get(keep.connectionId);
  const joined = known && (await untilTold(known, signal));
  // What others renewed for may be less than what is wanted here.
  return joined && isGood(joined) ? joined : untilTold(renewAlone(keep, isGood), signal);
}

function renewalsOf(db: Database): Map<string, Promise<AccessToken>> {
  const renewals = underWay.get(db) ?? new Map<string, Promise<AccessToken>>();
  underWay.set(db, renewals);
  return renewals;
}

/** Who stops waiting does not stop the renewal: its answer is the only copy of the next refresh token. */
function untilTold<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function renewAlone(keep: Keep, isGood: IsGood): Promise<AccessToken> {
  const renewals = renewalsOf(keep.deps.db);
  const known = renewals.get(keep.connectionId);
  if (known) return known;
  const renewal = renew(keep, isGood).finally(() => renewals.delete(keep.connectionId));
  renewals.set(keep.connectionId, renewal);
  return renewal;
}

/** A refusal is committed as well, so it is given back and thrown after the transaction. */
async function renew(keep: Keep, isGood: IsGood): Promise<AccessToken> {
  const given: Given[] = [];
  try {
    const outcome = await keep.deps.db.transaction().execute((tx) => renewLocked(keep, tx, isGood, given));
    if (outcome instanceof ConnectorError) throw outcome;
    return outcome;
  } catch (error) {
    const [answer] = given;
    if (!answer) throw error;
    // The vendor answered and the database broke off: once more, before the only copy is gone.
    await save(keep, keep.deps.db, answer.from, answer.pair);
    const stored = await findTokens(keep.deps.db, keep.connectionId);
    if (!stored) throw error;
    return toToken(keep, stored);
  }
}

interface Given {
  readonly from: StoredTokens;
  readonly pair: TokenPair;
}

async function renewLocked(keep: Keep, tx: Tx, isGood: IsGood, given: Given[]): Promise<AccessToken | ConnectorError> {
  const { deps, connectionId } = keep;
  const stored = await lockTokens(tx, connectionId);
  if (!stored) return consentNeeded(keep, 'there is no consent any more');
  if (stored.refusal) return consentNeeded(keep, stored.refusal);
  const token = toToken(keep, stored);
  if (isGood(token)) return token;
  if (isYoung(stored, deps.clock()))
    return consentNeeded(keep, 'a token that was just given is refused; consent again');
  const waitMs = (stored.retryAt?.getTime() ?? 0) - deps.clock();
  if (waitMs > 0) return later(keep, waitMs);
  const { refreshToken } = openPair(keep, stored);
  try {
    const pair = await refreshTokens(appOf(keep), refreshToken, deps.clock, new AbortController().signal);
    given.push({ from: stored, pair });
    await save(keep, tx, stored, pair);
    return { ...token, value: pair.accessToken, generation: stored.generation + 1, ...endOf(pair) };
  } catch (error) {
    if (!isConnectorError(error)) throw error;
    await noteFailure(keep, tx, error);
    return error;
  }
}

/** Only one that was refused comes here before it ends. */
function isYoung({ refreshedAt, consentedAt, expiresAt }: StoredTokens, now: number): boolean {
  return expiresAt.getTime() - now > EARLY_MS && now - (refreshedAt ?? consentedAt).getTime() < YOUNG_MS;
}

async function noteFailure({ deps, connectionId }: Keep, tx: Tx, error: ConnectorError): Promise<void> {
  const now = deps.clock();
  if (error.kind === 'unauthorised') return noteRefusal(tx, connectionId, error.because, new Date(now));
  await noteRetry(tx, connectionId, new Date(now + (error.retryAfterMs ?? RETRY_MS)));
}

function save({ deps, binding }: Keep, db: Database | Tx, from: StoredTokens, pair: TokenPair): Promise<void> {
  return replaceTokens(db, from, toRow(deps.secrets, binding, pair, deps.clock));
}

function toRow(secrets: SecretBox, binding: Binding, pair: TokenPair, clock: () => number) {
  const { accessToken, refreshToken, expiresAt, scopes } = pair;
  const sealed = secrets.seal(JSON.stringify({ accessToken, refreshToken } satisfies SealedPair), binding);
  return { sealed, expiresAt: new Date(expiresAt), scopes, at: new Date(clock()) };
}

function toToken(keep: Keep, stored: StoredTokens): AccessToken {
  const { generation, expiresAt, scopes } = stored;
  return { value: openPair(keep, stored).accessToken, generation, expiresAt: expiresAt.getTime(), scopes };
}

function endOf({ expiresAt, scopes }: TokenPair) {
  return { expiresAt, scopes };
}

function openPair({ deps, binding }: Keep, { sealed }: StoredTokens): SealedPair {
  return JSON.parse(deps.secrets.open(sealed, binding)) as SealedPair;
}

function bindingOf({ id, baseUrl }: Pick<Connection, 'id' | 'baseUrl'>): Binding {
  return { connectionId: id, baseUrl, field: 'tokens' };
}

function appOf({ deps, source, credentials }: Keep) {
  const { clientId, appSecret: clientSecret, authOrigin, apiOrigin } = credentials;
  return { source, clientId, clientSecret, authOrigin, apiOrigin, reach: deps.reach };
}

function consentNeeded({ source }: Keep, because: string): ConnectorError {
  return new ConnectorError({ tool: source, call: CALL, kind: 'unauthorised', because });
}

function later({ source }: Keep, retryAfterMs: number): ConnectorError {
  const because = 'the vendor was not to be had a moment ago';
  return new ConnectorError({ tool: source, call: CALL, kind: 'unavailable', because, retryAfterMs });
}
