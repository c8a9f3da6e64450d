/** Tools and wikis that can be read by a person's consent to an app. */
export const OAUTH_SOURCES = ['jira', 'asana', 'confluence'] as const;
export type OAuthSource = (typeof OAUTH_SOURCES)[number];

/** What is one vendor's own in the authorization code grant. */
export interface OAuthFacts {
  /** Whose page a person consents on. */
  readonly vendor: string;
  /** How a person registers the app there, step by step; every scope that is asked for is named. */
  readonly setUp: readonly string[];
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
  vendor: 'Atlassian',
  authorisePath: '/authorize',
  tokenPath: '/oauth/token',
  authoriseQuery: { audience: 'api.atlassian.com', prompt: 'consent' },
  tokenBody: 'json',
  hasSites: true,
  origins: { authOrigin: 'https://auth.atlassian.com', apiOrigin: 'https://api.atlassian.com' },
} as const;

const JIRA_SCOPES = ['read:jira-work', 'read:jira-user', 'manage:jira-webhook', 'offline_access'];
// The newer calls take granular scopes only, "who am I" and the search the older ones (the scopes of each call stand in its OpenAPI document).
const CONFLUENCE_SCOPES = [
  ...['read:page:confluence', 'read:space:confluence'],
  ...['read:confluence-user', 'search:confluence', 'offline_access'],
];

export const OAUTH_FACTS: Readonly<Record<OAuthSource, OAuthFacts>> = {
  jira: { ...atlassian, scopes: JIRA_SCOPES, setUp: atlassianSetUp('Jira API', JIRA_SCOPES) },
  confluence: {
    ...atlassian,
    setUp: atlassianSetUp('Confluence API', CONFLUENCE_SCOPES),
    hidesEnd: true,
    scopes: CONFLUENCE_SCOPES,
  },
  asana: {
    vendor: 'Asana',
    setUp: [
      'Open app.asana.com/0/my-apps, then Create new app.',
      'Under OAuth add the redirect URL below, and choose Full permissions: changes and sections stand under no narrower scope. Plumbline only reads, and makes its webhooks.',
      'Under Manage distribution choose your workspace.',
      'Copy the client ID and the client secret.',
    ],
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

function atlassianSetUp(api: string, scopes: readonly string[]): string[] {
  // Granular ones have three parts; offline access is asked for and never registered.
  const granular = scopes.filter((scope) => scope.split(':').length === 3);
  const classic = scopes.filter((scope) => scope !== 'offline_access' && !granular.includes(scope));
  const tabs = [
    ...(granular.length > 0 ? [`${granular.join(', ')} (granular)`] : []),
    ...(classic.length > 0 ? [`${classic.join(', ')} (classic)`] : []),
  ];
  return [
    'Open developer.atlassian.com/console/myapps, then Create, OAuth 2.0 integration.',
    `Under Permissions add the ${api}, and there the scopes ${tabs.join(' and ')}.`,
    'Under Authorization, OAuth 2.0 (3LO), add the callback URL below.',
    'Under Settings copy the client ID and the secret.',
  ];
}
