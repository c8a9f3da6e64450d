import { describe, expect, it } from 'vitest';
import { fixedWindow, tokenBucket, withoutSecrets } from '../../../src/demo/server.ts';
import { changesUntil, stateAt, updatedAt } from '../../../src/demo/state.ts';
import type { SimTask } from '../../../src/demo/world.ts';

describe('a token bucket', () => {
  it('lets its capacity through at once and fills again by the second', () => {
    const bucket = tokenBucket(3, 2);
    expect([1, 2, 3, 4].map(() => bucket.take(1_000))).toEqual([true, true, true, false]);
    expect(bucket.retryAfterMs(1_000)).toBe(500);
    expect(bucket.take(1_499)).toBe(false);
    expect(bucket.take(1_500)).toBe(true);
    expect(bucket.remaining(60_000)).toBe(3);
  });
});

describe('a fixed window', () => {
  it('opens with its first request and closes after its time', () => {
    const window = fixedWindow(2, 10_000);
    expect([0, 4_000, 9_999].map((at) => window.take(at))).toEqual([true, true, false]);
    expect(window.retryAfterMs(9_999)).toBe(1);
    expect(window.take(10_000)).toBe(true);
    expect(window.remaining(10_000)).toBe(1);
  });
});

describe('the journal’s paths', () => {
  it.each([
    ['/1/boards?key=K&token=T&fields=id', '/1/boards?fields=id'],
    ['/1/boards?key=K&token=T', '/1/boards'],
    ['/1/boards', '/1/boards'],
    ['/1/tokens/T/webhooks', '/1/tokens/TOKEN/webhooks'],
    ['/1/tokens/T/webhooks?key=K&fields=id', '/1/tokens/TOKEN/webhooks?fields=id'],
  ])('leave credentials out of %s', (url, expected) => {
    expect(withoutSecrets(url, ['key', 'token'])).toBe(expected);
  });
});

describe('the state of a task', () => {
  const initial = {
    title: 'A',
    text: '',
    status: 'todo',
    labels: ['x'],
    fields: {},
    estimate: null,
    assigneeId: null,
    dueOn: null,
    attachments: [],
    archived: false,
    completed: false,
  };
  const task: SimTask = {
    id: 'jira-1',
    tool: 'jira',
    vendorId: '1',
    key: 'A-1',
    scopeId: 's',
    alsoIn: [],
    kind: 'task',
    parentId: null,
    mirrorOf: null,
    authorId: null,
    createdAt: 100,
    initial,
    events: [
      { at: 200, by: null, set: { status: 'doing', labels: [] } },
      { at: 300, by: 'p', set: { title: 'B' } },
    ],
  };

  it('is nothing before it was made, and what the events up to then made of it', () => {
    expect(stateAt(task, 99)).toBeNull();
    expect(stateAt(task, 100)).toEqual(initial);
    expect(stateAt(task, 200)).toEqual({ ...initial, status: 'doing', labels: [] });
    expect(stateAt(task, 999)).toEqual({ ...initial, status: 'doing', labels: [], title: 'B' });
    expect(stateAt(task, 250)).toEqual({ ...initial, status: 'doing', labels: [] });
    expect([100, 200, 299, 300].map((at) => updatedAt(task, at))).toEqual([100, 200, 200, 300]);
  });

  it('is told change by change, each with what it replaced', () => {
    const changes = changesUntil(task, 299);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatchObject({
      at: 200,
      before: { status: 'todo' },
      after: { status: 'doing' },
      set: { labels: [] },
    });
  });
});
