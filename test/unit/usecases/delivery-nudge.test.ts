import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { gather } from '../../../src/usecases/delivery-nudge.ts';

it('calls at once, then once for all that came too soon, each key by itself, and never forgets the last', async () => {
  const calls: string[] = [];
  const nudge = gather(40, (key) => void calls.push(key));
  for (let count = 0; count < 100; count++) nudge('jira');
  nudge('trello');
  expect(calls).toEqual(['jira', 'trello']);
  await delay(200);
  expect(calls).toEqual(['jira', 'trello', 'jira']);
  nudge('jira');
  expect(calls).toEqual(['jira', 'trello', 'jira', 'jira']);
});
