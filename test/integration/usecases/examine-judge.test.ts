import { afterAll, beforeAll, expect, it } from 'vitest';
import { createChatJudge } from '../../../connectors/chat.ts';
import { keepJudge, noteSpent, noteTrouble, settleDay, takeFromDay } from '../../../src/store/judge.ts';
import { examineJudge } from '../../../src/usecases/examine-judge.ts';
import { LOOPBACK } from '../../helpers/loopback.ts';
import { NOON, openStage, type Stage } from './stage.ts';

const TODAY = '2026-11-18';
const JUDGE = createChatJudge({
  ...{ url: 'https://llm.example.org/v1', model: 'small-1', key: 'sk-hunter2', seesText: false },
  ...{ requestsPerDay: 100, tokensPerDay: 100_000, reach: LOOPBACK },
});
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.drop());

const look = (judge: typeof JUDGE | null) => examineJudge(stage.db, judge, NOON);

it('tells off from on, what is left today, and what went wrong last, never the key', async () => {
  expect(await look(null)).toEqual([
    { part: 'judge', verdict: 'good', says: 'off: no language model is asked anything', todo: null },
  ]);
  expect(await look(JUDGE)).toMatchObject([
    { verdict: 'good' },
    { verdict: 'warning', todo: 'plumbline start takes them up.' },
  ]);

  await keepJudge(stage.db, JUDGE, new Date(NOON));
  await takeFromDay(stage.db, TODAY, 3_000, JUDGE);
  await settleDay(stage.db, TODAY, { tokensTaken: 3_000, tokensUsed: 700, outcome: 'refused' });
  const says =
    'on: small-1 at https://llm.example.org sees titles alone; 99 of 100 requests and 99,300 of 100,000 tokens left today; opinions 0, answers not in the form that was asked for 1';
  expect(await look(JUDGE)).toEqual([{ part: 'judge', verdict: 'good', says, todo: null }]);

  await noteTrouble(
    stage.db,
    { kind: 'unauthorised', because: 'it refused our key (401)' },
    new Date(NOON),
    new Date(NOON + 1),
  );
  await noteSpent(stage.db, TODAY);
  const findings = await look(JUDGE);
  expect(findings).toMatchObject([
    { verdict: 'warning', says, todo: expect.stringContaining('until tomorrow') },
    { verdict: 'warning', says: 'it refused our key (401), at 2026-11-18T11:00:00.000Z' },
  ]);
  expect(JSON.stringify(findings)).not.toContain('hunter2');
});
