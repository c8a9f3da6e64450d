import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Person } from '../../../src/domain/person.ts';
import { insertPerson, viewerOf } from '../../../src/store/people.ts';
import type { ScopeChange } from '../../../src/store/scopes.ts';
import { patchScope } from '../../../src/usecases/change-connection.ts';
import { listTasksView } from '../../../src/usecases/list-tasks.ts';
import { emptyTables } from './empty-tables.ts';
import { addScope, openStage, record, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());

const owner: Person = {
  id: 'ada',
  email: 'ada@x.example',
  name: 'Ada',
  managerId: null,
  teamId: null,
  role: 'owner',
  leftAt: null,
};
const second: Person = { ...owner, id: 'bea', email: 'bea@x.example', name: 'Bea' };

beforeEach(async () => {
  await emptyTables(stage);
  await addScope(stage, 'ONB');
  for (const person of [owner, second]) await insertPerson(stage.db, person);
  await stage.ingest([record('1')]);
  await stage.derive();
});

const patch = (change: ScopeChange, by = owner) =>
  patchScope(
    { db: stage.db, now: () => stage.clock, onStale: async () => {}, onSyncRequested: async () => {} },
    'jira.ONB',
    change,
    by,
  );

async function seenBy(person: Person) {
  const deps = { db: stage.db, now: () => stage.clock };
  const { total, hidden } = await listTasksView(deps, await viewerOf(stage.db, person), { sort: 'title', limit: 10 });
  return { total, hidden };
}

describe('a private scope', () => {
  it('is seen by whoever closed it, and counted for everybody else', async () => {
    await patch({ isPrivate: true });
    expect(await seenBy(owner)).toEqual({ total: 1, hidden: 0 });
    expect(await seenBy(second)).toEqual({ total: 0, hidden: 1 });
  });

  it('is seen by those named for it and nobody else, whoever closed it', async () => {
    await patch({ isPrivate: true, personIds: ['bea'] });
    expect(await seenBy(owner)).toEqual({ total: 0, hidden: 1 });
    expect(await seenBy(second)).toEqual({ total: 1, hidden: 0 });
    await patch({ isPrivate: true }, owner);
    expect(await seenBy(owner)).toEqual({ total: 0, hidden: 1 });
  });

  it('refuses a person nobody knows, and changes nothing', async () => {
    await expect(patch({ isPrivate: true, personIds: ['nobody'] })).rejects.toMatchObject({ code: 'no-such-person' });
    expect(await seenBy(second)).toEqual({ total: 1, hidden: 0 });
  });
});

describe('another choice of scopes', () => {
  it('makes the webhooks of the connection due at once; another change of a scope does not', async () => {
    const later = new Date(stage.clock + 600_000);
    await stage.db.insertInto('schedules').values({ name: 'webhooks jira', due_at: later }).execute();
    const dueAt = async () => (await stage.db.selectFrom('schedules').select('due_at').executeTakeFirst())?.due_at;
    await patch({ teamId: null });
    expect(await dueAt()).toEqual(later);
    await patch({ isSelected: false });
    expect(await dueAt()).toEqual(new Date(stage.clock));
  });
});
