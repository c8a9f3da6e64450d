import { buffer } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { taskLines } from '../../../src/cli/task-lines.ts';
import type { Viewer } from '../../../src/domain/person.ts';
import { STATE_WORDS } from '../../../src/domain/wording.ts';
import { decideLinkWords, undoLinkWords } from '../../../src/usecases/decide-links.ts';
import { explainTask } from '../../../src/usecases/explain-task.ts';
import { exportTasks } from '../../../src/usecases/export-tasks.ts';
import { learnExamples } from '../../../src/usecases/learn-examples.ts';
import { orderQuestions } from '../../../src/usecases/order-asks.ts';
import { readAsks } from '../../../src/usecases/read-asks.ts';
import { emptyTables } from './empty-tables.ts';
import { addGoal, everything, flagOf, linksOf, openStage, record, type Stage } from './stage.ts';

const OWNER: Viewer = { personId: null, role: 'owner', teamIds: [] };
const ADA = { id: null as never, name: 'Ada' };
const FORMS = ['address', 'birthday', 'insurance', 'allergy', 'doctor', 'language', 'phone', 'payer'];
/** Read like no goal, and known to serve none. */
const OTHERS = ['Order chairs', 'Paint the bicycle shed', 'Bump a library', 'Mow the lawn'];
const ASKED = 'jira.50';
/** The two goals that all tasks on forms serve, as a person said. */
const BOTH = ['O1', 'O2'];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());
beforeEach(async () => {
  await emptyTables(stage);
  await addGoal(stage, 'O1', { title: 'Patients fill admission forms at home' });
  await addGoal(stage, 'O2', { title: 'Reception types no admission forms again' });
  await addGoal(stage, 'O3', { title: 'Fewer infections after operations' });
  await pull([
    ...FORMS.map((form, at) => record(String(at + 1), { title: `Patients fill the ${form} admission form` })),
    ...OTHERS.map((title, at) => record(String(at + 20), { title })),
    record('50', { title: 'Patients fill the diet admission form' }),
  ]);
  const items = FORMS.flatMap((_, at) => BOTH.map((goalKey) => ({ taskId: `jira.${at + 1}`, goalKey })));
  await decide('accepted', items);
  await learn();
});

const deps = () => ({ db: stage.db, now: () => stage.clock, notify: async () => {}, onStale: async () => {} });

async function pull(records: Parameters<Stage['ingest']>[0]): Promise<void> {
  stage.clock += 60_000;
  await stage.ingest(records);
  await stage.derive();
}

async function learn(): Promise<void> {
  stage.clock += 60_000;
  await learnExamples(deps(), AbortSignal.timeout(60_000));
  await stage.derive();
}

async function decide(says: 'accepted' | 'rejected', items: readonly { taskId: string; goalKey: string }[]) {
  stage.clock += 60_000;
  const answer = await decideLinkWords(deps(), OWNER, ADA, { says, items });
  await stage.derive();
  return answer;
}

const verdicts = async () => (await linksOf(stage, ASKED)).map(({ goal_id, verdict }) => `${goal_id} ${verdict}`);

async function question() {
  await orderQuestions(deps(), AbortSignal.timeout(60_000));
  const { items } = await readAsks(deps(), OWNER, { limit: 50 });
  return items.flatMap((item) => (item.asks === 'serves' && item.task.id === ASKED ? [item] : []));
}

describe('a task that reads like one that serves two goals', () => {
  it('may serve both: two suggestions, each with that task as its evidence, and one flag that names both', async () => {
    const links = await linksOf(stage, ASKED);
    expect(links.map(({ goal_id, verdict }) => [goal_id, verdict])).toEqual([
      ['o1', 'suggested'],
      ['o2', 'suggested'],
    ]);
    for (const { evidence } of links)
      expect(evidence).toMatchObject([{ kind: 'learned', hops: [{ kind: 'words' }, { kind: 'neighbour' }] }]);
    const flag = await stage.db
      .selectFrom('flags')
      .selectAll()
      .where('task_id', '=', ASKED)
      .where('valid_to', 'is', null)
      .executeTakeFirstOrThrow();
    expect(flag).toMatchObject({ state: 'suggested', next_action: 'review-suggestion' });
    expect([...flag.goal_ids].sort()).toEqual(['o1', 'o2']);
    expect(flag.reason).toMatch(/^May serve O\d “.+” by .+, and O\d “.+” too; nobody has said yes or no yet\.$/u);
  });

  it('is the same when learnt and derived again', async () => {
    const before = await everything(stage);
    await learn();
    await pull([record('50', { title: 'Patients fill the diet admission form' })]);
    expect(await everything(stage)).toEqual(before);
  });

  it('is asked about once, for the likelier goal, with the other one beside it', async () => {
    const [ask, ...more] = await question();
    expect(more).toEqual([]);
    expect(ask?.also).toMatchObject([{ kind: 'learned', because: expect.stringContaining('likeness to a task') }]);
    expect([ask?.goal.key, ask?.also[0]?.goal.key].sort()).toEqual(BOTH);
    expect(ask?.also[0]?.likelihood).toBeLessThan(ask?.likelihood ?? 0);
  });

  it('may serve both in the file of tasks, too, and serves neither there until somebody says so', async () => {
    const row = async () => {
      const csv = (await buffer(await exportTasks(deps(), OWNER, { sort: 'title', q: 'diet' }))).toString();
      return (parse(csv, { bom: true, columns: true }) as Record<string, string>[])[0];
    };
    const waiting = await row();
    expect(waiting).toMatchObject({ State: STATE_WORDS.suggested, Serves: '' });
    expect(waiting?.['May serve']?.split(' ').sort()).toEqual(BOTH);
    await decide(
      'accepted',
      BOTH.map((goalKey) => ({ taskId: ASKED, goalKey })),
    );
    expect(await row()).toMatchObject({ State: STATE_WORDS.aligned, Serves: 'O1 O2', 'May serve': '' });
  });

  it('is drawn to both, with a dotted line each, on its page and by the command that explains it', async () => {
    const explained = await explainTask(deps(), OWNER, ASKED);
    expect(explained.lines.map(({ goal, verdict }) => `${goal.key} ${verdict}`).sort()).toEqual(
      BOTH.map((key) => `${key} suggested`),
    );
    for (const { evidence } of explained.lines)
      expect(evidence[0]?.hops.map(({ kind }) => kind)).toEqual(['words', 'neighbour']);
    const said = taskLines(explained, 100).join('\n');
    for (const key of BOTH) expect(said).toContain(key);
    expect(said.split('only suggested: ')).toHaveLength(3);
  });

  it('hangs on both after a yes to both, half of it on each, and on none after that is taken back', async () => {
    const before = await verdicts();
    const { decisionIds } = await decide(
      'accepted',
      BOTH.map((goalKey) => ({ taskId: ASKED, goalKey })),
    );
    expect(await verdicts()).toEqual(['o1 accepted', 'o2 accepted']);
    expect(await flagOf(stage, ASKED)).toMatchObject({ state: 'aligned' });
    const weights = await stage.db
      .selectFrom('links')
      .select('weight')
      .where('task_id', '=', ASKED)
      .where('valid_to', 'is', null)
      .execute();
    expect(weights.map(({ weight }) => weight)).toEqual([0.5, 0.5]);
    stage.clock += 60_000;
    await undoLinkWords(deps(), OWNER, decisionIds);
    await stage.derive();
    expect(await verdicts()).toEqual(before);
  });

  it('hangs on the one that was said yes to, and nothing is asked about the other any more', async () => {
    const [ask] = await question();
    const accepted = ask?.goal.key ?? '';
    await decide('accepted', [{ taskId: ASKED, goalKey: accepted }]);
    expect(await verdicts()).toEqual([`${accepted.toLowerCase()} accepted`]);
    expect(await flagOf(stage, ASKED)).toMatchObject({ state: 'aligned' });
    expect(await question()).toEqual([]);
  });

  it('serves neither once the likelier is refused, but still the likelier once the other is', async () => {
    const [ask] = await question();
    const [best = '', other = ''] = [ask?.goal.key, ask?.also[0]?.goal.key];
    const { decisionIds } = await decide('rejected', [{ taskId: ASKED, goalKey: best }]);
    expect(await verdicts()).toEqual([`${best.toLowerCase()} rejected`]);
    expect(await flagOf(stage, ASKED)).toMatchObject({ state: 'no-why' });
    stage.clock += 60_000;
    await undoLinkWords(deps(), OWNER, decisionIds);
    await stage.derive();
    await decide('rejected', [{ taskId: ASKED, goalKey: other }]);
    expect((await verdicts()).sort()).toEqual(
      [`${best.toLowerCase()} suggested`, `${other.toLowerCase()} rejected`].sort(),
    );
    expect((await question())[0]?.also).toEqual([]);
  });
});
