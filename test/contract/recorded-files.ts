import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Reading as ToolReading } from '../../connectors/connector.ts';
import type { WikiReading } from '../../connectors/wiki.ts';

type Reading = ToolReading | WikiReading;

/** The recorded answers and deliveries of one tool; none where they are not at hand, an error where the folder is incomplete. */
export function recordedFiles(tool: 'asana' | 'trello' | 'confluence' | 'notion', root: string | undefined) {
  const folder = join(root ?? '', 'fixtures', tool);
  const files = root ? readdirSync(folder).filter((name) => /^(rest|webhook)-.*\.json$/.test(name)) : [];
  return {
    answers: files.filter((file) => file.startsWith('rest-')),
    deliveries: files.filter((file) => file.startsWith('webhook-')),
    kinds: [...new Set(files.map(kindOf))].toSorted(),
    bytes: (file: string): Buffer => readFileSync(join(folder, file)),
    load: (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8')),
  };
}

/** What the recorder called it: the file's name without its number. */
export function kindOf(file: string): string {
  return file.replace(/-\d+\.json$/, '');
}

/** Exactly these records of one type, in order, and nothing else. */
export function expectRecords(
  reading: Reading,
  type: Reading['records'][number]['type'],
  ids: readonly unknown[],
): void {
  expect(ids.length).toBeGreaterThan(0);
  expect(reading.records.map((record) => record.type)).toEqual(ids.map(() => type));
  expect(reading.records.map((record) => record.externalId)).toEqual(ids);
}

/** Nothing, for a reason that is said, and of a kind that is known. */
export function expectIgnored(reading: Reading): void {
  expect(reading.records).toEqual([]);
  expect(reading.ignored).toHaveLength(1);
  expect(reading.ignored[0]?.reason).toMatch(/\w+ \w+/);
  expect(['unknown', 'mixed']).not.toContain(reading.kind);
}
