import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { taskLines } from '../../../src/cli/task-lines.ts';
import type { Block } from '../../../src/domain/document.ts';
import { FLAG_STATES } from '../../../src/domain/flag.ts';
import type { TaskRecord } from '../../../src/domain/task.ts';
import { markAllStale } from '../../../src/store/stale.ts';
import { decideLinkWords } from '../../../src/usecases/decide-links.ts';
import { acceptProposal } from '../../../src/usecases/decide-proposal.ts';
import { explainTask, type TaskExplained } from '../../../src/usecases/explain-task.ts';
import { ingestDocuments } from '../../../src/usecases/ingest-documents.ts';
import { listTasksView } from '../../../src/usecases/list-tasks.ts';
import { lookAtProposal } from '../../../src/usecases/look-at-proposal.ts';
import { addToolScope, createMemoryTool, put, runSync } from '../usecases/memory-tool.ts';
import { addCycle, addGoal, addRule, addScope, openStage, type Stage } from '../usecases/stage.ts';

const WIDTH = 80;
const OWNER = { personId: null, role: 'owner', teamIds: [] } as const;
const O1 = 'O1: Onboarding that needs no consultant';
const KR1 = 'KR1.1: Median days to go-live from 21 to 7';

/** What a newcomer may meet, in the order of the page that is kept: its title, and what the tool says of it. */
const TASKS: Record<string, Partial<TaskRecord>> = {
  'served by its label': { title: 'Validate the ward list before upload', labels: ['okr:kr1.1'] },
  'served by its epic': { title: 'Show which row failed', parentExternalId: 'epic' },
  'served by a wiki page': { title: 'Import wizard for small clinics' },
  'served by a goal of the tool': { title: 'Reference call with three clinics' },
  'served by a rule': { title: 'Prepare the kick-off call', labels: ['go-live'] },
  'served by a person’s word': { title: 'Write the admin guide' },
  'named by two that disagree': {
    title: 'Check names against the registry',
    parentExternalId: 'epic',
    labels: ['okr:kr2.1'],
  },
  'suggested by a hint': { title: 'O2 sensor at the door' },
  'without a why': { title: 'Tidy the consultant rota', labels: ['ui'] },
  'without a why once a person said no': { title: 'Rename the buttons', labels: ['okr:kr1.1'] },
  'of a closed goal': { title: 'Pilot with one clinic', labels: ['okr:kr9.1'] },
  'of another cycle': { title: 'Second drill', labels: ['okr:kr8.1'] },
  'whose link broke': { title: 'Retry failed uploads', labels: ['okr:kr1.1'] },
  'that keeps the lights on': {
    title: 'Rotate the certificates',
    labels: ['on-call'],
    createdAt: Date.parse('2026-11-01T09:00:00Z'),
  },
  'beyond the allowance': { title: 'Restart the report server', labels: ['on-call'] },
  'that was put off': { title: 'Voice notes at the bedside' },
  'that was approved': { title: 'Booth at the fair' },
  'that waits for a decision': { title: 'Buy a second scanner' },
  'out of sight': { title: 'Secret project' },
};
const NAMES = Object.keys(TASKS);
const idOf = (name: string) => String(NAMES.indexOf(name) + 1);

let stage: Stage;
const texts = new Map<string, { readonly task: TaskExplained; readonly lines: readonly string[] }>();

beforeAll(async () => {
  vi.stubEnv('LC_ALL', 'C.UTF-8');
  stage = await openStage();
  await makeOrganisation();
  for (const name of NAMES) {
    const task = await explainTask({ db: stage.db, now: () => stage.clock }, OWNER, `jira.${idOf(name)}`);
    texts.set(name, { task, lines: taskLines(task, WIDTH) });
  }
});
afterAll(() => stage.drop());
afterEach(() => vi.unstubAllEnvs());

async function makeOrganisation(): Promise<void> {
  await addScope(stage, 'ONB');
  await addCycle(stage, '2026-H1', '2026-01-01', '2026-06-30');
  await acceptPage();
  await addGoal(stage, 'O2', { title: 'Clinics that recommend us' });
  await addGoal(stage, 'KR2.1', { title: 'Reference clinics from 4 to 10', parentId: 'o2' });
  await addGoal(stage, 'KR8.1', { title: 'Recovery drills passed', cycleId: '2026-H1' });
  await addGoal(stage, 'KR9.1', { title: 'Pilots in three countries', closedOn: '2026-11-02' });
  await addRule(stage, { label: 'on-call' }, 'ktlo');
  await addRule(stage, { label: 'go-live' }, 'o2');
  await stage.db.insertInto('allowances').values({ team_id: null, share: 0.06 }).execute();
  await pull(TASKS);
  await stage.derive();
  await decide();
  const { labels: _, ...unlabelled } = TASKS['whose link broke'] ?? {};
  stage.clock += 60_000;
  await pull({ ...TASKS, 'whose link broke': { ...unlabelled, updatedAt: stage.clock } });
  await stage.db
    .updateTable('tasks')
    .set({ visibility: 'access-lost' })
    .where('id', '=', `jira.${idOf('out of sight')}`)
    .execute();
  await stage.db.transaction().execute((tx) => markAllStale(tx, new Date(stage.clock)));
  await stage.derive();
}

async function pull(tasks: Record<string, Partial<TaskRecord>>): Promise<void> {
  const tool = createMemoryTool();
  addToolScope(tool, 'ONB');
  put(tool, 'epic', { key: 'ONB-40', kind: 'Epic', level: 1, title: 'Self-service import', labels: ['okr:kr1.1'] });
  for (const [name, given] of Object.entries(tasks)) put(tool, idOf(name), given);
  const task = { kind: 'task' as const, externalId: idOf('served by a goal of the tool'), weight: null };
  tool.goals.set('g1', {
    type: 'goal',
    externalId: 'g1',
    title: 'Reference clinics from 4 to 10',
    description: '',
    url: null,
    ownerId: null,
    status: null,
    parentExternalId: null,
    supporters: [task],
  });
  await runSync(stage, tool, 'full');
}

/** A page of the wiki states two goals, and names a task under one of them. */
async function acceptPage(): Promise<void> {
  const row = {
    id: 'wiki',
    tool: 'confluence' as const,
    name: 'wiki',
    base_url: 'https://jira.example',
    state: 'active' as const,
  };
  await stage.db
    .insertInto('connections')
    .values({ ...row, credentials: null })
    .execute();
  const scope = {
    id: 'wiki.S',
    connection_id: 'wiki',
    external_id: 'S',
    key: 'S',
    name: 'Strategy',
    url: null,
    kind: null,
  };
  await stage.db
    .insertInto('scopes')
    .values({ ...scope, is_private: false, is_selected: true, is_archived: false })
    .execute();
  const heading = (text: string, level: number): Block => ({ type: 'heading', level, text });
  const taskKey = `ONB-${idOf('served by a wiki page')}`;
  const named: Block = { type: 'reference', url: null, taskKey, title: null, path: [O1, KR1] };
  const page = {
    type: 'document' as const,
    externalId: '14450689',
    scopeExternalId: 'S',
    title: 'Onboarding 2026-Q4',
    url: 'https://jira.example/wiki/spaces/S/pages/14450689/Onboarding',
    version: stage.clock,
    updatedAt: stage.clock,
    isTrashed: false,
    labels: [],
    properties: [],
    blocks: [heading(O1, 2), heading(KR1, 3), named],
  };
  const origin = { connectionId: 'wiki', scopeId: 'wiki.S', syncRunId: null, at: new Date(stage.clock) };
  await stage.db.transaction().execute((tx) => ingestDocuments(tx, { records: [page], setAside: [] }, origin));
  const proposalId = 'page-wiki.14450689';
  const look = await stage.db.transaction().execute((tx) => lookAtProposal(tx, proposalId, stage.clock));
  const items = look.items.map(({ id }) => ({ id, do: 'add' as const }));
  const deps = { db: stage.db, now: () => stage.clock, onStale: async () => {} };
  const wanted = { proposalId, seenHash: look.seenHash, items, parentKey: null };
  await acceptProposal(deps, wanted, { id: null, name: 'Ana Sousa', role: 'owner' });
}

async function decide(): Promise<void> {
  const deps = { db: stage.db, now: () => stage.clock, notify: async () => {}, onStale: async () => {} };
  const say = (says: 'accepted' | 'rejected', name: string, goalKey: string) =>
    decideLinkWords(
      deps,
      OWNER,
      { id: null as never, name: 'Ana Sousa' },
      { says, items: [{ taskId: `jira.${idOf(name)}`, goalKey }] },
    );
  await say('accepted', 'served by a person’s word', 'KR1.1');
  await say('rejected', 'without a why once a person said no', 'KR1.1');
  const decision = { by_person_id: null, by_name: 'Ana Sousa', from_on: '2026-11-16', at: new Date(stage.clock) };
  await stage.db
    .insertInto('task_decisions')
    .values([
      {
        ...decision,
        task_id: `jira.${idOf('that was put off')}`,
        says: 'not-now',
        because: 'go-live comes first',
        until_on: '2027-01-15',
      },
      {
        ...decision,
        task_id: `jira.${idOf('that was approved')}`,
        says: 'approved',
        because: 'the stand is paid for',
        until_on: null,
      },
      {
        ...decision,
        task_id: `jira.${idOf('that waits for a decision')}`,
        says: 'pending-decision',
        because: 'it costs 8,000',
        until_on: null,
      },
    ])
    .execute();
}

/** How a text reads changes with all that is learnt, so its words are no part of what is reviewed here. */
const withoutReading = (text: string) => text.replace(/^( {2}Its own words +)\S.*(\n {6,}.*)*/gmu, '$1…');

/** The page a person reviews when a word of it changes. */
const whole = () =>
  NAMES.map((name) => `## A task ${name}\n\n${withoutReading((texts.get(name)?.lines ?? []).join('\n'))}\n`).join(
    '\n\n',
  );

describe('plumbline explain, read by a newcomer', () => {
  it('shows a task of each state', () => {
    expect(new Set([...texts.values()].map(({ task }) => task.flag?.state))).toEqual(new Set(FLAG_STATES));
  });

  it('says what, why, how sure and what next in words that were reviewed', async () => {
    await expect(whole()).toMatchFileSnapshot('explain-states.txt');
  });

  it('says why and what next of each, within eighty columns and without colour', () => {
    for (const { lines } of texts.values()) {
      expect(lines.filter((line) => line.length > WIDTH && !line.includes('https://'))).toEqual([]);
      expect(lines.filter((line) => /^(State|Why|Next) {4,}\S/u.test(line)).length, lines.join('\n')).toBe(3);
      expect(lines.join('\n')).not.toContain('\u001b');
    }
  });

  it('says what the nearest goal lacked', () => {
    const text = texts.get('without a why')?.lines.join(' ').replace(/\s+/gu, ' ');
    expect(text).toMatch(/reads nearest to .*unlikely, asked about from maybe on\)/u);
  });

  it('says no line of a task twice', () => {
    for (const { lines } of texts.values()) {
      const said = lines.filter((line) => line.trim().length > 3 && !/^ {2}[○◆●] /u.test(line));
      expect(new Set(said).size, lines.join('\n')).toBe(said.length);
    }
  });

  it('lists it among those that a person is asked to choose for, and no other', async () => {
    const deps = { db: stage.db, now: () => stage.clock };
    const { items, total } = await listTasksView(deps, OWNER, { action: 'choose-goal', sort: 'title', limit: 5 });
    expect(items.map(({ title }) => title)).toEqual(['Check names against the registry']);
    expect(total).toBe(1);
  });

  it('names each side of a contradiction to the other, and asks which one is meant', () => {
    const task = texts.get('named by two that disagree')?.task;
    expect(task?.flag).toMatchObject({ state: 'aligned', nextAction: 'choose-goal' });
    const against = task?.lines.map(({ goal, verdict, contradicts }) => [
      goal.key,
      verdict,
      contradicts.map(({ key }) => key),
    ]);
    expect(against).toEqual([
      ['KR2.1', 'automatic', ['KR1.1']],
      ['KR1.1', 'suggested', ['KR2.1']],
    ]);
  });
});
