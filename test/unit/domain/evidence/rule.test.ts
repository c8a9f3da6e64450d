import { describe, expect, it } from 'vitest';
import { LIKELIHOODS } from '../../../../src/domain/evidence/likelihoods.ts';
import { evidenceOfRule, findRule, triedRules } from '../../../../src/domain/evidence/rule.ts';
import type { Rule } from '../../../../src/domain/goal.ts';
import type { Task } from '../../../../src/domain/task.ts';
import { makeRule, makeTask } from '../make.ts';

const inOps = { scopeId: 's', scopeKey: 'OPS', scopeName: 'Platform operations', groupName: null };

type Row = [Rule['when'], Partial<Task>, string | null];

describe('findRule', () => {
  it.each<Row>([
    [{ tool: 'Jira' }, {}, 'tool jira'],
    [{ tool: 'trello' }, {}, null],
    [{ scope: 'ops' }, { places: [inOps] }, 'scope OPS'],
    [{ scope: 'operations' }, { places: [inOps] }, 'scope Platform operations'],
    [{ scope: 'ops' }, { places: [{ ...inOps, scopeKey: 'DEVOPS', scopeName: 'Dev' }] }, null],
    [{ scope: 'ops' }, {}, null],
    [{ label: 'On-Call' }, { labels: ['x', 'on-call'] }, 'label on-call'],
    [{ label: 'call' }, { labels: ['on-call'] }, null],
    [{ type: 'bug' }, { kind: 'Bug' }, 'type Bug'],
    [{ type: 'bug' }, { kind: 'Bugfix' }, null],
    [{ team: 'platform' }, { team: 'Platform' }, 'team Platform'],
    [{ team: 'platform' }, { team: null }, null],
    [
      { field: 'Customer=acme' },
      { fields: [{ externalId: '1', name: 'Customer', value: 'Acme, Beta', number: null }] },
      'field Customer=Acme, Beta',
    ],
    [{ field: 'Customer=ac' }, { fields: [{ externalId: '1', name: 'Customer', value: 'Acme', number: null }] }, null],
    [
      { field: 'customer' },
      { fields: [{ externalId: '1', name: 'Customer', value: 'Acme', number: null }] },
      'field Customer=Acme',
    ],
    [{ field: 'customer' }, { fields: [{ externalId: '1', name: 'Customer', value: ' ', number: null }] }, null],
    [{ text: 'certificate' }, { title: 'Renew TLS Certificates' }, '“certificate” in the title'],
    [{ text: 'certificate' }, { text: 'the certificate expires' }, '“certificate” in the description'],
    [{ text: 'cert' }, { title: 'Plan the concert' }, null],
    [{ tool: 'jira', type: 'bug' }, { kind: 'Bug' }, 'tool jira, type Bug'],
    [{ tool: 'jira', type: 'bug' }, { kind: 'Story' }, null],
    [{}, {}, null],
    [{ label: ' ' }, { labels: [''] }, null],
  ])('%j on %j finds %j', (when, with_, expected) => {
    const match = findRule(makeTask(with_), [makeRule(3, when, 'kr1.1')]);
    expect(match?.hops.map((hop) => hop.value) ?? null).toEqual(expected === null ? null : [expected]);
  });

  it('takes the first by position, whatever the order given', () => {
    const rules = [
      makeRule(2, { tool: 'jira' }, 'ktlo'),
      makeRule(1, { tool: 'jira' }, 'kr1.1'),
      makeRule(0, { tool: 'asana' }, 'kr2.1'),
    ];
    expect(findRule(makeTask(), rules)?.rule.position).toBe(1);
  });
});

describe('evidenceOfRule', () => {
  it('is evidence for a goal, none for KTLO', () => {
    const match = (says: string) => findRule(makeTask(), [makeRule(1, { tool: 'jira' }, says)]);
    const goal = match('kr1.1');
    const ktlo = match('ktlo');
    expect(goal && evidenceOfRule(goal)).toMatchObject({
      kind: 'rule',
      goalId: 'kr1.1',
      likelihood: LIKELIHOODS.rule,
      hops: [{ place: 'rule 1' }],
    });
    expect(ktlo && evidenceOfRule(ktlo)).toBe(null);
  });
});

describe('triedRules', () => {
  it.each([
    [0, 'no rules are set'],
    [1, '1 rule: none fits'],
    [3, '3 rules: none fits'],
  ])('says how many of %i were tried', (count, what) => {
    const rules = Array.from({ length: count }, (_, at) => makeRule(at, {}, 'ktlo'));
    expect(triedRules(rules).what).toBe(what);
  });
});
