import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { likePattern } from '../../../src/domain/evidence/rule-narrowing.ts';
import { createTestDatabase, type TestDatabase } from '../../helpers/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** Letters whose case, script or escape a database reads otherwise than we do. */
const CHARS = [...'aAiIkKsS %_\\"\'\n-ßÜüİıKſςΣЖж東京é', 'e\u0301', '🧪', '\t'];
const texts = fc.string({ unit: fc.constantFrom(...CHARS), maxLength: 8 });

it('what a rule finds in a text, the database finds too, whatever letters it is in', async () => {
  const cases = fc
    .sample(fc.tuple(texts, texts, texts), { numRuns: 4_000, seed: 7 })
    .flatMap(([before, wanted, after]) => {
      const needle = wanted.trim().toLowerCase();
      // Any spelling of it: as it was given, and in capitals.
      return [`${before}${wanted}${after}`, `${before}${wanted.toUpperCase()}${after}`]
        .filter((text) => needle !== '' && text.toLowerCase().includes(needle))
        .map((text) => ({ text, pattern: likePattern(needle) }));
    });
  expect(cases.length).toBeGreaterThan(3_000);
  const { rows } = await sql<{ text: string; pattern: string }>`
    select c.text, c.pattern from unnest(${cases.map(({ text }) => text)}::text[], ${cases.map(({ pattern }) => pattern)}::text[])
      as c(text, pattern) where not ((c.text collate "C") ilike c.pattern)`.execute(database.db);
  expect(rows).toEqual([]);
});
