import { sources } from '../../connectors/registry.ts';
import { isLate, sayUnseen } from '../domain/sight.ts';
import { TOOL_WORDS } from '../domain/wording.ts';
import type { Connection } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { countHealth } from '../store/views/health.ts';

export interface Health {
  /** What the tool held then is here; null before the first pull ended. */
  readonly freshAt: string | null;
  /** Changes are missing for longer than they ever should. */
  readonly isLate: boolean;
  /** What it cannot see, a sentence each. */
  readonly unseen: readonly string[];
}

/** How fresh each connection is, and what it cannot see. */
export async function readHealth(
  db: Database,
  now: number,
): Promise<(connection: Connection, unmatchedPeople: number) => Health> {
  const counts = await countHealth(db);
  return (connection, unmatchedPeople) => {
    const { abilities } = sources[connection.tool];
    const found = counts.get(connection.id);
    const freshAt = found?.freshAt ?? null;
    return {
      freshAt: freshAt?.toISOString() ?? null,
      isLate: connection.state === 'active' && isLate(freshAt?.getTime() ?? null, now),
      unseen: sayUnseen({
        tool: TOOL_WORDS[connection.tool],
        abilities,
        scopesLost: found?.scopesLost ?? 0,
        scopesUnselected: found?.scopesUnselected ?? 0,
        tasksLost: found?.tasksLost ?? 0,
        documentsLost: found?.documentsLost ?? 0,
        unmatchedPeople,
      }),
    };
  };
}
