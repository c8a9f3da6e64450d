import type { TrelloRecord } from './ids.ts';

/** Of a record the fields asked for, its id always; `all` and nothing show everything. */
export function showFields(record: TrelloRecord, fields: string | undefined): TrelloRecord {
  if (fields === undefined || fields === 'all') return record;
  const shown: Record<string, unknown> = { id: record.id };
  for (const name of fields.split(',')) {
    if (name in record) shown[name] = record[name];
  }
  return shown;
}

/** Trello reads `true` and `1` as yes. */
export function isYes(value: string | undefined): boolean {
  return value === 'true' || value === '1';
}
