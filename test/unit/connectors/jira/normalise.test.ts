import { describe, expect, it } from 'vitest';
import { chooseFields, unknownFields } from '../../../../connectors/jira/fields.ts';
import { gatherTransitions, inOrder } from '../../../../connectors/jira/history.ts';
import { readDay, readInstant } from '../../../../connectors/jira/instants.ts';
import {
  type NormaliseContext,
  normaliseIssue,
  parseIssue,
  siteOf,
  toCategory,
} from '../../../../connectors/jira/normalise.ts';
import type { JiraField } from '../../../../connectors/jira/schema.ts';
import type { TaskRecord } from '../../../../src/domain/task.ts';

function custom(id: number, name: string, type: string, custom: string): JiraField {
  return { id: `customfield_${id}`, name, custom: true, schema: { type, custom } };
}

const plugin = 'com.atlassian.jira.plugin.system.customfieldtypes';
const siteFields: JiraField[] = [
  { id: 'fixVersions', name: 'Fix versions', custom: false, schema: { type: 'array' } },
  custom(10001, 'Team', 'team', `${plugin}:atlassian-team`),
  custom(10014, 'Epic Link', 'any', 'com.pyxis.greenhopper.jira:gh-epic-link'),
  custom(10015, 'Start date', 'date', `${plugin}:datepicker`),
  custom(10016, 'Story point estimate', 'number', 'com.pyxis.greenhopper.jira:jsw-story-points'),
  custom(10019, 'Rank', 'any', 'com.pyxis.greenhopper.jira:gh-lexo-rank'),
  custom(10020, 'Sprint', 'array', 'com.pyxis.greenhopper.jira:gh-sprint'),
  custom(10050, 'OKR', 'option', `${plugin}:select`),
  custom(10051, 'Strategy page', 'string', `${plugin}:url`),
  custom(10052, 'Goals', 'any', 'com.atlassian.goals:app-field'),
  custom(10053, 'Development', 'any', 'com.atlassian.jira.plugins.jira-development-integration-plugin:devsummarycf'),
];

const context: NormaliseContext = {
  site: 'https://site.example',
  fields: chooseFields(siteFields),
  scopeExternalId: '10000',
  idOfKey: (key) => (key === 'ONB-1' ? '20001' : null),
};

function issue(fields: Record<string, unknown> = {}): Record<string, unknown> {
  const status = { id: '3', name: 'Doing', statusCategory: { key: 'indeterminate' } };
  return { id: '20007', key: 'ONB-7', fields: { summary: 'Import patients', status, ...fields } };
}

function readAll(raw: unknown): ReturnType<typeof normaliseIssue> {
  const parsed = parseIssue(raw);
  if ('setAside' in parsed) throw new Error(parsed.setAside.reason);
  return normaliseIssue(parsed.issue, context);
}

const read = (raw: unknown): TaskRecord => readAll(raw).task;

describe('one issue', () => {
  it('becomes a task with every part in its place', () => {
    const person = (id: string) => ({ accountId: id, displayName: `Name ${id}`, emailAddress: `${id}@x.example` });
    const task = read(
      issue({
        issuetype: { name: 'Story', subtask: false, hierarchyLevel: 0 },
        project: { id: '10000', key: 'ONB', name: 'Onboarding' },
        parent: { id: '20002', key: 'ONB-2' },
        labels: ['okr:kr1.2'],
        assignee: person('a'),
        reporter: person('r'),
        creator: person('c'),
        created: '2026-04-28T15:33:15.438+0200',
        updated: '2026-04-29T15:33:15.438+0200',
        duedate: '2026-12-01',
        customfield_10015: '2026-11-01',
        description: { type: 'doc', content: [{ type: 'paragraph', content: [{ type: 'text', text: 'For KR1.2' }] }] },
      }),
    );
    expect(task).toMatchObject({
      externalId: '20007',
      key: 'ONB-7',
      url: 'https://site.example/browse/ONB-7',
      kind: 'Story',
      level: 0,
      status: { externalId: '3', name: 'Doing', category: 'in-progress' },
      title: 'Import patients',
      text: 'For KR1.2',
      labels: ['okr:kr1.2'],
      parentExternalId: '20002',
      placements: [{ scopeExternalId: '10000', groupExternalId: null, groupName: null }],
      assigneeId: 'a',
      authorId: 'r',
      memberIds: ['a'],
      createdAt: Date.UTC(2026, 3, 28, 13, 33, 15, 438),
      updatedAt: Date.UTC(2026, 3, 29, 13, 33, 15, 438),
      finishedAt: null,
      startOn: '2026-11-01',
      dueOn: '2026-12-01',
      transitions: null,
    });
  });

  it('reads its fields by what they are, under the names people gave them', () => {
    const task = read(
      issue({
        fixVersions: [
          { id: '1', name: '2.0' },
          { id: '2', name: '2.1' },
        ],
        timeoriginalestimate: 5400,
        customfield_10001: { id: 't', title: 'Integrations' },
        customfield_10016: 5,
        customfield_10019: '0|i0007:',
        customfield_10020: [
          { id: 1, name: 'Week 46' },
          'com.atlassian.greenhopper.service.sprint.Sprint@1f[id=2,state=ACTIVE,name=Week 47,goal=]',
        ],
        customfield_10050: { value: 'KR1.2', child: { value: 'Import' } },
        customfield_10051: 'https://wiki.example/okr?token=abc',
        customfield_10052: [{ name: 'Grow' }],
        customfield_10053: '{}',
      }),
    );
    expect(task.fields.map(({ name, value, number }) => [name, value, number])).toEqual([
      ['Fix versions', '2.0, 2.1', null],
      ['Original estimate', '1.5', 1.5],
      ['Team', 'Integrations', null],
      ['Story point estimate', '5', 5],
      ['Sprint', 'Week 46, Week 47', null],
      ['OKR', 'KR1.2 - Import', null],
      ['Strategy page', 'https://wiki.example/okr?token=removed', null],
      ['Goals', 'Grow', null],
    ]);
    expect(task.links).toEqual([
      { url: 'https://wiki.example/okr?token=removed', title: 'Strategy page', place: 'field' },
    ]);
    expect(JSON.stringify(task)).not.toContain('abc');
  });

  it.each<[string, Record<string, unknown>, string | null]>([
    ['parent', { parent: { id: 1, key: 'A-1' }, customfield_10014: 'ONB-1' }, '1'],
    ["the agile answer's epic", { epic: { id: 2 } }, '2'],
    ['an old epic link', { customfield_10014: 'ONB-1' }, '20001'],
    ['an epic nobody knows', { customfield_10014: 'ONB-99' }, null],
    ['nothing', {}, null],
  ])('finds its parent by %s', (_, fields, parentId) => {
    expect(read(issue(fields)).parentExternalId).toBe(parentId);
  });

  it('keeps no key of its epic, which changes when the epic moves', () => {
    const task = read(issue({ parent: { id: 1, key: 'A-1' }, customfield_10014: 'ONB-1', customfield_10016: 5 }));
    expect(task.fields.map(({ name }) => name)).toEqual(['Story point estimate']);
  });

  it.each<[string, Record<string, unknown>, number | null]>([
    ['its resolution', { resolutiondate: '2026-01-02T00:00:00.000+0000' }, Date.UTC(2026, 0, 2)],
    [
      'the change into done where nothing is resolved',
      {
        status: { name: 'Done', statusCategory: { key: 'done' } },
        statuscategorychangedate: '2026-01-03T00:00:00.000+0000',
      },
      Date.UTC(2026, 0, 3),
    ],
    ['nothing while it is open', { statuscategorychangedate: '2026-01-03T00:00:00.000+0000' }, null],
  ])('is finished by %s', (_, fields, finishedAt) => {
    expect(read(issue(fields)).finishedAt).toBe(finishedAt);
  });

  it('is a level below where an old server only says that it is a sub-task', () => {
    expect(read(issue({ issuetype: { name: 'Sub-task', subtask: true } })).level).toBe(-1);
  });

  it('goes by its key where the answer leaves the summary out', () => {
    expect(read(issue({ summary: undefined })).title).toBe('ONB-7');
  });

  it('knows people of an old server by key or name', () => {
    const { people } = readAll(
      issue({ assignee: { name: 'jo', displayName: 'Jo' }, creator: { key: 'k', name: 'kim' } }),
    );
    expect(people.map(({ externalId, name }) => [externalId, name])).toEqual([
      ['jo', 'Jo'],
      ['k', 'kim'],
    ]);
  });

  it.each<[string, unknown, string | null, string]>([
    ['no id', { key: 'A-1', fields: {} }, null, 'id'],
    ['no status', { id: '1', key: 'A-1', fields: { summary: 'x' } }, '1', 'fields.status'],
    ['labels of another type', issue({ labels: 'one' }), '20007', 'fields.labels'],
    ['no record at all', null, null, 'the record'],
  ])('is set aside with %s, saying where and no value', (_, raw, externalId, where) => {
    expect(parseIssue(raw)).toMatchObject({ setAside: { externalId, reason: `${where} is not what Jira documents` } });
  });
});

describe('small readings', () => {
  it.each([
    ['new', 'todo'],
    ['indeterminate', 'in-progress'],
    ['done', 'done'],
    ['undefined', null],
    [null, null],
  ])('category %s is %s', (key, category) => {
    expect(toCategory(key)).toBe(category);
  });

  it.each<[string | number | null, number | null]>([
    ['2026-04-28T15:33:15.438+0200', Date.UTC(2026, 3, 28, 13, 33, 15, 438)],
    ['2026-04-28T15:33:15.438-03:30', Date.UTC(2026, 3, 28, 19, 3, 15, 438)],
    [1492070429, 1492070429000],
    [1492070429000, 1492070429000],
    ['1492070429', 1492070429000],
    ['soon', null],
    ['', null],
    [null, null],
  ])('instant %j is %j', (value, at) => {
    expect(readInstant(value)).toBe(at);
  });

  it('keeps the day that an instant names in its own zone', () => {
    expect([readDay('2026-11-22T23:30:00.000-0800'), readDay('2026-11-22'), readDay(5)]).toEqual([
      '2026-11-22',
      '2026-11-22',
      null,
    ]);
  });

  it.each([
    ['https://site.example/rest/api/3/issue/1', 'https://site.example'],
    ['http://localhost:2990/jira/rest/agile/1.0/issue/1', 'http://localhost:2990/jira'],
    ['https://api.atlassian.com/ex/jira/0777/rest/api/3/issue/1', null],
    ['nonsense', null],
  ])('the site of %s is %s', (self, site) => {
    expect(siteOf(self)).toBe(site);
  });

  it('names unknown fields by the names an answer brings, else by their id', () => {
    const { nameOf } = unknownFields({ customfield_1: 'OKR' });
    expect([nameOf('customfield_1'), nameOf('customfield_2'), nameOf('components')]).toEqual([
      'OKR',
      'customfield_2',
      null,
    ]);
  });
});

describe('status history', () => {
  it('takes status changes only, oldest first, and gathers them over answers', () => {
    const gathered = new Map();
    const entry = (created: number, ...items: Record<string, unknown>[]) => ({ created, items });
    const toDone = { field: 'status', fieldId: 'status', from: '3', fromString: 'Doing', to: '5', toString: 'Done' };
    gatherTransitions({ issueChangeLogs: [{ issueId: '1', changeHistories: [entry(1492070430, toDone)] }] }, gathered);
    const start = { field: 'status', from: null, fromString: null, to: '3', toString: 'Doing' };
    gatherTransitions(
      {
        issueChangeLogs: [{ issueId: '1', changeHistories: [entry(1492070429, start, { field: 'labels', to: 'x' })] }],
      },
      gathered,
    );
    expect(inOrder(gathered.get('1'))).toEqual([
      { at: 1492070429000, fromId: null, fromName: null, toId: '3', toName: 'Doing' },
      { at: 1492070430000, fromId: '3', fromName: 'Doing', toId: '5', toName: 'Done' },
    ]);
  });

  it('does not take the toString every object has for a status name', () => {
    const gathered = new Map();
    gatherTransitions(
      { issueChangeLogs: [{ issueId: '1', changeHistories: [{ created: 1, items: [{ field: 'status', to: '5' }] }] }] },
      gathered,
    );
    expect(gathered.get('1')).toMatchObject([{ toName: '5' }]);
  });
});
