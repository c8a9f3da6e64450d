import * as fc from 'fast-check';
import type { SimTool } from '../../../src/demo/world.ts';

/** What may happen next. Numbers pick from whatever there is by then, so that a shortened history still means something. */
export type Step =
  | { readonly type: 'edit'; readonly task: number; readonly what: Edited; readonly value: number }
  | { readonly type: 'create'; readonly scope: number; readonly like: number; readonly isSubtask: boolean }
  | { readonly type: 'delete' | 'restore'; readonly task: number }
  | { readonly type: 'move'; readonly task: number; readonly scope: number }
  | { readonly type: 'join' | 'leave'; readonly task: number; readonly scope: number }
  | { readonly type: 'lose-access' | 'regain-access' | 'archive' | 'unarchive'; readonly scope: number }
  | { readonly type: 'pull' | 'census' | 'full' | 'deliveries'; readonly tool: SimTool }
  | { readonly type: 'stopped-pull'; readonly tool: SimTool; readonly requests: number }
  | { readonly type: 'fault'; readonly tool: SimTool; readonly fault: Fault; readonly after: number }
  | { readonly type: 'post'; readonly verdict: 'send' | 'lose' | 'twice' | 'hold' }
  | { readonly type: 'release' | 'derive' }
  | { readonly type: 'forge'; readonly tool: SimTool; readonly task: number }
  | { readonly type: 'pass'; readonly minutes: number };

export type Edited =
  | 'title'
  | 'goal-in-title'
  | 'status'
  | 'labels'
  | 'field'
  | 'text'
  | 'completed'
  | 'assignee'
  | 'due';
export type Fault = 'rate-limited' | 'unavailable' | 'html' | 'truncated' | 'reset';

const number = fc.nat({ max: 999 });
const tool = fc.constantFrom<SimTool>('jira', 'asana', 'trello');
const is = <const Type extends string>(...types: readonly Type[]) => fc.constantFrom(...types);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      type: is('edit'),
      task: number,
      what: is<Edited>('title', 'goal-in-title', 'status', 'labels', 'field', 'text', 'completed', 'assignee', 'due'),
      value: number,
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: is('create'), scope: number, like: number, isSubtask: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ type: is('delete'), task: number }) },
  { weight: 1, arbitrary: fc.record({ type: is('restore'), task: number }) },
  { weight: 3, arbitrary: fc.record({ type: is('move'), task: number, scope: number }) },
  { weight: 1, arbitrary: fc.record({ type: is('join', 'leave'), task: number, scope: number }) },
  { weight: 1, arbitrary: fc.record({ type: is('lose-access'), scope: number }) },
  { weight: 1, arbitrary: fc.record({ type: is('regain-access'), scope: number }) },
  { weight: 1, arbitrary: fc.record({ type: is('archive', 'unarchive'), scope: number }) },
  { weight: 5, arbitrary: fc.record({ type: is('pull'), tool }) },
  { weight: 2, arbitrary: fc.record({ type: is('census'), tool }) },
  { weight: 1, arbitrary: fc.record({ type: is('full'), tool }) },
  { weight: 3, arbitrary: fc.record({ type: is('deliveries'), tool }) },
  { weight: 2, arbitrary: fc.record({ type: is('stopped-pull'), tool, requests: fc.integer({ min: 1, max: 6 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: is('fault'),
      tool,
      fault: is<Fault>('rate-limited', 'unavailable', 'html', 'truncated', 'reset'),
      after: fc.nat({ max: 4 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ type: is('post'), verdict: is('send', 'lose', 'twice', 'hold') }) },
  { weight: 1, arbitrary: fc.record({ type: is('release', 'derive') }) },
  { weight: 1, arbitrary: fc.record({ type: is('forge'), tool, task: number }) },
  { weight: 2, arbitrary: fc.record({ type: is('pass'), minutes: fc.constantFrom(1, 7, 90, 26 * 60) }) },
);

export const histories = fc.array(step, { minLength: 1, maxLength: 40, size: 'max' });
