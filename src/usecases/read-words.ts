import { isDeepStrictEqual } from 'node:util';
import type { Connector, ScopeRef } from '../../connectors/connector.ts';
import { guessMapping } from '../domain/mapping.ts';
import type { Connection } from '../store/connections.ts';
import { saveVocabulary } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { markAllStale } from '../store/stale.ts';

/**
 * Reads what the tool calls its statuses and fields, and guesses what they mean. A guess that came out differently than the last
 * one derives the connection's tasks anew; what a person edited stays as edited.
 */
export async function readWords(
  deps: { readonly db: Database; readonly now: () => number },
  connection: Connection,
  connector: Connector,
  scopes: readonly ScopeRef[],
  signal: AbortSignal,
): Promise<void> {
  const vocabulary = await connector.readVocabulary(scopes, signal);
  const guessed = guessMapping(vocabulary);
  const isNew = !isDeepStrictEqual(guessed, connection.mappingGuessed);
  await deps.db.transaction().execute(async (tx) => {
    await saveVocabulary(tx, connection.id, vocabulary, guessed);
    if (isNew) await markAllStale(tx, new Date(deps.now()), connection.id);
  });
}
