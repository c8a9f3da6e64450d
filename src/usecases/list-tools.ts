import type { ConnectorDefinition } from '../../connectors/connector.ts';
import { sources } from '../../connectors/registry.ts';
import { SOURCES, type SourceName } from '../domain/task.ts';

interface ConnectableTool extends Pick<ConnectorDefinition, 'address' | 'credentials'> {
  readonly tool: SourceName;
  readonly scopeNoun: string;
}

/** What can be connected, and what each asks for. */
export function listTools(): ConnectableTool[] {
  return SOURCES.map((tool) => {
    const { abilities, address, credentials } = sources[tool];
    return { tool, scopeNoun: abilities.scopeNoun, address, credentials };
  });
}
