import type { Credentials, OAuthCredentials } from '../../connectors/connector.ts';
import { isOAuthSource, type OAuthSite, type OAuthSource } from '../../connectors/oauth.ts';
import type { SourceName } from '../domain/task.ts';
import { TOOL_WORDS } from '../domain/wording.ts';
import { type Connection, findConnectionTo } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { StoreError } from '../store/errors.ts';
import type { SecretBox } from '../store/secrets.ts';
import { UseCaseError } from './errors.ts';
import { requireConnection } from './read-connections.ts';

export type Site = OAuthSite;

interface SiteDeps {
  readonly db: Database;
  readonly secrets: SecretBox;
}

/**
 * The site a consent is for, of those it covers: the one of the connection that is consented to again, the one a person named, or the
 * only one. null: a person has to choose.
 *
 * @throws UseCaseError `other-site`, `no-site`
 */
export function pickSite(
  source: OAuthSource,
  { baseUrl, cloudId }: { readonly baseUrl: string | null; readonly cloudId?: string | null },
  sites: readonly Site[],
): Site | null {
  if (sites.length === 0) {
    throw new UseCaseError(
      'no-site',
      `The consent covers no site of ${toolWords(source)}; consent again and choose one.`,
    );
  }
  const isMeant = (site: Site) =>
    cloudId !== undefined ? site.cloudId === cloudId : baseUrl !== null && sameOrigin(site.url, baseUrl);
  const meant = sites.find(isMeant);
  if (meant) return meant;
  if (baseUrl !== null) throw otherSite(sites.map(({ url }) => url).join(', '), baseUrl);
  return sites.length === 1 ? (sites[0] ?? null) : null;
}

/** An address that is connected already stays with the site it was connected to, whatever stands there now. */
export async function refuseOtherSite(
  deps: SiteDeps,
  tool: SourceName,
  baseUrl: string,
  { cloudId }: OAuthCredentials,
): Promise<void> {
  const known = await findConnectionTo(deps.db, tool, baseUrl);
  const before = known && tryOpen(deps, known);
  if (before?.kind === 'oauth' && before.cloudId !== cloudId)
    throw otherSite('another site of the same address', baseUrl);
}

/** A connection that is read by consent, and the app it was given to. @throws UseCaseError `no-such-connection`, `not-by-consent` */
export async function knownConsent(deps: SiteDeps, connectionId: string) {
  const connection = await requireConnection(deps.db, connectionId);
  const credentials = tryOpen(deps, connection);
  const { tool } = connection;
  if (credentials?.kind !== 'oauth' || !isOAuthSource(tool)) {
    const message = `${connection.name} is not read by consent; connect it again with an OAuth app.`;
    throw new UseCaseError('not-by-consent', message);
  }
  return { connection: { ...connection, tool }, credentials };
}

export function toolWords(tool: SourceName): string {
  return TOOL_WORDS[tool];
}

function otherSite(covered: string, wanted: string): UseCaseError {
  const message = `The consent covers ${covered}, and not ${wanted}; consent again and choose that site.`;
  return new UseCaseError('other-site', message);
}

function sameOrigin(one: string, other: string): boolean {
  return URL.parse(one)?.origin === URL.parse(other)?.origin;
}

function tryOpen({ secrets }: SiteDeps, { id, baseUrl, sealedCredentials }: Connection): Credentials | null {
  if (sealedCredentials === null) return null;
  try {
    return JSON.parse(secrets.open(sealedCredentials, { connectionId: id, baseUrl })) as Credentials;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return null;
  }
}
