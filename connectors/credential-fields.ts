/** One of the things a person gives so that a tool can be read. */
export interface CredentialField {
  readonly name: 'email' | 'key' | 'token' | 'appSecret';
  readonly isNeeded: boolean;
  /** As a form calls it. */
  readonly label: string;
  /** Whose it is, where it is made, or what it is good for. */
  readonly whereToGetIt: string;
}

export interface ToolAddress {
  /** Where it is for everybody; null where each organisation has its own. */
  readonly usual: string | null;
  readonly example: string;
}

/** Jira's and Confluence's are an account's. */
export const ATLASSIAN_CREDENTIALS: readonly CredentialField[] = [
  {
    name: 'email',
    isNeeded: true,
    label: 'E-mail of the account',
    whereToGetIt: 'The one the token belongs to; what the account sees, Plumbline sees.',
  },
  {
    name: 'token',
    isNeeded: true,
    label: 'API token',
    whereToGetIt: 'Made at id.atlassian.com, under Security, API tokens.',
  },
];

export const ATLASSIAN_ADDRESS: ToolAddress = { usual: null, example: 'https://your-site.atlassian.net' };
