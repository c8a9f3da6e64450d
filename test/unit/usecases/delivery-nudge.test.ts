import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { gather } from '../../../src/usecases/delivery-nudge.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('calls at once, then once for all that came too soon, each key by itself, and never forgets the last', () => {
  const calls: string[] = [];
  const nudge = gather(40, (key) => void calls.push(key));
  for (let count = 0; count < 100; count++) nudge('jira');
  nudge('trello');
  expect(calls).toEqual(['jira', 'trello']);
  vi.advanceTimersByTime(40);
  expect(calls).toEqual(['jira', 'trello', 'jira']);
  vi.advanceTimersByTime(200);
  expect(calls).toEqual(['jira', 'trello', 'jira']);
  nudge('jira');
  expect(calls).toEqual(['jira', 'trello', 'jira', 'jira']);
});
