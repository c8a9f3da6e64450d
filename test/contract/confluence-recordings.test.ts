import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { confluence } from '../../connectors/confluence/index.ts';
import { anyAnswer } from './any-answer.ts';
import { expectIgnored, expectRecords, kindOf, recordedFiles } from './recorded-files.ts';

const root = process.env.PLUMBLINE_FIXTURES;
if (!root) console.log('PLUMBLINE_FIXTURES is not set: what Confluence really sent is not checked here.');

/** What must come out of each kind of answer: one record of a type for each it holds, or nothing for a reason. */
const ANSWERS: Readonly<Record<string, 'documents' | 'hits' | 'scopes' | 'ignored'>> = {
  'rest-attachments-page': 'ignored',
  'rest-blogpost': 'documents',
  'rest-blogposts-page': 'documents',
  'rest-comment': 'ignored',
  'rest-comments-page': 'ignored',
  'rest-page': 'documents',
  'rest-page-properties': 'ignored',
  'rest-pages-page': 'documents',
  'rest-search-cql': 'hits',
  'rest-space': 'scopes',
};

interface Recorded {
  readonly id: string;
  readonly title: string;
  readonly spaceId: string;
  readonly version: { readonly number: number; readonly createdAt: string };
  readonly body?: { readonly storage?: unknown };
}

describe.skipIf(!root)('Confluence, as recorded', () => {
  const files = recordedFiles('confluence', root);

  it('has recordings of every kind in the table, and none of another', () => {
    expect(files.kinds).toEqual(Object.keys(ANSWERS).toSorted());
  });

  it.each(files.answers)('%s gives the records it holds', (file) => {
    const answer = files.load(file);
    const reading = confluence.readAnswer(answer);
    const held = heldIn<Recorded>(answer);
    switch (ANSWERS[kindOf(file)]) {
      case 'documents':
        return expectDocuments(reading, held);
      case 'hits': {
        const hits = heldIn<{ content: Recorded }>(answer).map(({ content }) => content.id);
        expectRecords(reading, 'document', hits);
        return expect(reading.ignored).toEqual([]);
      }
      case 'scopes':
        expectRecords(
          reading,
          'scope',
          held.map(({ id }) => id),
        );
        return expect(reading.ignored).toEqual([]);
      case 'ignored':
        return expectIgnored(reading);
      default:
        expect.fail(`${file} is of no kind in the table`);
    }
  });
});

function heldIn<T>(answer: unknown): T[] {
  const { results } = answer as { results?: T[] };
  return results ?? [answer as T];
}

function expectDocuments(reading: ReturnType<typeof confluence.readAnswer>, held: readonly Recorded[]): void {
  expectRecords(
    reading,
    'document',
    held.map(({ id }) => id),
  );
  for (const [at, record] of reading.records.entries()) {
    const { title, spaceId, version, body } = held[at] as Recorded;
    expect(record).toMatchObject({
      title,
      scopeExternalId: spaceId,
      version: version.number,
      updatedAt: Date.parse(version.createdAt),
      isTrashed: false,
      url: expect.stringMatching(/^https:\/\/[^/]+\/wiki\/spaces\//),
      blocks: body?.storage ? expect.any(Array) : null,
    });
  }
  expect(reading.ignored).toEqual([]);
}

describe('Confluence, as anybody could send it', () => {
  it('never throws, whatever an answer holds', () => {
    const names = [
      'id',
      'results',
      'spaceId',
      'title',
      'status',
      'body',
      'storage',
      'value',
      'atlas_doc_format',
      'content',
      'key',
      'name',
      '_links',
      'labels',
      'version',
    ];
    fc.assert(
      fc.property(anyAnswer(names), (answer) => {
        const reading = confluence.readAnswer(answer);
        expect(reading.records.length + reading.ignored.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('says of every delivery that it cannot be Confluence’s', () => {
    const body = Buffer.from('{"cut');
    expect(confluence.readDelivery({ headers: {}, body, callbackUrl: null })).toMatchObject({
      changed: [],
      deleted: [],
    });
    expect(confluence.verifyDelivery).toBeUndefined();
  });
});
