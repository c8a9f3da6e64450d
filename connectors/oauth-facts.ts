/** Tools and wikis that can be read by a person's consent to an app. */
export const OAUTH_SOURCES = ['jira', 'asana', 'confluence'] as const;
export type OAuthSource = (typeof OAUTH_SOURCES)[number];

/** What is one vendor's own in the authorization code grant. */
export interface OAuthFacts {
  readonly authorisePath: string;
  readonly tokenPath: string;
  /** Further parameters of the page where a person consents. */
  readonly authoriseQuery: Readonly<Record<string, string>>;
  /** What is asked for. */
  readonly scopes: readonly string[];
  /** How the token endpoint wants its request. */
  readonly tokenBody: 'json' | 'form';
  /** A consent covers whole sites, each with a cloud id, and calls go through the vendor's gateway. */
  readonly hasSites: boolean;
  /** Its gateway answers a token that has ended with 403 or 404, as if what was asked for were gone. */
  readonly hidesEnd?: boolean;
  /** Tokens are given and calls are sent here; null: at the connection's own address. */
  readonly origins: OAuthOrigins | null;
}

/** Where tokens are asked for, and where they are sent: decided before a person consents, never by an answer. */
export interface OAuthOrigins {
  readonly authOrigin: string;
  readonly apiOrigin: string;
}

// Source: Atlassian, "OAuth 2.0 (3LO) apps", read 2026-11-22. Without `offline_access` there is no refresh token.
const atlassian = {
  authorisePath: '/authorize',
  tokenPath: '/oauth/token',
  authoriseQuery: { audience: 'api.atlassian.com', prompt: 'consent' },
  tokenBody: 'json',
  hasSites: true,
  origins: { authOrigin: 'https://auth.atlassian.com', apiOrigin: 'https://api.atlassian.com' },
} as const;

export const OAUTH_FACTS: Readonly<Record<OAuthSource, OAuthFacts>> = {
  jira: { ...atlassian, scopes: ['read:jira-work', 'read:jira-user', 'manage:jira-webhook', 'offline_access'] },
  confluence: {
    ...atlassian,
    hidesEnd: true,
    // The newer calls take granular scopes only, "who am I" the older one (the scopes of each call stand in its OpenAPI document).
    scopes: ['read:page:confluence', 'read:space:confluence', 'read:confluence-user', 'offline_access'],
  },
  asana: {
    authorisePath: '/-/oauth_authorize',
    tokenPath: '/-/oauth_token',
    authoriseQuery: {},
    // Full permissions: the change feed, sections and goal relationships stand under no narrower scope (Asana's OpenAPI document).
    scopes: ['default'],
    tokenBody: 'form',
    hasSites: false,
    origins: null,
  },
};
