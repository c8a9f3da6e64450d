import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HIDDEN_TASK } from '../../../src/domain/access.ts';
import type { Viewer } from '../../../src/domain/person.ts';
import type { TaskRecord } from '../../../src/domain/task.ts';
import { loadExamples, loadMemory } from '../../../src/store/examples.ts';
import { decideLinkWords, type LinkWord, undoLinkWords } from '../../../src/usecases/decide-links.ts';
import { explainTask } from '../../../src/usecases/explain-task.ts';
import { learnExamples } from '../../../src/usecases/learn-examples.ts';
import { readHere, type TextReader } from '../../../src/usecases/text-reader.ts';
import { emptyTables } from './empty-tables.ts';
import { addGoal, addScope, everything, flagOf, linksOf, openStage, record, type Stage, stateOf } from './stage.ts';

const OWNER = { personId: null, role: 'owner', teamIds: [] } as const;
const ADA = { id: null as never, name: 'Ada' };
const KITCHEN = ['Blanch the carrots for the soup', 'Peel carrots and parsnips', 'Carrot soup for the ward kitchen'];
const GARDEN = ['Prune the roses by the gate', 'Water roses in the courtyard', 'Rose bed by the chapel gate'];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await addGoal(stage, 'O1', { title: 'Fewer infections' });
  await addGoal(stage, 'O2', { title: 'Happier visitors' });
});

const deps = () => ({ db: stage.db, now: () => stage.clock, notify: async () => {}, onStale: async () => {} });

async function pull(records: readonly TaskRecord[]): Promise<void> {
  stage.clock += 60_000;
  await stage.ingest(records.map((one) => ({ ...one, updatedAt: stage.clock })));
  await stage.derive();
}

async function learn() {
  stage.clock += 60_000;
  const counts = await learnExamples(deps(), AbortSignal.timeout(60_000));
  await stage.derive();
  return counts;
}

async function say(says: LinkWord['says'], taskId: string, goalKey: string) {
  stage.clock += 60_000;
  return decideLinkWords(deps(), OWNER, ADA, { says, items: [{ taskId, goalKey }] });
}

/** Tasks whose labels say what they serve, and nothing in the goals' own words does. */
const labelled = (titles: readonly string[], key: string, from: number) =>
  titles.map((title, at) => record(String(from + at), { title, labels: [key] }));

const learntFrom = async () =>
  (await loadExamples(stage.db)).map(({ id, goalIds }) => `${id} ${goalIds.join()}`).sort();

async function triedOf(taskId: string) {
  const open = stage.db.selectFrom('flags').select('tried').where('task_id', '=', taskId).where('valid_to', 'is', null);
  const { tried } = await open.executeTakeFirstOrThrow();
  return new Map(tried.map((one) => [one.kind, one]));
}

const triedAs = async (taskId: string) => (await triedOf(taskId)).get('learned')?.what;

describe('what structure says', () => {
  beforeEach(async () => {
    await pull([
      ...labelled(KITCHEN, 'O1', 1),
      ...labelled(GARDEN, 'O2', 11),
      record('50', { title: 'Carrot peeler for soup' }),
    ]);
  });

  it('teaches what tasks of a goal read like: the neighbour is the evidence, and its name is for those who may see it', async () => {
    expect(await triedAs('jira.50')).toBe('no task is known yet to serve a goal');
    expect(await learn()).toEqual({ linked: 6, none: 0, isChanged: true });
    const flag = await flagOf(stage, 'jira.50');
    expect((await triedOf('jira.50')).get('text')).toMatchObject({ bestGoalId: 'o1' });
    expect(await triedAs('jira.50')).toBe('reads like a task that serves O1');
    expect(flag?.reason).not.toContain('ONB-');
    const like = async (viewer: Viewer) =>
      (await explainTask(deps(), viewer, 'jira.50')).tried.find(({ kind }) => kind === 'learned')?.like;
    const named = await like(OWNER);
    expect(KITCHEN).toContain(named?.title);

    await addScope(stage, 'ONB', { isPrivate: true });
    await addScope(stage, 'OPEN');
    await stage.db
      .updateTable('task_periods')
      .set({ scope_id: 'jira.OPEN' })
      .where('task_id', '=', 'jira.50')
      .execute();
    await stage.db.updateTable('tasks').set({ scope_id: 'jira.OPEN' }).where('id', '=', 'jira.50').execute();
    expect(await like({ personId: 'p', role: 'owner', teamIds: [] })).toBeNull();
  });

  it('is not read itself, and is shown as it was', async () => {
    const before = await linksOf(stage, 'jira.1');
    await learn();
    expect(await linksOf(stage, 'jira.1')).toEqual(before);
    expect([...(await triedOf('jira.1')).keys()]).not.toContain('text');
  });

  it('proves no precision: nothing is linked by likeness before people said yes or no', async () => {
    await learn();
    expect((await loadMemory(stage.db)).trust).toMatchObject({ automatic: null, isCalibrated: false, linked: 0 });
  });

  it('learnt twice is learnt once', async () => {
    await learn();
    const before = await everything(stage);
    expect(await learn()).toEqual({ linked: 6, none: 0, isChanged: false });
    expect(await everything(stage)).toEqual(before);
  });

  it('of a task whose sources disagree teaches nothing before a person says which goal is meant', async () => {
    const epic = record('90', { kind: 'Epic', level: 1, title: 'Kitchens', labels: ['O2'], childCount: 1 });
    await pull([epic, record('1', { title: KITCHEN[0] as string, labels: ['O1'], parentExternalId: '90' })]);
    expect(await flagOf(stage, 'jira.1')).toMatchObject({ state: 'aligned' });
    await learn();
    expect(await learntFrom()).not.toContain('jira.1 o1');
    await say('accepted', 'jira.1', 'O1');
    await learn();
    expect(await learntFrom()).toContain('jira.1 o1');
  });

  it('is forgotten with its label, and a goal that is closed takes its examples along', async () => {
    await learn();
    await pull([record('1', { title: KITCHEN[0] as string })]);
    await stage.db.updateTable('goals').set({ closed_on: '2026-11-01' }).where('id', '=', 'o2').execute();
    await learn();
    expect(await learntFrom()).toEqual(['jira.2 o1', 'jira.3 o1']);
  });

  it('of a closed goal is carried on by the one of the same title in the next cycle', async () => {
    await stage.db.updateTable('goals').set({ closed_on: '2026-11-01' }).where('id', '=', 'o2').execute();
    await addGoal(stage, 'O7', { title: 'Happier  visitors!' });
    await learn();
    expect(await learntFrom()).toEqual([
      ...['jira.1 o1', 'jira.11 o7', 'jira.12 o7', 'jira.13 o7', 'jira.2 o1', 'jira.3 o1'],
    ]);
  });
});

describe("a person's word", () => {
  beforeEach(async () => {
    await pull([...labelled(KITCHEN, 'O1', 1), ...labelled(GARDEN, 'O2', 11)]);
    await pull(
      ['Sharpen mower blades', 'Order mower blades', 'Mower blades and oil'].map((title, at) =>
        record(String(50 + at), { title }),
      ),
    );
    await learn();
  });

  it('is learnt at once: tasks that read like it are read again, without waiting for the night', async () => {
    expect(await triedAs('jira.51')).toBe('like none of 6 tasks whose goal is known');
    await say('accepted', 'jira.50', 'O2');
    await stage.derive();
    expect(await triedAs('jira.51')).toBe('reads like a task that serves O2');
    expect((await triedOf('jira.51')).get('text')).toMatchObject({ bestGoalId: 'o2' });
  });

  it('taken back is not learnt any more', async () => {
    const { decisionIds } = await say('accepted', 'jira.50', 'O2');
    expect(await learntFrom()).toContain('jira.50 o2');
    await undoLinkWords(deps(), OWNER, decisionIds);
    await stage.derive();
    expect(await learntFrom()).not.toContain('jira.50 o2');
    expect(await triedAs('jira.51')).toBe('like none of 6 tasks whose goal is known');
  });

  it('"no" teaches that a task serves none, and says so of what reads like it', async () => {
    await say('rejected', 'jira.50', 'O2');
    await stage.derive();
    expect(await learntFrom()).toContain('jira.50 ');
    expect(await triedAs('jira.51')).toBe('reads most like a task that is known to serve no goal');
  });

  it('learnt at once is the same as learnt in the night', async () => {
    await say('accepted', 'jira.50', 'O2');
    await stage.derive();
    const atOnce = await loadExamples(stage.db);
    await learn();
    expect(await loadExamples(stage.db)).toEqual(atOnce);
  });
});

it('what a person says while examples are measured is not forgotten', async () => {
  await pull([...labelled(KITCHEN, 'O1', 1), record('50', { title: 'Carrot peeler for soup' })]);
  await learn();
  await pull(labelled(GARDEN, 'O2', 11));
  let isSaid = false;
  const measureTrust: TextReader['measureTrust'] = async (known, signal) => {
    if (!isSaid) await say('accepted', 'jira.50', 'O2');
    isSaid = true;
    return readHere.measureTrust(known, signal);
  };
  await learnExamples({ ...deps(), reader: { ...readHere, measureTrust } }, AbortSignal.timeout(60_000));
  expect(await learntFrom()).toEqual(expect.arrayContaining(['jira.50 o2', 'jira.11 o2']));
});

describe('with enough said by people', () => {
  const titles = (what: string, at: number) =>
    `${what} the ${['blue', 'green', 'red', 'white'][at % 4]} wing, part ${at}`;

  it('likelihoods are calibrated, and what is sure enough is linked by likeness, with words and neighbour; a "no" outlives it', async () => {
    const kinds = [
      ['Disinfect wash basins of', 'O1'],
      ['Flower shop beside', 'O2'],
      ['Repaint parking lots behind', null],
    ] as const;
    await pull(
      kinds.flatMap(([what], kind) =>
        Array.from({ length: 16 }, (_, at) => record(String(1_000 * (kind + 1) + at), { title: titles(what, at) })),
      ),
    );
    await pull([record('9', { title: titles('Disinfect wash basins of', 99) })]);
    for (const [kind, [, key]] of kinds.entries()) {
      for (let at = 0; at < 16; at += 1)
        await say(key ? 'accepted' : 'rejected', `jira.${1_000 * (kind + 1) + at}`, key ?? 'O1');
    }
    await learn();
    const { trust } = await loadMemory(stage.db);
    expect(trust).toMatchObject({ linked: 32, none: 16, isCalibrated: true });
    expect(trust?.automatic?.from).toBeLessThan(1);
    expect(await stateOf(stage, 'jira.9')).toBe('aligned');
    const [link] = await linksOf(stage, 'jira.9');
    expect(link).toMatchObject({ goal_id: 'o1', verdict: 'automatic', evidence: [{ kind: 'learned' }] });
    const { lines } = await explainTask(deps(), OWNER, 'jira.9');
    const hops = lines[0]?.evidence[0]?.hops ?? [];
    expect(hops.map(({ kind }) => kind)).toEqual(['words', 'neighbour']);
    expect(hops[1]?.place).toMatch(/^reads like ONB-10\d\d, which serves it$/u);
    // Who may not see the neighbour is told that there is one.
    await addScope(stage, 'ONB', { isPrivate: true });
    await addScope(stage, 'OPEN');
    await stage.db.updateTable('task_periods').set({ scope_id: 'jira.OPEN' }).where('task_id', '=', 'jira.9').execute();
    await stage.db.updateTable('tasks').set({ scope_id: 'jira.OPEN' }).where('id', '=', 'jira.9').execute();
    const shown = await explainTask(deps(), { personId: 'p', role: 'owner', teamIds: [] }, 'jira.9');
    expect(shown.lines[0]?.evidence[0]?.hops[1]).toMatchObject({ place: HIDDEN_TASK, value: '', task: null });
    expect(JSON.stringify(shown)).not.toMatch(/ONB-10\d\d/u);

    await say('rejected', 'jira.9', 'O1');
    await learn();
    expect((await linksOf(stage, 'jira.9')).map(({ verdict }) => verdict)).toEqual(['rejected']);
  });
});
