import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDelivery } from '../../../../connectors/asana/webhook.ts';

function deliver(body: unknown, headers: Record<string, string> = {}) {
  return readDelivery({ headers, body: Buffer.from(JSON.stringify(body)), callbackUrl: null });
}

function event(
  action: string,
  type: string,
  gid: string,
  parent: { gid: string; resource_type: string } | null = null,
) {
  return { action, resource: { gid, resource_type: type }, parent, user: null, created_at: '2026-11-01T00:00:00Z' };
}

const task = (externalId: string) => ({ kind: 'task', externalId });

describe('a delivery of Asana', () => {
  const cases: [string, unknown[], { changed?: unknown[]; deleted?: unknown[] }][] = [
    ['a changed task', [event('changed', 'task', '1')], { changed: [task('1')] }],
    ['each task once', [event('changed', 'task', '1'), event('changed', 'task', '1')], { changed: [task('1')] }],
    ['a deleted task', [event('deleted', 'task', '1')], { deleted: [task('1')] }],
    [
      'a deleted task although it was removed and changed as well',
      [event('changed', 'task', '1'), event('deleted', 'task', '1'), event('removed', 'task', '1')],
      { deleted: [task('1')] },
    ],
    [
      'a task that came back',
      [event('deleted', 'task', '1'), event('undeleted', 'task', '1')],
      { changed: [task('1')] },
    ],
    [
      'a task that only left a project as changed',
      [event('removed', 'task', '1', { gid: 'p', resource_type: 'project' })],
      { changed: [task('1')] },
    ],
    [
      'a new subtask with the task above it',
      [event('added', 'task', '3', { gid: '1', resource_type: 'task' })],
      { changed: [task('3'), task('1')] },
    ],
    [
      'the task that a comment hangs on',
      [event('added', 'story', '9', { gid: '1', resource_type: 'task' })],
      { changed: [task('1')] },
    ],
    [
      'the project whose section changed',
      [event('changed', 'section', '9', { gid: 'p', resource_type: 'project' })],
      { changed: [{ kind: 'scope', externalId: 'p' }] },
    ],
    ['a deleted project', [event('deleted', 'project', 'p')], { deleted: [{ kind: 'scope', externalId: 'p' }] }],
    ['a goal', [event('changed', 'goal', 'g')], { changed: [{ kind: 'goal', externalId: 'g' }] }],
  ];
  it.each(cases)('names %s', (_name, events, expected) => {
    expect(deliver({ events })).toEqual({ changed: [], deleted: [], ignored: [], ...expected });
  });

  it.each([
    ['a heartbeat', { events: [] }, {}, /heartbeat/],
    ['a handshake', {}, { 'x-hook-secret': 'x' }, /handshake/],
    ['what is no delivery', { hello: 1 }, {}, /no list of events/],
    ['a handshake with its body', { events: [] }, { 'x-hook-secret': 'x' }, /handshake/],
    ['a section of nobody knows where', { events: [event('changed', 'section', 's')] }, {}, /section/],
    ['a tag', { events: [event('changed', 'tag', 't')] }, {}, /tag/],
    ['what it does not know', { events: [event('changed', 'time_machine', 't')] }, {}, /do not read/],
    ['an event without a resource', { events: [{ action: 7 }] }, {}, /without an action/],
  ])('ignores %s and says why', (_name, body, headers, reason) => {
    const reading = deliver(body, headers as Record<string, string>);
    expect(reading).toMatchObject({ changed: [], deleted: [] });
    expect(reading.ignored).toEqual([{ reason: expect.stringMatching(reason) }]);
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (body) => {
        expect(readDelivery({ headers: {}, body, callbackUrl: null }).changed).toEqual([]);
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        for (const body of [
          one,
          { events: one },
          { events: [one, other] },
          { request: one },
          { request: { body: one } },
        ]) {
          const reading = deliver(body);
          const said = reading.changed.length + reading.deleted.length + reading.ignored.length;
          expect(said).toBeGreaterThan(0);
        }
      }),
    );
  });
});
