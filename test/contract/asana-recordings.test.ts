import { describe, expect, it } from 'vitest';
import { asana } from '../../connectors/asana/index.ts';
import type { DeliveryReading } from '../../connectors/connector.ts';
import { expectIgnored, expectRecords, kindOf, recordedFiles } from './recorded-files.ts';

const root = process.env.PLUMBLINE_FIXTURES;
if (!root) console.log('PLUMBLINE_FIXTURES is not set: what Asana really sent is not checked here.');

/** What must come out of each kind of answer: one record of a type for each it holds, or nothing for a reason. */
const ANSWERS: Readonly<Record<string, 'tasks' | 'scopes' | 'people' | 'ignored' | 'workspaces'>> = {
  'rest-attachments-page': 'ignored',
  'rest-events-412': 'ignored',
  'rest-project': 'scopes',
  'rest-projects-page': 'scopes',
  'rest-story': 'ignored',
  'rest-tag': 'ignored',
  'rest-tags-page': 'ignored',
  'rest-task': 'tasks',
  'rest-tasks-page': 'tasks',
  'rest-team': 'ignored',
  'rest-teams-page': 'ignored',
  'rest-users-page': 'people',
  'rest-workspace': 'ignored',
  'rest-workspaces-page': 'workspaces',
};

const DELIVERIES: Readonly<Record<string, 'changed' | 'ignored'>> = {
  'webhook-events': 'changed',
  'webhook-handshake': 'ignored',
  'webhook-heartbeat': 'ignored',
};

interface Recorded {
  readonly gid: string;
  readonly name: string;
  readonly completed?: boolean;
  readonly resource_type?: string;
}

describe.skipIf(!root)('Asana, as recorded', () => {
  const files = recordedFiles('asana', root);

  it('has recordings of every kind in the tables, and none of another', () => {
    expect(files.kinds).toEqual([...Object.keys(ANSWERS), ...Object.keys(DELIVERIES)].toSorted());
  });

  it.each(files.answers)('%s gives the records it holds', (file) => {
    const answer = files.load(file) as { data?: Recorded | Recorded[] };
    const held = [answer.data ?? []].flat();
    const ids = held.map(({ gid }) => gid);
    const reading = asana.readAnswer(answer);
    switch (ANSWERS[kindOf(file)]) {
      case 'tasks':
        expectRecords(reading, 'task', ids);
        return expectTasks(reading.records, held);
      case 'scopes':
        return expectRecords(reading, 'scope', ids);
      case 'people':
        return expectRecords(reading, 'person', ids);
      case 'workspaces':
        return expectWorkspaces(reading, held);
      case 'ignored':
        return expectIgnored(reading);
      default:
        expect.fail(`${file} is of no kind in the table`);
    }
  });

  it.each(files.deliveries)('%s says what changed', (file) => {
    const reading = asana.readDelivery({ headers: {}, body: files.bytes(file), callbackUrl: null });
    switch (DELIVERIES[kindOf(file)]) {
      case 'changed':
        return expectChanged(reading, files.load(file));
      case 'ignored':
        expect(reading).toMatchObject({ changed: [], deleted: [] });
        return expect(reading.ignored).toHaveLength(1);
      default:
        expect.fail(`${file} is of no kind in the table`);
    }
  });
});

function expectTasks(records: ReturnType<typeof asana.readAnswer>['records'], held: readonly Recorded[]): void {
  for (const [at, record] of records.entries()) {
    const { name, completed } = held[at] as Recorded;
    const status = completed === undefined ? 'Not shown' : completed ? 'Completed' : 'Incomplete';
    expect(record).toMatchObject({ title: name, key: null, status: { name: status } });
  }
}

/** A list of nothing but names cannot be told from one of projects, and the reading says so. */
function expectWorkspaces(reading: ReturnType<typeof asana.readAnswer>, held: readonly Recorded[]): void {
  if (held.every((one) => one.resource_type !== undefined)) {
    expectIgnored(reading);
    return;
  }
  expect(held.flatMap(Object.keys).every((field) => ['gid', 'name'].includes(field))).toBe(true);
  expectRecords(
    reading,
    'scope',
    held.map(({ gid }) => gid),
  );
  expect(reading.ignored[0]?.reason).toMatch(/cannot be told apart/);
}

function expectChanged(reading: DeliveryReading, body: unknown): void {
  const { events } = body as { events: { resource: { gid: string; resource_type: string } }[] };
  const tasks = events.filter(({ resource }) => resource.resource_type === 'task').map(({ resource }) => resource.gid);
  expect(tasks.length).toBeGreaterThan(0);
  expect(reading.changed).toEqual([...new Set(tasks)].map((externalId) => ({ kind: 'task', externalId })));
  expect(reading).toMatchObject({ deleted: [], ignored: [] });
}
