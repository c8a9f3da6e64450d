import fc from 'fast-check';
import { expect, test } from 'vitest';
import { postingsOf } from '../../../../src/domain/linking/postings.ts';
import { countsOf } from './counts.ts';

const KEYS = 8;
const DOCUMENT = fc
  .array(fc.tuple(fc.nat(KEYS - 1), fc.integer({ min: 1, max: 9 })), { maxLength: 6 })
  .map((entries) => countsOf(new Map(entries)));

test('lists of which some documents changed are those that are made of all documents', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(DOCUMENT, fc.option(DOCUMENT, { nil: undefined })), { maxLength: 8 }),
      (documents) => {
        // The last keys are new with the change.
        const before = postingsOf(
          documents.map(([first]) => first),
          KEYS,
        );
        const changed = postingsOf(
          documents.map(([, second]) => second),
          KEYS + 2,
          before,
        );
        expect(changed).toEqual(
          postingsOf(
            documents.map(([first, second]) => second ?? first),
            KEYS + 2,
          ),
        );
      },
    ),
  );
});
