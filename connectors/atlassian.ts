import { accessOf } from './access-token.ts';
import { atlassianNeeds, limitedAtAtlassian, pointsOf } from './atlassian-limits.ts';
import type { ConnectorOptions, OAuthCredentials, TokenCredentials } from './connector.ts';
import { createTransport, type ReadingOf, type Transport } from './http.ts';

/**
 * The way to one site of Atlassian's cloud, with the credentials of its connection: Jira and Confluence limit and refuse alike. By a
 * person's consent it goes through the vendor's gateway, and the site itself is never asked.
 */
export function createAtlassianTransport(
  tool: 'jira' | 'confluence',
  baseUrl: string,
  options: ConnectorOptions,
): Transport {
  const { credentials } = options;
  const points = pointsOf(credentials);
  return createTransport({
    tool,
    connectionId: options.connectionId,
    baseUrl: credentials.kind === 'oauth' ? gatewayOf(tool, baseUrl, credentials) : baseUrl,
    ...accessOf(tool, options, authorise),
    readBudget: (headers, now) => {
      const reading = readBudget(headers, now);
      // What is told for longer than bursts last is told of the points.
      return reading && points && reading.resetMs > BURST_MS_MAX ? { ...reading, key: points.key } : reading;
    },
    needs: atlassianNeeds(tool, baseUrl, points),
    limitedBy: limitedAtAtlassian,
    budget: options.budget,
    // Wrong logins beyond a few end in a CAPTCHA, which is answered with 403 and this header: nobody but a person can mend it.
    classify: ({ status, headers }) =>
      status === 403 && headers['x-seraph-loginreason']?.includes('AUTHENTICATION_DENIED') ? 'unauthorised' : null,
    reach: options.reach,
    onTraffic: options.onTraffic,
    now: options.now,
  });
}

/** `https://api.atlassian.com/ex/jira/<cloud id>`, and what the site's own paths begin with ("/wiki"). */
function gatewayOf(tool: string, baseUrl: string, { apiOrigin, cloudId }: OAuthCredentials): string {
  if (cloudId === null) throw new Error('A consent at Atlassian is for a site');
  return `${apiOrigin}/ex/${tool}/${encodeURIComponent(cloudId)}${new URL(baseUrl).pathname.replace(/\/+$/, '')}`;
}

/** An account's API token comes with its e-mail address; an app's access token comes alone. */
function authorise({ email, token }: TokenCredentials): string {
  return email === undefined ? `Bearer ${token}` : `Basic ${Buffer.from(`${email}:${token}`).toString('base64')}`;
}

const BURST_MS_MAX = 60_000;

/** `X-RateLimit-Remaining` and `-Reset` (ISO time): what is left of the bucket this answer came from. */
function readBudget(headers: Readonly<Record<string, string>>, now: number): ReadingOf | null {
  const remaining = Number(headers['x-ratelimit-remaining'] ?? Number.NaN);
  const resetAt = Date.parse(headers['x-ratelimit-reset'] ?? '');
  if (!Number.isFinite(remaining) || Number.isNaN(resetAt)) return null;
  const serverNow = Date.parse(headers.date ?? '');
  const limit = Number(headers['x-ratelimit-limit'] ?? Number.NaN);
  const resetMs = resetAt - (Number.isNaN(serverNow) ? now : serverNow);
  return { remaining, resetMs, limit: Number.isFinite(limit) ? limit : undefined };
}
