import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLinker, type ExampleChange, type Linker } from '../../../../src/domain/linking/linker.ts';
import type { LinkerExample } from '../../../../src/domain/linking/reading.ts';
import { GOALS, TASKS } from './company.ts';

const ASKED = [
  ...TASKS,
  {
    id: 'asked',
    title: 'Checkout asks the auditor for a coffee machine',
    text: 'Zeppelins fly to Germany; bump lodash.',
  },
  { id: 'unheard', title: 'Zeppelin moorings', text: '' },
];

/** All that a linker says of anything. */
function saidBy(linker: Linker) {
  return ASKED.map((task) => [
    linker.read(task, { countMax: GOALS.length, without: task.id }),
    linker.read(task, { countMax: GOALS.length }),
    ...GOALS.map(({ id }) => linker.explain(task, id)),
  ]);
}

function changed(examples: readonly LinkerExample[], { added = [], removed = [] }: ExampleChange) {
  const gone = new Set([...removed, ...added.map(({ id }) => id)]);
  return [...added, ...examples.filter(({ id }) => !gone.has(id))];
}

const EXAMPLE = fc
  .record({
    example: fc.constantFrom(...TASKS),
    words: fc.constantFrom('', 'Zeppelin moorings', 'zeppelins, für Rechnungen', 'VAT audit bump'),
    goalIds: fc.subarray([...GOALS.map(({ id }) => id), 'gone'], { maxLength: 2 }),
  })
  .map(({ example, words, goalIds }): LinkerExample => ({ ...example, title: `${example.title} ${words}`, goalIds }));
const CHANGE = fc.record({
  added: fc.array(EXAMPLE, { maxLength: 3 }),
  removed: fc.subarray([...TASKS.map(({ id }) => id), 'nobody'], { maxLength: 4 }),
});

describe('linker.with', () => {
  it('is exactly a linker built from nothing, after any number of changes', () => {
    fc.assert(
      fc.property(fc.subarray([...TASKS]), fc.array(CHANGE, { minLength: 1, maxLength: 3 }), (start, changes) => {
        const first = createLinker({ goals: GOALS, examples: start });
        let examples: readonly LinkerExample[] = start;
        let linker = first;
        for (const change of changes) {
          linker = linker.with(change);
          examples = changed(examples, change);
          // Between changes it is asked, so that words are met that are learnt later.
          linker.read({ id: '', title: 'Zeppelins bump lodash', text: '' });
        }
        expect(saidBy(linker)).toEqual(saidBy(createLinker({ goals: GOALS, examples, trust: first.trust })));
      }),
      { numRuns: 15 },
    );
  });

  it('leaves the linker it was made from as it was, while both are asked in turn', () => {
    const examples = TASKS.slice(4);
    const first = createLinker({ goals: GOALS, examples });
    const { trust } = first;
    const before = saidBy(createLinker({ goals: GOALS, examples }));
    const added = [
      { id: 'new', title: 'Zeppelin moorings in Germany', text: 'Coffee for the auditor', goalIds: ['germany'] },
    ];
    const second = first.with({ added, removed: ['S-9'] });
    const after = saidBy(
      createLinker({ goals: GOALS, examples: changed(examples, { added, removed: ['S-9'] }), trust }),
    );
    for (const _ of [1, 2]) {
      expect(saidBy(first)).toEqual(before);
      expect(saidBy(second)).toEqual(after);
    }
  });

  it('trusts as before, or as it is told', () => {
    const linker = createLinker({ goals: GOALS, examples: TASKS });
    const { trust } = createLinker({ goals: GOALS });
    expect(linker.with({ removed: ['S-1'] }).trust).toEqual(linker.trust);
    expect(linker.with({ trust }).trust).toEqual(trust);
  });
});
