import type { DocumentRecord } from '../domain/document.ts';
import { type ProposedGoal, readGoals } from '../domain/proposal.ts';
import { joinReadings, knownAs } from '../domain/proposal-reading.ts';
import type { Tx } from '../store/database.ts';
import { listScopesStating, listSources } from '../store/proposals.ts';
import { holdContextAlone } from '../store/stale.ts';
import {
  findDataSource,
  listDataRows,
  listScopesNaming,
  listStating,
  listTitles,
  type StatingDocument,
} from '../store/stating-documents.ts';
import { pageProposalId, sourceProposalId } from './proposal-ids.ts';
import { type ReadPlace, storeReading } from './store-reading.ts';

/**
 * Reads the goals of these stored documents again, and of the data sources their rows are in. Called in the transaction that stores them.
 * Our goals are left as they are: what a page states becomes a proposal. A page that is gone keeps what it stated last.
 */
export async function refreshProposals(
  tx: Tx,
  connectionId: string,
  documentIds: readonly string[],
  at: Date,
): Promise<void> {
  if (documentIds.length === 0) return;
  // Before any row: whoever writes goals or decides holds it first.
  await holdContextAlone(tx);
  const documents = await listStating(tx, documentIds);
  for (const document of documents) if (!document.isGone) await refreshPage(tx, connectionId, document, at);
  const ids = documents.map(({ record }) => record.externalId);
  const stating = [
    ...(await listScopesStating(tx, connectionId, ids)),
    ...(await listScopesNaming(tx, connectionId, ids)),
  ];
  const holding = documents.flatMap((one) => (isRow(one) && one.scopeId !== null ? [one.scopeId] : []));
  for (const scopeId of [...new Set([...stating, ...holding])].sort()) await refreshDataSource(tx, scopeId, at);
}

function isRow({ record }: StatingDocument): boolean {
  return record.properties.length > 0;
}

/** A page that became a row of a data source states its goals there. */
async function refreshPage(tx: Tx, connectionId: string, document: StatingDocument, at: Date): Promise<void> {
  const { record } = document;
  const goals = isRow(document) ? [] : readGoals(record);
  await storeReading(
    tx,
    {
      id: pageProposalId(document.id),
      connectionId,
      documentId: document.id,
      scopeId: null,
      title: record.title,
      url: record.url,
    },
    joinReadings([goals], { isSorted: false }),
    at,
  );
}

/** All rows of a data source as one proposal, read by the columns a person named, else by their names. */
export async function refreshDataSource(tx: Tx, scopeId: string, at: Date): Promise<void> {
  const source = await findDataSource(tx, scopeId);
  if (!source) return;
  const rows = await listDataRows(tx, scopeId);
  const id = sourceProposalId(scopeId);
  const accepted = new Set((await listSources(tx, id)).map((one) => one.known_as));
  const titles = await listTitles(tx, source.connectionId, relatedIds(rows));
  const readings = rows.map((row) => {
    const goals = readGoals(withTitles(row.record, titles), source.columns ?? undefined);
    return row.isGone ? acceptedOf(goals, accepted) : goals;
  });
  const place: ReadPlace = {
    id,
    connectionId: source.connectionId,
    documentId: null,
    scopeId,
    title: source.name,
    url: source.url,
  };
  await storeReading(tx, place, joinReadings(readings, { isSorted: true }), at);
}

const ID = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/iu;

/** What a relation's column holds in place of titles. */
function relatedIds(rows: readonly StatingDocument[]): string[] {
  const values = rows.flatMap(({ record }) => record.properties.flatMap(({ value }) => value.split(', ')));
  return [...new Set(values.filter((value) => ID.test(value)))];
}

/** A row names its objective by the objective's title, also where its column is a relation. Pages we do not read are left out. */
function withTitles(record: DocumentRecord, titles: ReadonlyMap<string, string>): DocumentRecord {
  const named = (value: string) =>
    value
      .split(', ')
      .flatMap((part) => (ID.test(part) ? (titles.get(part) ?? []) : part))
      .join(', ');
  return { ...record, properties: record.properties.map((one) => ({ ...one, value: named(one.value) })) };
}

/**
 * What a row that is gone stated last, as far as it was accepted: it is not proposed for closing, and nothing new comes of it.
 *
 * @param accepted What goals of ours from this source are known as.
 */
function acceptedOf(goals: readonly ProposedGoal[], accepted: ReadonlySet<string>): ProposedGoal[] {
  const kept = goals.filter((goal) => accepted.has(knownAs(goal)));
  return kept.map((goal) => {
    const parent = goal.parent === null ? -1 : kept.indexOf(goals[goal.parent] as ProposedGoal);
    return { ...goal, parent: parent < 0 ? null : parent };
  });
}
