import { describe, expect, it } from 'vitest';
import { fetchTasks } from '../../../../connectors/asana/fetch-tasks.ts';
import { fakeClient, rawTask } from './fake-client.ts';

const { signal } = new AbortController();

describe('fetchTasks', () => {
  it('places a subtask as a pull does: in the projects of the nearest task above that is in any', async () => {
    const client = fakeClient({
      'task 3': [[{ ...rawTask('3', 0, []), parent: { gid: '2' } }]],
      'task 2': [[{ ...rawTask('2', 1, []), parent: { gid: '1' } }]],
      'task 1': [[rawTask('1', 1, ['p1', 'p2'])]],
    });
    const { page } = await fetchTasks(client, ['3'], signal);
    expect(page.records).toMatchObject([
      { externalId: '3', placements: [{ scopeExternalId: 'p1' }, { scopeExternalId: 'p2' }] },
    ]);
  });

  it('asks for each task once, also where it stands above several', async () => {
    const child = (gid: string) => [[{ ...rawTask(gid, 0, []), parent: { gid: '1' } }]];
    const client = fakeClient({ 'task 1': [[rawTask('1', 2)]], 'task 2': child('2'), 'task 3': child('3') });
    const { page } = await fetchTasks(client, ['2', '3', '1', '2'], signal);
    expect(page.records.map((record) => record.externalId)).toEqual(['2', '3', '1']);
    expect(client.asked.toSorted()).toEqual(['task 1', 'task 2', 'task 3']);
  });

  it('names what is gone or hidden, and sets aside what it cannot read', async () => {
    const client = fakeClient({ 'task 1': [[rawTask('1')]], 'task 2': [[{ ...rawTask('2'), name: 7 }]] });
    const { page, missing } = await fetchTasks(client, ['1', '2', '3'], signal);
    expect(missing).toEqual(['3']);
    expect(page.records.map((record) => record.externalId)).toEqual(['1']);
    expect(page.setAside.map((one) => one.externalId)).toEqual(['2']);
  });

  it('ends although tasks stand above one another in a ring', async () => {
    const client = fakeClient({
      'task 1': [[{ ...rawTask('1', 1, []), parent: { gid: '2' } }]],
      'task 2': [[{ ...rawTask('2', 1, []), parent: { gid: '1' } }]],
    });
    const { page } = await fetchTasks(client, ['1'], signal);
    expect(page.records).toMatchObject([{ externalId: '1', placements: [] }]);
  });

  it('passes on a refused token', async () => {
    await expect(fetchTasks(fakeClient({ 'task 1': 'unauthorised' }), ['1'], signal)).rejects.toMatchObject({
      kind: 'unauthorised',
    });
  });
});
