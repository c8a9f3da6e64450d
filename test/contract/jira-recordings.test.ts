import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeliveryReading, Reading } from '../../connectors/connector.ts';
import { jira } from '../../connectors/jira/index.ts';

const root = process.env.PLUMBLINE_FIXTURES;
if (!root) console.log('PLUMBLINE_FIXTURES is not set: what Jira really sent is not checked here.');

interface Answer {
  readonly id?: unknown;
  readonly key?: unknown;
  readonly fields?: { readonly summary?: unknown; readonly status?: { readonly name?: unknown } };
}

/** What must come out of each kind of answer: so many records of one type, or nothing for a reason. */
const ANSWERS: Readonly<Record<string, 'tasks' | 'scopes' | 'people' | 'ignored'>> = {
  'rest-boards': 'ignored',
  'rest-changelog': 'ignored',
  'rest-changelog-values': 'ignored',
  'rest-comment-adf': 'ignored',
  'rest-editmeta': 'ignored',
  'rest-fields': 'ignored',
  'rest-issue-agile-v2': 'tasks',
  'rest-issue-changelog': 'tasks',
  'rest-issue-created': 'ignored',
  'rest-issue-custom-fields': 'tasks',
  'rest-issuetypes': 'ignored',
  'rest-project': 'scopes',
  'rest-projects': 'scopes',
  'rest-search-jql': 'tasks',
  'rest-search-jql-paged': 'tasks',
  'rest-sprint-issues': 'tasks',
  'rest-sprints': 'ignored',
  'rest-statuses': 'ignored',
  'rest-transitions': 'ignored',
  'rest-watchers': 'people',
};

const DELIVERIES: Readonly<Record<string, 'changed' | 'deleted' | 'changed or ignored'>> = {
  'webhook-anomalous': 'changed',
  'webhook-comment-created': 'changed',
  'webhook-comment-deleted': 'changed or ignored',
  'webhook-comment-updated': 'changed',
  'webhook-issue-created': 'changed',
  'webhook-issue-deleted': 'deleted',
  'webhook-issue-updated': 'changed',
};

describe.skipIf(!root)('Jira, as recorded', () => {
  const folder = join(root ?? '', 'fixtures/jira');
  const files = root ? readdirSync(folder).filter((name) => /^(rest|webhook)-.*\.json$/.test(name)) : [];
  const kindOf = (file: string) => file.replace(/-\d+\.json$/, '');
  const load = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));

  it('has recordings of every kind in the tables, and none of another', () => {
    const kinds = new Set(files.map(kindOf));
    expect([...kinds].toSorted()).toEqual([...Object.keys(ANSWERS), ...Object.keys(DELIVERIES)].toSorted());
  });

  it.each(files.filter((file) => file.startsWith('rest-')))('%s gives the records it holds', (file) => {
    const answer = load(file);
    const reading = jira.readAnswer(answer);
    switch (ANSWERS[kindOf(file)]) {
      case 'tasks':
        return expectTasks(reading, issuesIn(answer));
      case 'scopes':
        return expectOnly(reading, 'scope', listIn(answer, 'values'));
      case 'people':
        return expectOnly(reading, 'person', listIn(answer, 'watchers'));
      case 'ignored':
        expect(reading.records).toEqual([]);
        expect(reading.ignored).toHaveLength(1);
        expect(reading.ignored[0]?.reason).toMatch(/\w/);
        return expect(reading.kind).not.toBe('unknown');
      default:
        expect.fail(`${file} is of no kind in the table`);
    }
  });

  it.each(files.filter((file) => file.startsWith('webhook-')))('%s names what changed or vanished', (file) => {
    const reading = jira.readDelivery({ headers: {}, body: readFileSync(join(folder, file)), callbackUrl: null });
    const { issue } = load(file) as { issue?: { id: unknown } };
    const task = issue ? [{ kind: 'task', externalId: String(issue.id) }] : [];
    expect(reading).toEqual(expectedDelivery(DELIVERIES[kindOf(file)], task, reading));
  });
});

function expectedDelivery(
  says: 'changed' | 'deleted' | 'changed or ignored' | undefined,
  task: readonly { kind: string; externalId: string }[],
  reading: DeliveryReading,
): unknown {
  if (says === undefined) expect.fail('a delivery of no kind in the table');
  if (task.length === 0) {
    expect(says).toBe('changed or ignored');
    expect(reading.ignored[0]?.reason).toMatch(/\w/);
    return { changed: [], deleted: [], ignored: [{ reason: expect.any(String) }] };
  }
  const isGone = says === 'deleted';
  return { changed: isGone ? [] : task, deleted: isGone ? task : [], ignored: [] };
}

function expectTasks(reading: Reading, issues: readonly Answer[]): void {
  expect(issues.length).toBeGreaterThan(0);
  const tasks = reading.records.filter((record) => record.type === 'task');
  expect(tasks.map(({ externalId, key, title, status }) => [externalId, key, title, status.name])).toEqual(
    issues.map(({ id, key, fields }) => [String(id), key, fields?.summary ?? key, fields?.status?.name]),
  );
  for (const task of tasks) expect(task.title).not.toBe('');
  expect(reading.records.every(({ type }) => type === 'task' || type === 'person')).toBe(true);
  expect(reading.ignored).toEqual([]);
}

function expectOnly(reading: Reading, type: string, held: readonly unknown[]): void {
  expect(held.length).toBeGreaterThan(0);
  expect(reading.records.map((record) => record.type)).toEqual(held.map(() => type));
  expect(reading.ignored).toEqual([]);
}

function issuesIn(answer: unknown): readonly Answer[] {
  const { issue, issues } = answer as { issue?: Answer; issues?: Answer[] };
  return issues ?? [issue ?? (answer as Answer)];
}

function listIn(answer: unknown, name: string): readonly unknown[] {
  const list = (answer as Record<string, unknown>)[name];
  return Array.isArray(list) ? list : [answer];
}

describe('Jira, as anybody could send it', () => {
  it('never throws, whatever an answer or a delivery holds', () => {
    const names = [
      'id',
      'key',
      'fields',
      'issues',
      'issue',
      'values',
      'summary',
      'status',
      'webhookEvent',
      'self',
      'items',
      'watchers',
    ];
    const key = fc.oneof(fc.constantFrom(...names), fc.string());
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constant(null),
        fc.string(),
        fc.integer(),
        fc.array(tie('value')),
        fc.dictionary(key, tie('value')),
      ),
    }));
    fc.assert(
      fc.property(value, (answer) => {
        const reading = jira.readAnswer(answer);
        expect(reading.records.length + reading.ignored.length).toBeGreaterThanOrEqual(0);
        const body = Buffer.from(JSON.stringify(answer));
        const delivery = jira.readDelivery({ headers: {}, body, callbackUrl: null });
        expect(delivery.changed.length + delivery.deleted.length + delivery.ignored.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
    expect(jira.readDelivery({ headers: {}, body: Buffer.from('{"cut'), callbackUrl: null }).ignored).toHaveLength(1);
  });
});
