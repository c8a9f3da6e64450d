import type { ZodType } from 'zod';
import type { DocumentRecord } from '../src/domain/document.ts';
import type { SetAside } from './connector.ts';
import { readRecords } from './records.ts';
import type { FetchedDocuments } from './wiki.ts';

/** How a wiki gives one page by its id. */
export interface PageReader<T> {
  readonly schema: ZodType<T>;
  /** null where it is not found or hidden: neither says which, so it is unreadable and not deleted. */
  readonly ask: (id: string) => Promise<unknown>;
  readonly toRecord: (page: T) => DocumentRecord | Promise<DocumentRecord>;
}

/** Pages by id, each once: what cannot be read is set aside, what is not given is named. */
export async function fetchDocuments<T>(ids: readonly string[], reader: PageReader<T>): Promise<FetchedDocuments> {
  const records: DocumentRecord[] = [];
  const setAside: SetAside[] = [];
  const missing: string[] = [];
  for (const id of new Set(ids)) {
    const answer = await reader.ask(id);
    if (answer === null) {
      missing.push(id);
      continue;
    }
    const read = readRecords(reader.schema, [answer], 'id');
    for (const page of read.good) records.push(await reader.toRecord(page));
    setAside.push(...read.setAside);
  }
  return { records, setAside, missing };
}
