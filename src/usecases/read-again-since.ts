import type { ConnectorDefinition, Cursor } from '../../connectors/connector.ts';
import { isConnectorError } from '../../connectors/errors.ts';
import { connectors } from '../../connectors/registry.ts';
import { isWiki } from '../domain/task.ts';
import type { Connection } from '../store/connections.ts';
import { type Database, inTransaction } from '../store/database.ts';
import { forgetWalks, listSelectedScopes, moveScopeCursor } from '../store/scopes.ts';

type Rewind = ConnectorDefinition['rewindCursor'];

/**
 * Makes the next pull of changes begin at an earlier instant, ms since 1970: what was missed since then is read again, and what we hold
 * already changes nothing. Of a tool whose feed cannot go back, each scope is walked in full instead.
 */
export async function readAgainSince(
  db: Database,
  { id, tool }: Pick<Connection, 'id' | 'tool'>,
  since: number,
  rewind: Rewind = isWiki(tool) ? undefined : connectors[tool].rewindCursor,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    for (const scope of await listSelectedScopes(tx, id)) {
      if (!scope.isWalkComplete || scope.cursor === null || scope.walkedAt === null) continue;
      const earlier = rewound(rewind, scope.cursor, since);
      if (earlier) await moveScopeCursor(tx, scope.id, earlier, scope.walkedAt);
      else await forgetWalks(tx, id, [scope.externalId]);
    }
  });
}

/** null where only a full walk helps. */
function rewound(rewind: Rewind, cursor: Cursor, since: number): Cursor | null {
  try {
    return rewind?.(cursor, since) ?? null;
  } catch (error) {
    if (isConnectorError(error, 'cursor-expired')) return null;
    throw error;
  }
}
