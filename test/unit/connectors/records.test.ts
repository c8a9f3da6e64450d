import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readRecords } from '../../../connectors/records.ts';

const schema = z.object({ id: z.string(), place: z.object({ name: z.string() }) });

describe('readRecords', () => {
  it('keeps what fits, in order, with only the fields that are read', () => {
    const raw = [
      { id: '1', place: { name: 'a', more: 1 }, extra: true },
      { id: '2', place: { name: 'b' } },
    ];
    expect(readRecords(schema, raw, 'id')).toEqual({
      good: [
        { id: '1', place: { name: 'a' } },
        { id: '2', place: { name: 'b' } },
      ],
      setAside: [],
    });
  });

  it.each([
    [{ id: '1', place: { name: 7 } }, '1', 'Could not be read: place.name is missing or has another form.'],
    [{ place: {} }, null, 'Could not be read: id, place.name is missing or has another form.'],
    ['s3cret', null, 'Could not be read: the record is missing or has another form.'],
    [null, null, 'Could not be read: the record is missing or has another form.'],
  ])('names of %j the fields at fault and never a value', (raw, externalId, reason) => {
    const { setAside } = readRecords(schema, [raw], 'id');
    expect(setAside).toEqual([{ externalId, reason, raw }]);
  });
});
