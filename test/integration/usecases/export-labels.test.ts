import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Viewer } from '../../../src/domain/person.ts';
import { decideLinkWords } from '../../../src/usecases/decide-links.ts';
import { evaluateSet } from '../../../src/usecases/evaluate-set.ts';
import { exportLabels } from '../../../src/usecases/export-labels.ts';
import { readLabelledSet } from '../../../src/usecases/read-labelled-set.ts';
import { addGoal, addRule, addScope, addTeam, openStage, record, type Stage } from './stage.ts';

const OWNER: Viewer = { personId: null, role: 'owner', teamIds: [] };
const MANAGER: Viewer = { personId: 'noor', role: 'manager', teamIds: ['ward'] };

let stage: Stage;
const deps = () => ({ db: stage.db, now: () => stage.clock, notify: async () => {}, onStale: async () => {} });

beforeAll(async () => {
  stage = await openStage();
  await addGoal(stage, 'O1', { title: 'Beds free by noon' });
  await addGoal(stage, 'KR1.1', { title: 'Letters out by ten', parentId: 'o1' });
  await addGoal(stage, 'O2', { title: 'No lost samples' });
  await addGoal(stage, 'O3', { title: 'Old aim', closedOn: '2026-01-01' });
  await addGoal(stage, 'O4', { title: 'Older aim nobody is tied to', closedOn: '2026-01-01' });
  await addRule(stage, { label: 'patching' }, 'ktlo');
  await addTeam(stage, 'ward');
  await addScope(stage, 'ONB');
  await addScope(stage, 'WARD', { teamId: 'ward' });
  await stage.db
    .insertInto('people')
    .values({ id: 'noor', email: 'noor@example.org', name: 'Noor Haddad', role: 'manager', team_id: 'ward' } as never)
    .execute();
  await stage.ingest(
    [
      record('stated', {
        labels: ['O1'],
        title: 'O1: Discharge by ten',
        text: 'Asked by Noor Haddad (noor@example.org).',
      }),
      record('child', { parentExternalId: 'stated', title: 'Letters the evening before' }),
      record('closed', { labels: ['O3'] }),
      record('patched', { labels: ['patching'] }),
      record('accepted', { title: 'Count the trays' }),
      record('refused', { title: 'Polish the handrail' }),
      record('kept', { labels: ['O2'], title: 'Renew the certificate' }),
      record('put-off', { title: 'Paint the hall' }),
      record('unknown', { title: 'Zebra crossing' }),
      record('deleted', { labels: ['O1'] }),
    ],
    { scope: 'ONB' },
  );
  await stage.ingest(
    [
      record('ward', {
        labels: ['O2'],
        placements: [{ scopeExternalId: 'WARD', groupExternalId: null, groupName: null }],
      }),
    ],
    {
      scope: 'WARD',
    },
  );
  await stage.derive();
  const ada = { id: null as never, name: 'Ada Lovelace' };
  stage.clock += 60_000;
  await decideLinkWords(deps(), OWNER, ada, { says: 'accepted', items: [{ taskId: 'jira.accepted', goalKey: 'O2' }] });
  await decideLinkWords(deps(), OWNER, ada, { says: 'rejected', items: [{ taskId: 'jira.refused', goalKey: 'O1' }] });
  for (const [task, says] of [
    ['kept', 'ktlo'],
    ['put-off', 'not-now'],
  ] as const) {
    await stage.db
      .insertInto('task_decisions')
      .values({
        task_id: `jira.${task}`,
        says,
        because: 'Ada Lovelace said so',
        by_person_id: null,
        by_name: 'Ada Lovelace',
        from_on: '2026-01-01',
        until_on: null,
        at: new Date(stage.clock),
      })
      .execute();
  }
  await stage.db
    .updateTable('tasks')
    .set({ gone_at: new Date(), gone_how: 'deleted' })
    .where('id', '=', 'jira.deleted')
    .execute();
  await stage.derive();
});
afterAll(() => stage?.drop());

describe('the labels of an organisation', () => {
  it('are what people and structure say, none included, and nothing that only reads alike', async () => {
    const { tasks, links, rejected } = await exportLabels(deps(), OWNER);
    const served = Object.fromEntries(
      tasks.map(({ id }) => [id.slice(5), links.filter(([task]) => task === id).map(([, goal]) => goal)]),
    );
    expect(served).toEqual({
      stated: ['O1'],
      child: ['O1'],
      closed: ['O3'],
      patched: [],
      accepted: ['O2'],
      refused: [],
      kept: [],
      'put-off': [],
      ward: ['O2'],
    });
    expect(rejected).toEqual([['jira.refused', 'O1']]);
  });

  it('are to goals that are open or that a task is tied to, a key result with the words of its objective', async () => {
    const { goals } = await exportLabels(deps(), OWNER);
    expect(goals.map(({ id, text }) => [id, text])).toEqual([
      ['KR1.1', 'Letters out by ten\nBeds free by noon'],
      ['O1', 'Beds free by noon'],
      ['O2', 'No lost samples'],
      ['O3', 'Old aim'],
    ]);
  });

  it('hold texts, with no names of people and no keys of goals', async () => {
    const set = await exportLabels(deps(), OWNER);
    expect(set.tasks.find(({ id }) => id === 'jira.stated')?.text).toBe(
      ': Discharge by ten\nAsked by somebody (somebody).',
    );
    expect(JSON.stringify(set)).not.toMatch(/Noor|Haddad|Ada|Lovelace|@example/);
  });

  it('are those a person may see', async () => {
    const { tasks } = await exportLabels(deps(), MANAGER);
    expect(tasks.map(({ id }) => id)).toEqual(['jira.ward']);
    await expect(exportLabels(deps(), { ...MANAGER, teamIds: ['lab'] })).rejects.toThrow(/Nothing is decided yet/);
  });

  it('have the same seed each time, also where less is seen', async () => {
    const all = await exportLabels(deps(), OWNER);
    const some = await exportLabels(deps(), MANAGER);
    expect(await exportLabels(deps(), OWNER)).toEqual(all);
    expect(some.seed).toEqual(all.seed.filter((id) => id === 'jira.ward'));
  });

  it('can be read back and evaluated', async () => {
    const set = await exportLabels(deps(), OWNER);
    const read = readLabelledSet(JSON.stringify(set), 'labels.json');
    expect(read).toEqual(set);
    const { predictions, figures } = await evaluateSet(read, false);
    expect(predictions.map(({ task }) => task)).toEqual(set.tasks.map(({ id }) => id));
    expect(figures).toMatchObject({ tasks: 9, links: 5, noneTasks: 4 });
  });
});
