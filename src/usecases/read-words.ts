import { isDeepStrictEqual } from 'node:util';
import type { Connector, ScopeRef, Vocabulary } from '../../connectors/connector.ts';
import { guessMapping } from '../domain/mapping.ts';
import type { Connection } from '../store/connections.ts';
import { saveVocabulary } from '../store/connections.ts';
import type { Database, Tx } from '../store/database.ts';
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
  await deps.db.transaction().execute((tx) => keepWords(tx, connection, vocabulary, new Date(deps.now())));
}

/** Stores what the tool calls things, with what we guess it means. */
export async function keepWords(
  tx: Tx,
  connection: Pick<Connection, 'id' | 'mappingGuessed'>,
  vocabulary: Vocabulary,
  at: Date,
): Promise<void> {
  const guessed = guessMapping(vocabulary);
  await saveVocabulary(tx, connection.id, vocabulary, guessed);
  if (!isDeepStrictEqual(guessed, connection.mappingGuessed)) await markAllStale(tx, at, connection.id);
}
