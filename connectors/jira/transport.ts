import { createAtlassianTransport } from '../atlassian.ts';
import type { ConnectorOptions } from '../connector.ts';
import type { Transport } from '../http.ts';

/** The way to one Jira site. */
export function createJiraTransport(options: ConnectorOptions): Transport {
  return createAtlassianTransport('jira', options.baseUrl, options);
}
