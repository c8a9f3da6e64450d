import type { CredentialField, ToolAddress } from '../../connectors/credential-fields.ts';
import { sources } from '../../connectors/registry.ts';
import { SOURCES, type SourceName } from '../domain/task.ts';

export interface ConnectableTool {
  readonly tool: SourceName;
  readonly scopeNoun: string;
  readonly address: ToolAddress;
  readonly credentials: readonly CredentialField[];
}

/** What can be connected, and what each asks for. */
export function listTools(): ConnectableTool[] {
  return SOURCES.map((tool) => {
    const { abilities, address, credentials } = sources[tool];
    return { tool, scopeNoun: abilities.scopeNoun, address, credentials };
  });
}
