/** That the checker sees what it is there to see: a true exchange, then the same one with one thing wrong. Needs PLUMBLINE_FIXTURES. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { SimTool } from '../../../src/demo/world.ts';
import { makeChecker, type Verdict } from './checker.ts';
import { loadDocument } from './document.ts';
import { type Exception, settle } from './finding.ts';
import type { Exchange } from './proxy.ts';
import { loadRecordings } from './recordings.ts';

const folder = process.env.PLUMBLINE_FIXTURES ?? '';

function exchange(path: string, answer: unknown, changed: Partial<Exchange> = {}): Exchange {
  const url = new URL(path, 'http://tool');
  return {
    method: 'GET',
    path: url.pathname,
    query: url.searchParams,
    requestBody: null,
    status: 200,
    headers: {},
    contentType: 'application/json',
    answer,
    ...changed,
  };
}

function whats(verdict: Verdict): string[] {
  return verdict.findings.map(({ what }) => what);
}

describe.skipIf(!folder)('the checker', () => {
  const checkers = new Map<SimTool, ReturnType<typeof makeChecker>>();
  beforeAll(() => {
    for (const tool of ['jira', 'asana', 'trello'] as const) {
      const document = loadDocument(tool, folder);
      checkers.set(tool, makeChecker(document, loadRecordings(document, folder)));
    }
  });
  const check = (tool: SimTool, ...exchanges: Exchange[]) =>
    (checkers.get(tool) as ReturnType<typeof makeChecker>)(exchanges);
  const task = { gid: '1', resource_type: 'task', name: 'Ship it' };
  const list = '/api/1.0/tasks?project=1&limit=100&opt_fields=name,completed';

  it('passes what the document describes, and counts it', () => {
    const verdict = check('asana', exchange(list, { data: [task], next_page: null }));
    expect(whats(verdict)).toEqual([]);
    expect([...verdict.bySchema]).toEqual(['GET /tasks']);
  });

  it('counts nothing where nothing was exchanged', () => {
    const { bySchema, byRecording } = check('asana');
    expect(bySchema.size + byRecording.size).toBe(0);
  });

  const wrong: readonly [string, SimTool, Exchange, string][] = [
    ['an operation nobody has', 'asana', exchange('/api/1.0/chores', {}), 'the document has no such operation'],
    [
      'a parameter nobody declared',
      'asana',
      exchange('/api/1.0/tasks?project=1&since=now', { data: [] }),
      'query parameter since is not declared',
    ],
    [
      'a parameter out of bounds',
      'asana',
      exchange('/api/1.0/tasks?limit=500', { data: [] }),
      'query parameter limit 500: / must be <= 100',
    ],
    [
      'a parameter of another type',
      'asana',
      exchange('/api/1.0/projects?archived=maybe', { data: [] }),
      'query parameter archived "maybe": / must be boolean',
    ],
    [
      'a parameter that is missing',
      'asana',
      exchange('/api/1.0/goal_relationships', { data: [] }),
      'query parameter supported_goal is missing',
    ],
    [
      'a field of opt_fields that there is not',
      'asana',
      exchange('/api/1.0/tasks?opt_fields=name,colour', { data: [] }),
      'query parameter opt_fields ["name","colour"]: /* must be equal to one of the allowed values',
    ],
    [
      'a value of another type',
      'asana',
      exchange(list, { data: [{ ...task, completed: 'yes' }] }),
      'answer 200 /data/*/completed must be boolean',
    ],
    [
      'an invented field',
      'asana',
      exchange(list, { data: [{ ...task, urgency: 1 }] }),
      'answer 200 /data/*/urgency is not declared',
    ],
    ['a status nobody listed', 'asana', exchange(list, {}, { status: 418 }), 'answer 418 is not listed'],
    [
      'a body with a field nobody declared',
      'jira',
      exchange(
        '/rest/api/3/search/jql',
        { issues: [], isLast: true },
        { method: 'POST', requestBody: { jql: 'project = A', startAt: 50 } },
      ),
      'body / must NOT have additional properties (startAt)',
    ],
    [
      'a field of an issue of another type',
      'jira',
      exchange('/rest/api/3/search/jql', { issues: [{ id: '1', fields: { labels: 'a,b' } }] }),
      'answer 200 /*/labels is string, recorded as array',
    ],
    [
      'a card’s field that was never recorded',
      'trello',
      exchange('/1/boards/5e93ba98614ac22d22f085c4/cards', [{ id: 'a', urgency: 1 }]),
      'answer 200 /*/urgency was never recorded',
    ],
    [
      'a card’s field of another type',
      'trello',
      exchange('/1/boards/5e93ba98614ac22d22f085c4/cards', [{ id: 'a', closed: 'no' }]),
      'answer 200 /*/closed is string, recorded as boolean',
    ],
    [
      'a board’s field that stands nowhere',
      'trello',
      exchange('/1/boards/5e93ba98614ac22d22f085c4', { id: '5e93ba98614ac22d22f085c4', urgency: 1 }),
      'answer 200 /urgency is neither declared nor recorded',
    ],
  ];
  it.each(wrong)('sees %s', (_name, tool, asked, what) => {
    expect(whats(check(tool, asked))).toContain(what);
  });

  it('takes null where a vendor means it: beside a reference, and in one part of an allOf', () => {
    const whole = { ...task, assignee: null, parent: null, completed_at: null, due_on: null };
    expect(whats(check('asana', exchange('/api/1.0/tasks/1', { data: whole })))).toEqual([]);
    expect(whats(check('asana', exchange('/api/1.0/tasks/1', { data: { ...whole, modified_at: null } })))).toHaveLength(
      1,
    );
  });
});

describe('exceptions', () => {
  const exception = (what: string): Exception => ({ tool: 'trello', operation: 'GET /a', what, why: '', source: '' });
  const finding = { tool: 'trello', operation: 'GET /a', what: 'query parameter fields "a,b": wrong' } as const;

  it('cover what they name and nothing else', () => {
    expect(settle([finding], [exception('query parameter fields *')])).toEqual({ unexcused: [], unused: [] });
    expect(settle([finding], [exception('query parameter limit *')]).unexcused).toEqual([finding]);
    expect(
      settle([{ ...finding, operation: 'GET /b' }], [exception('query parameter fields *')]).unexcused,
    ).toHaveLength(1);
  });

  it('are told when nothing needs them', () => {
    const idle = exception('answer 418 is not listed');
    expect(settle([finding], [exception('query*'), idle]).unused).toEqual([idle]);
  });
});
