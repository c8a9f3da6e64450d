import { connectors } from '../../connectors/registry.ts';
import { isWiki, type SourceName, TOOLS, type ToolName } from '../domain/task.ts';

/** Tools whose tasks pages name by their keys alone, which another site of the same tool may use, too. */
export const TOOLS_NAMED_BY_KEY: readonly ToolName[] = TOOLS.filter((tool) => connectors[tool].abilities.isNamedByKey);

export function isNamedByKey(tool: SourceName): boolean {
  return !isWiki(tool) && TOOLS_NAMED_BY_KEY.includes(tool);
}
