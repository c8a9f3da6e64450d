import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { isConnectorError } from '../../connectors/errors.ts';
import {
  authoriseUrl,
  exchangeCode,
  hasSites,
  isOAuthSource,
  listSites,
  type OAuthOrigins,
  originsOf,
  type TokenPair,
} from '../../connectors/oauth.ts';
import type { SourceName } from '../domain/task.ts';
import type { Actor } from '../store/audit.ts';
import type { StoredConsent } from '../store/oauth-consents.ts';
import { endConsent, findConsent, insertConsent, letChoose, takeChoice, takeConsent } from '../store/oauth-consents.ts';
import { type ConnectDeps, checkedBaseUrl, connectTool } from './connect.ts';
import { UseCaseError } from './errors.ts';
import { knownConsent, pickSite, refuseOtherSite, type Site, toolWords } from './oauth-sites.ts';

export interface ConsentDeps extends ConnectDeps {
  /** The real one. */
  readonly clock: () => number;
  /** Atlassian's authorisation server and gateway, where they are not its own. */
  readonly atlassian?: OAuthOrigins | undefined;
  /** Whose act it is, for the audit trail. */
  readonly by?: Actor;
}

/** What a person gives to be sent to the consent page. */
export interface WantedConsent {
  readonly tool: SourceName;
  /** Asana's address, or the site that is meant; null: Asana's own, or whichever the person chooses. */
  readonly baseUrl: string | null;
  readonly name?: string | undefined;
  readonly clientId: string;
  readonly clientSecret: string;
  /** See `NewConnectionInput`. */
  readonly waits?: boolean | undefined;
}

/** The same for a connection that is there; the app only where it changed. */
export interface WantedAgain {
  readonly connectionId: string;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
}

/** What is sealed with a consent that is under way. */
interface Plan {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiOrigin: string;
  readonly baseUrl: string | null;
  readonly name?: string | undefined;
  readonly waits?: boolean | undefined;
  /** Of the connection that is consented to again. */
  readonly cloudId?: string | null;
  readonly tokens?: TokenPair;
}

const MINUTES = 10;

/**
 * Begins a consent: keeps the app's secret sealed for ten minutes, and gives the address a person is sent to.
 *
 * @param holder Who may come back with it: a session, or a command that waits. Only its hash is kept.
 * @throws UseCaseError `no-consent` of a tool that knows none, `no-such-connection`, `not-by-consent`
 */
export async function beginConsent(
  deps: ConsentDeps,
  holder: string,
  wanted: WantedConsent | WantedAgain,
  redirectUri: string,
): Promise<{ readonly consentId: string; readonly authorizeUrl: string; readonly expiresAt: Date }> {
  const { tool, connectionId, plan, authOrigin } = await planOf(deps, wanted);
  const id = randomUUID();
  const state = randomBytes(32).toString('base64url');
  const at = new Date(deps.clock());
  const expiresAt = new Date(at.getTime() + MINUTES * 60_000);
  const sealed = seal(deps, { id, auth_origin: authOrigin }, plan);
  const hashes = { stateHash: hash(state), holderHash: hash(holder) };
  await insertConsent(deps.db, { id, ...hashes, tool, connectionId, authOrigin, redirectUri, sealed, at, expiresAt });
  const authorizeUrl = authoriseUrl({ source: tool, clientId: plan.clientId, authOrigin }, { state, redirectUri });
  return { consentId: id, authorizeUrl, expiresAt };
}

async function planOf(deps: ConsentDeps, wanted: WantedConsent | WantedAgain) {
  if ('connectionId' in wanted) {
    const { connection, credentials } = await knownConsent(deps, wanted.connectionId);
    const { authOrigin, apiOrigin, cloudId } = credentials;
    const { clientId = credentials.clientId, clientSecret = credentials.appSecret } = wanted;
    const plan: Plan = { clientId, clientSecret, apiOrigin, baseUrl: connection.baseUrl, cloudId };
    return { tool: connection.tool, connectionId: connection.id, plan, authOrigin };
  }
  const { tool, name, clientId, clientSecret, waits } = wanted;
  if (!isOAuthSource(tool)) {
    throw new UseCaseError('no-consent', `${toolWords(tool)} is connected with its own credentials, not by consent.`);
  }
  const baseUrl = wanted.baseUrl === null ? null : checkedBaseUrl(wanted.baseUrl);
  const { authOrigin, apiOrigin } = originsOf(tool, baseUrl, deps.atlassian ?? null);
  const plan: Plan = {
    clientId,
    clientSecret,
    apiOrigin,
    name,
    waits,
    baseUrl: baseUrl ?? (hasSites(tool) ? null : authOrigin),
  };
  return { tool, connectionId: null, plan, authOrigin };
}

/** What became of a consent a person came back from. */
export interface Returned {
  readonly consentId: string;
  /** null: a site is to be chosen, or it failed; `readConsent` says which. */
  readonly connectionId: string | null;
}

/**
 * Takes what the consent page sent back: exchanges the code, finds the site, proves what it sees, and connects. Once for each consent.
 *
 * @throws UseCaseError `unknown-consent`; whatever else is refused is kept with the consent.
 */
export async function returnFromConsent(
  deps: ConsentDeps,
  holder: string,
  given: { readonly state: string; readonly code: string | null },
  signal: AbortSignal,
): Promise<Returned> {
  const at = new Date(deps.clock());
  const consent = await takeConsent(deps.db, { stateHash: hash(given.state), holderHash: hash(holder), at });
  if (!consent) throw unknownConsent();
  const connectionId = await orFailed(deps, consent, async () => {
    if (given.code === null) throw refused(consent);
    return exchangeAndConnect(deps, consent, given.code, signal);
  });
  return { consentId: consent.id, connectionId };
}

/** @returns null where a site has to be chosen first. */
async function exchangeAndConnect(
  deps: ConsentDeps,
  consent: StoredConsent,
  code: string,
  signal: AbortSignal,
): Promise<string | null> {
  const plan = unseal(deps, consent);
  const app = appOf(deps, consent, plan);
  const tokens = await exchangeCode(app, { code, redirectUri: consent.redirect_uri }, deps.clock, signal);
  if (!hasSites(app.source)) return connect(deps, consent, { ...plan, tokens }, null, signal);
  const sites = await listSites(app, tokens.accessToken, signal);
  const site = pickSite(app.source, plan, sites);
  if (site) return connect(deps, consent, { ...plan, tokens }, site, signal);
  await letChoose(deps.db, consent.id, { sealed: seal(deps, consent, { ...plan, tokens }), sites });
  return null;
}

/** The site a person chose of those a consent covers. @throws UseCaseError `unknown-consent`, `no-such-site`, or why it cannot be read. */
export async function chooseSite(
  deps: ConsentDeps,
  holder: string,
  { consentId, cloudId }: { readonly consentId: string; readonly cloudId: string },
  signal: AbortSignal,
): Promise<string> {
  const consent = await find(deps, holder, consentId);
  const site = consent.sites?.find((one) => one.cloudId === cloudId);
  if (!site) throw new UseCaseError('no-such-site', 'The consent covers no such site; choose one of those shown.');
  const plan = unseal(deps, consent);
  if (!(await takeChoice(deps.db, consentId))) throw unknownConsent();
  const failed: UseCaseError[] = [];
  const connectionId = await orFailed(deps, consent, () => connect(deps, consent, plan, site, signal), failed);
  if (connectionId === null) throw failed[0] ?? unknownConsent();
  return connectionId;
}

/** Where a consent stands, for who began it. @throws UseCaseError `unknown-consent` */
export async function readConsent(deps: ConsentDeps, holder: string, consentId: string) {
  const { id, tool, state, message, sites, connection_id: connectionId } = await find(deps, holder, consentId);
  return { id, tool, state, message, sites: sites ?? [], connectionId: state === 'done' ? connectionId : null };
}

async function find(deps: ConsentDeps, holder: string, id: string): Promise<StoredConsent> {
  const consent = await findConsent(deps.db, { id, holderHash: hash(holder), at: new Date(deps.clock()) });
  if (!consent) throw unknownConsent();
  return consent;
}

async function connect(
  deps: ConsentDeps,
  consent: StoredConsent,
  { clientId, clientSecret: appSecret, apiOrigin, baseUrl, name, waits, cloudId, tokens }: Plan,
  site: Site | null,
  signal: AbortSignal,
): Promise<string> {
  const { tool, auth_origin: authOrigin } = consent;
  const isAgain = cloudId !== undefined;
  // A site that changed its name keeps the address it is known by here.
  const address = isAgain ? baseUrl : (site?.url ?? baseUrl);
  if (!address || !tokens) throw unknownConsent();
  const credentials = {
    kind: 'oauth' as const,
    clientId,
    appSecret,
    authOrigin,
    apiOrigin,
    cloudId: site?.cloudId ?? null,
  };
  await refuseOtherSite(deps, tool, address, credentials);
  const { connectionId } = await connectTool(
    deps,
    { tool, name, baseUrl: address, credentials, tokens, waits, ...(deps.by ? { by: deps.by } : {}) },
    signal,
  );
  await endConsent(deps.db, consent.id, { connectionId });
  return connectionId;
}

/** What a person can mend is kept with the consent, for the page they come back to. */
async function orFailed<T>(
  deps: ConsentDeps,
  consent: StoredConsent,
  work: () => Promise<T>,
  failed: UseCaseError[] = [],
): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    const isTheirs = error instanceof UseCaseError || isConnectorError(error);
    const message = isTheirs ? error.message : 'Something went wrong on our side; the log says what. Begin again.';
    await endConsent(deps.db, consent.id, { message });
    if (!isTheirs) throw error;
    failed.push(error instanceof UseCaseError ? error : new UseCaseError('bad-consent', message, { cause: error }));
    return null;
  }
}

function refused({ tool }: StoredConsent): UseCaseError {
  return new UseCaseError('no-consent', `${toolWords(tool)} gave no consent, so nothing was connected; begin again.`);
}

function unknownConsent(): UseCaseError {
  const message = 'This consent is not known here, was used, or is older than ten minutes; begin again.';
  return new UseCaseError('unknown-consent', message, { isNotFound: true });
}

function appOf({ reach }: ConsentDeps, { tool, auth_origin: authOrigin }: StoredConsent, plan: Plan) {
  if (!isOAuthSource(tool)) throw new Error(`No consent reads ${tool}`);
  const { clientId, clientSecret, apiOrigin } = plan;
  return { source: tool, clientId, clientSecret, authOrigin, apiOrigin, reach };
}

function seal({ secrets }: ConsentDeps, consent: Pick<StoredConsent, 'id' | 'auth_origin'>, plan: Plan): string {
  return secrets.seal(JSON.stringify(plan), bindingOf(consent));
}

function unseal({ secrets }: ConsentDeps, consent: StoredConsent): Plan {
  if (consent.secret === null) throw unknownConsent();
  return JSON.parse(secrets.open(consent.secret, bindingOf(consent))) as Plan;
}

function bindingOf({ id, auth_origin: baseUrl }: Pick<StoredConsent, 'id' | 'auth_origin'>) {
  return { connectionId: id, baseUrl, field: 'consent' as const };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
