import * as fc from 'fast-check';
import type { SourceName } from '../../../../src/domain/task.ts';
import type { Fault } from '../steps.ts';

/** What may happen next. Numbers pick from whatever there is by then, so that a shortened history still means something. */
export type WikiStep =
  | { readonly type: 'edit'; readonly page: number; readonly what: Written; readonly value: number }
  | { readonly type: 'create'; readonly space: number; readonly like: number; readonly value: number }
  | { readonly type: 'trash' | 'restore' | 'purge' | 'hide-page' | 'show-page'; readonly page: number }
  | { readonly type: 'move'; readonly page: number; readonly space: number }
  | { readonly type: 'lose-access' | 'regain-access' | 'archive' | 'unarchive'; readonly space: number }
  | { readonly type: 'link'; readonly task: number; readonly page: number; readonly isRemoved: boolean }
  | { readonly type: 'pull' | 'census' | 'full' | 'deliveries'; readonly source: SourceName }
  | { readonly type: 'stopped-pull'; readonly source: SourceName; readonly requests: number }
  | {
      readonly type: 'fault';
      readonly source: SourceName;
      readonly kind: 'incremental' | 'census';
      readonly fault: Fault;
      readonly after: number;
    }
  | { readonly type: 'post'; readonly verdict: 'send' | 'lose' | 'twice' | 'hold' }
  | { readonly type: 'release' | 'derive' | 'give-back' }
  | { readonly type: 'forge'; readonly page: number }
  | { readonly type: 'pass'; readonly minutes: number };

/** What is written into a page: goals in words or numbers, tasks it names, or nothing of either. */
export type Written = 'title' | 'goals' | 'number' | 'mention' | 'nothing' | 'labels';

const number = fc.nat({ max: 999 });
// Tools are asked now and then; it is the wikis whose faults are looked for.
const source = fc.constantFrom<SourceName>('confluence', 'notion', 'confluence', 'notion', 'jira', 'trello');
const is = <const Type extends string>(...types: readonly Type[]) => fc.constantFrom(...types);

const step: fc.Arbitrary<WikiStep> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      type: is('edit'),
      page: number,
      what: is<Written>('title', 'goals', 'number', 'number', 'mention', 'mention', 'nothing', 'labels'),
      value: number,
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: is('create'), space: number, like: number, value: number }) },
  { weight: 4, arbitrary: fc.record({ type: is('trash', 'trash', 'restore', 'restore', 'purge'), page: number }) },
  { weight: 3, arbitrary: fc.record({ type: is('hide-page', 'show-page'), page: number }) },
  { weight: 3, arbitrary: fc.record({ type: is('move'), page: number, space: number }) },
  { weight: 2, arbitrary: fc.record({ type: is('lose-access', 'regain-access'), space: number }) },
  { weight: 1, arbitrary: fc.record({ type: is('archive', 'unarchive'), space: number }) },
  { weight: 3, arbitrary: fc.record({ type: is('link'), task: number, page: number, isRemoved: fc.boolean() }) },
  { weight: 5, arbitrary: fc.record({ type: is('pull'), source }) },
  { weight: 2, arbitrary: fc.record({ type: is('census'), source }) },
  { weight: 1, arbitrary: fc.record({ type: is('full'), source }) },
  { weight: 3, arbitrary: fc.record({ type: is('deliveries'), source }) },
  { weight: 2, arbitrary: fc.record({ type: is('stopped-pull'), source, requests: fc.integer({ min: 1, max: 8 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: is('fault'),
      source,
      kind: is('incremental', 'incremental', 'census'),
      fault: is<Fault>('rate-limited', 'unavailable', 'html', 'truncated', 'reset'),
      after: fc.nat({ max: 6 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: is('post'), verdict: is('send', 'lose', 'twice', 'hold') }) },
  { weight: 1, arbitrary: fc.record({ type: is('release', 'derive') }) },
  { weight: 2, arbitrary: fc.record({ type: is('give-back') }) },
  { weight: 1, arbitrary: fc.record({ type: is('forge'), page: number }) },
  { weight: 2, arbitrary: fc.record({ type: is('pass'), minutes: fc.constantFrom(1, 7, 90, 26 * 60) }) },
);

export const wikiHistories = fc.array(step, { minLength: 1, maxLength: 40, size: 'max' });
