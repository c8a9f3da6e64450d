import type { ConnectorDefinition } from '../../connectors/connector.ts';
import { consentOf } from '../../connectors/oauth.ts';
import { sources } from '../../connectors/registry.ts';
import { SOURCES, type SourceName } from '../domain/task.ts';

interface ConnectableTool extends Pick<ConnectorDefinition, 'address' | 'credentials'> {
  readonly tool: SourceName;
  readonly scopeNoun: string;
  /** Where a person may consent to an app in place of the credentials. */
  readonly consent: ReturnType<typeof consentOf>;
  readonly whenNothingIsSeen: string | null;
}

/** What can be connected, and what each asks for. */
export function listTools(): ConnectableTool[] {
  return SOURCES.map((tool) => {
    const { abilities, address, credentials, whenNothingIsSeen = null } = sources[tool];
    const { scopeNoun } = abilities;
    return { tool, scopeNoun, address, credentials, consent: consentOf(tool), whenNothingIsSeen };
  });
}
