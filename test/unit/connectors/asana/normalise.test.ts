import { describe, expect, it } from 'vitest';
import {
  normaliseGoal,
  normaliseProject,
  normaliseTask,
  normaliseUser,
} from '../../../../connectors/asana/normalise.ts';
import { type AsanaCustomField, type AsanaTask, taskSchema } from '../../../../connectors/asana/schema.ts';

const home = { project: { gid: 'p1', name: 'Launch' }, section: { gid: 's1', name: 'Doing' } };
const second = { project: { gid: 'p2', name: 'Portfolio' }, section: { gid: 's2', name: 'Q4' } };

function task(more: Partial<AsanaTask> = {}): AsanaTask {
  return { gid: '1', name: 'Write the guide', completed: false, memberships: [home], ...more };
}

describe('status of an Asana task', () => {
  const cases: [string, Partial<AsanaTask>, { externalId: string | null; name: string; category: string | null }][] = [
    ['the section of its home project while it is open', {}, { externalId: 's1', name: 'Doing', category: null }],
    [
      'the first of several sections',
      { memberships: [second, home] },
      { externalId: 's2', name: 'Q4', category: null },
    ],
    [
      'completed, whatever section it was left in',
      { completed: true },
      { externalId: 'completed', name: 'Completed', category: 'done' },
    ],
    [
      'incomplete, where it stands in no section',
      { memberships: [] },
      { externalId: 'incomplete', name: 'Incomplete', category: null },
    ],
    [
      'not shown, where the answer does not say',
      { completed: undefined, memberships: undefined },
      { externalId: null, name: 'Not shown', category: null },
    ],
  ];
  it.each(cases)('is %s', (_name, more, status) => {
    expect(normaliseTask(task(more)).status).toEqual(status);
  });
});

describe('places of an Asana task', () => {
  it('lists every project it is in, home first, with its section', () => {
    expect(normaliseTask(task({ memberships: [home, second] })).placements).toEqual([
      { scopeExternalId: 'p1', groupExternalId: 's1', groupName: 'Doing' },
      { scopeExternalId: 'p2', groupExternalId: 's2', groupName: 'Q4' },
    ]);
  });

  it('reads `projects` where memberships were not shown in full', () => {
    const read = taskSchema.parse({
      gid: '1',
      name: 'x',
      memberships: [{}],
      projects: [{ gid: 'p1', name: 'Launch' }],
    });
    expect(normaliseTask(read).placements).toEqual([{ scopeExternalId: 'p1', groupExternalId: null, groupName: null }]);
  });

  it('inherits the projects above it only where it has none of its own', () => {
    const above = [{ scopeExternalId: 'p9', groupExternalId: null, groupName: null }];
    expect(normaliseTask(task({ memberships: [] }), above).placements).toEqual(above);
    expect(normaliseTask(task(), above).placements.map((place) => place.scopeExternalId)).toEqual(['p1']);
  });

  it('stands in no section by inheritance', () => {
    const above = [{ scopeExternalId: 'p9', groupExternalId: null, groupName: null }];
    expect(normaliseTask(task({ memberships: [] }), above).status.name).toBe('Incomplete');
  });
});

describe('custom fields of an Asana task', () => {
  const cases: [string, Partial<AsanaCustomField>, { value: string; number: number | null }][] = [
    ['enum', { enum_value: { gid: 'e', name: 'KR2.1' } }, { value: 'KR2.1', number: null }],
    ['display value first', { display_value: '3 h', number_value: 3 }, { value: '3 h', number: 3 }],
    ['text', { text_value: ' KR1.2 ' }, { value: 'KR1.2', number: null }],
    ['number, zero too', { number_value: 0 }, { value: '0', number: 0 }],
    [
      'several options',
      {
        multi_enum_values: [
          { gid: 'a', name: 'O1' },
          { gid: 'b', name: 'O2' },
        ],
      },
      { value: 'O1, O2', number: null },
    ],
    ['people', { people_value: [{ gid: 'u1', name: 'Ada' }] }, { value: 'Ada', number: null }],
    [
      'a reference, by its id where it has no name',
      { reference_value: [{ gid: 'g7' }] },
      { value: 'g7', number: null },
    ],
    ['date', { date_value: { date: '2026-12-01', date_time: null } }, { value: '2026-12-01', number: null }],
  ];
  it.each(cases)('reads %s', (_name, more, expected) => {
    const { fields } = normaliseTask(task({ custom_fields: [{ gid: 'f', name: 'OKR', ...more }] }));
    expect(fields).toEqual([{ externalId: 'f', name: 'OKR', ...expected }]);
  });

  it('leaves out fields without a value', () => {
    const empty = { gid: 'f', name: 'OKR', display_value: null, enum_value: null, multi_enum_values: [] };
    expect(normaliseTask(task({ custom_fields: [empty] })).fields).toEqual([]);
  });
});

describe('an Asana task as a whole', () => {
  it('keeps what later stages read', () => {
    const record = normaliseTask(
      task({
        notes: 'See https://wiki.example/okr.',
        resource_subtype: 'milestone',
        permalink_url: 'https://app.asana.com/0/p1/1',
        tags: [{ gid: 't', name: 'okr:kr2.1' }],
        parent: { gid: '7' },
        assignee: { gid: 'u1' },
        followers: [{ gid: 'u1' }, { gid: 'u2' }],
        created_by: { gid: 'u3' },
        created_at: '2026-01-02T03:04:05.678Z',
        modified_at: '2026-02-02T00:00:00.000Z',
        start_on: '2026-03-01',
        due_at: '2026-03-09T10:00:00.000Z',
        num_subtasks: 2,
      }),
    );
    expect(record).toMatchObject({
      externalId: '1',
      key: null,
      kind: 'milestone',
      url: 'https://app.asana.com/0/p1/1',
      text: 'See https://wiki.example/okr.',
      labels: ['okr:kr2.1'],
      parentExternalId: '7',
      assigneeId: 'u1',
      authorId: 'u3',
      memberIds: ['u1', 'u2'],
      createdAt: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
      updatedAt: Date.UTC(2026, 1, 2),
      startOn: '2026-03-01',
      dueOn: '2026-03-09',
      childCount: 2,
      archived: false,
      transitions: null,
      links: [{ url: 'https://wiki.example/okr', title: null, place: 'text' }],
    });
  });

  it('says when it was finished only while it is', () => {
    const completed_at = '2026-02-01T00:00:00.000Z';
    expect(normaliseTask(task({ completed: true, completed_at })).finishedAt).toBe(Date.UTC(2026, 1, 1));
    expect(normaliseTask(task({ completed: false, completed_at })).finishedAt).toBeNull();
  });

  it('keeps no secret of a pasted address, not even in the raw fields', () => {
    const record = normaliseTask(task({ notes: 'https://wiki.example/a?token=s3cr3t&page=4' }));
    expect(JSON.stringify(record)).not.toContain('s3cr3t');
    expect(record.links[0]?.url).toContain('page=4');
  });

  it('finds addresses in custom fields and says where', () => {
    const field = { gid: 'f', name: 'Why', text_value: 'https://app.asana.com/0/goal/77' };
    expect(normaliseTask(task({ custom_fields: [field] })).links).toEqual([
      { url: 'https://app.asana.com/0/goal/77', title: null, place: 'field' },
    ]);
  });
});

describe('an Asana goal', () => {
  it('names what supports it, each by its kind, and nothing of a kind that we do not know', () => {
    const support = (gid: string, resource_type: string, contribution_weight: number | null) => ({
      gid: `r${gid}`,
      contribution_weight,
      supporting_resource: { gid, resource_type },
    });
    const goal = normaliseGoal({ gid: 'g1', name: 'O1 Trust', notes: 'why', status: 'green', owner: { gid: 'u1' } }, [
      support('1', 'task', 0.4),
      support('2', 'project', 0),
      support('3', 'goal', 1),
      support('4', 'portfolio', null),
      support('5', 'team', 1),
    ]);
    expect(goal).toMatchObject({ title: 'O1 Trust', description: 'why', status: 'green', ownerId: 'u1' });
    expect(goal.supporters).toEqual([
      { kind: 'task', externalId: '1', weight: 0.4 },
      { kind: 'scope', externalId: '2', weight: null },
      { kind: 'goal', externalId: '3', weight: 1 },
      { kind: 'portfolio', externalId: '4', weight: null },
    ]);
  });
});

describe('projects and people of Asana', () => {
  it('says of a project whether it is archived', () => {
    expect(normaliseProject({ gid: 'p', name: 'Old', archived: true, default_view: 'board' })).toEqual({
      externalId: 'p',
      key: null,
      name: 'Old',
      url: null,
      archived: true,
      kind: 'board',
    });
  });

  it('knows a person without a name by the address, and writes addresses small', () => {
    expect(normaliseUser({ gid: 'u', email: 'Ada@Example.org' })).toEqual({
      type: 'person',
      externalId: 'u',
      name: 'Ada@Example.org',
      email: 'ada@example.org',
    });
  });
});
