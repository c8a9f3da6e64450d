import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Flag, findFlag } from '../../../src/domain/flag.ts';
import { type Opinion, promptOf, questionOf, readOpinions } from '../../../src/domain/judge.ts';
import { decideLinks } from '../../../src/domain/link.ts';
import { byId, CYCLES, GOALS, makeEvidence, makeGoal, makeTask } from './make.ts';

const OFFERED = GOALS.slice(1, 3).map(({ id, key, title }) => ({ id, key, title }));
const TASK = makeTask({ title: 'Fewer defects by pairing' });

function opinion(given: Partial<Opinion> = {}): Opinion {
  return {
    model: 'small-1',
    sawText: false,
    offered: OFFERED,
    goalId: 'kr1.1',
    likelihood: 0.7,
    because: 'Pairing keeps defects from escaping.',
    at: 5,
    ...given,
  };
}

function read(given: Partial<Opinion> = {}, goals = GOALS, refused: readonly string[] = []) {
  return readOpinions(TASK, [opinion(given)], { goals: byId(goals), refused: new Set(refused) });
}

function flagWith(found: ReturnType<typeof readOpinions>, threshold = 0.8): Flag {
  const evidence = found.evidence ? [found.evidence] : [];
  const goals = byId(GOALS);
  const tried = found.tried ? [found.tried] : [];
  const findings = decideLinks({ task: TASK, evidence, tried, decisions: [], previous: [], threshold, goals });
  const plain = {
    isCalibrated: true,
    rule: null,
    decision: null,
    goals,
    cycles: CYCLES,
    today: '2026-11-18',
    overAllowance: false,
  };
  return findFlag({ task: TASK, findings, ...plain });
}

describe('questionOf', () => {
  it('shows a title alone, and a description only where that is allowed', () => {
    const task = { title: 'Import wizard', text: 'For the hospitals in the north.' };
    const titleAlone = questionOf(task, OFFERED, false);
    expect(titleAlone && promptOf(titleAlone).user).not.toMatch(/north|description/);
    const both = questionOf(task, OFFERED, true);
    expect(JSON.parse((both && promptOf(both).user) ?? '').task).toEqual({
      title: 'Import wizard',
      description: 'For the hospitals in the north.',
    });
  });

  it('leaves code, addresses and e-mail addresses out', () => {
    const task = { title: 'Ask ada@example.com about `SECRET=1` at https://wiki.example/?token=2', text: '' };
    expect(questionOf(task, OFFERED, false)?.title).toBe('Ask about at');
  });

  it('leaves traces and quoted mail out of a description', () => {
    const text =
      'The import of a large customer file fails every night since the last release.\n\nTypeError: token hunter2 is wrong\n    at read (/srv/app/read.ts:12:3)\n    at main (/srv/app/main.ts:3:1)\n\n> From: Ada\n> the password is hunter3';
    const shown = questionOf({ title: 'Import', text }, OFFERED, true)?.text ?? '';
    expect(shown).toContain('The import of a large customer file fails');
    expect(shown).not.toMatch(/hunter3|srv/);
  });

  it('is the same whatever order the goals come in', () => {
    expect(questionOf(TASK, OFFERED.toReversed(), false)).toEqual(questionOf(TASK, OFFERED, false));
  });

  it('is none without words or without goals', () => {
    expect(questionOf({ title: ' `x` ', text: 'text' }, OFFERED, true)).toBeNull();
    expect(questionOf(TASK, [], false)).toBeNull();
  });

  it('keeps whatever a task says inside its own place as data', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (title, text) => {
        const question = questionOf({ title, text }, OFFERED, true);
        if (!question) return;
        const { system, user } = promptOf(question);
        expect(system).toBe(promptOf({ title: 'other', text: null, goals: OFFERED }).system);
        const sent = JSON.parse(user);
        expect(sent.task).toEqual({ title: question.title, description: question.text });
        expect(sent.goals).toEqual(OFFERED.map(({ key, title: named }) => ({ key, title: named })));
      }),
    );
  });
});

describe('an opinion', () => {
  it('suggests, and says whose words these are', () => {
    const flag = flagWith(read());
    expect(flag).toMatchObject({ state: 'suggested', nextAction: 'review-suggestion', goalIds: ['kr1.1'] });
    expect(flag.reason).toBe(
      'May serve KR1.1 “Escaped defects from 14 to 5” by what the judge (small-1) read in the title: “Pairing keeps defects from escaping.” (70 % likely); nobody has said yes or no yet.',
    );
  });

  it('never links by itself, however sure it is and however low the threshold', () => {
    for (const likelihood of [0.4, 0.8, 1]) {
      for (const threshold of [0, 0.5, 0.8]) {
        expect(flagWith(read({ likelihood }), threshold).state).toBe('suggested');
      }
    }
  });

  it('makes no link of a suggestion by text either', () => {
    const judged = read({ likelihood: 1 }).evidence;
    const evidence = [makeEvidence('text', 'kr1.1', { likelihood: 1 }), ...(judged ? [judged] : [])];
    const plain = { task: TASK, tried: [], decisions: [], previous: [], threshold: 0, goals: byId(GOALS) };
    expect(decideLinks({ ...plain, evidence }).links).toMatchObject([{ verdict: 'suggested' }]);
  });

  it('is not asked about beside a surer link', () => {
    const judged = read().evidence;
    const evidence = [makeEvidence('stated', 'kr2.1'), ...(judged ? [judged] : [])];
    const plain = { task: TASK, tried: [], decisions: [], previous: [], threshold: 0.8, goals: byId(GOALS) };
    expect(decideLinks({ ...plain, evidence }).links.map(({ goalId }) => goalId)).toEqual(['kr2.1']);
  });

  it('is never taken for as sure as it says it is', () => {
    expect(read({ likelihood: 1 }).evidence?.likelihood).toBe(0.75);
  });

  it('that finds none is one more line of what was tried', () => {
    const { evidence, tried } = read({ goalId: null, because: 'Routine upkeep.' });
    expect(evidence).toBeNull();
    expect(tried).toEqual({
      kind: 'judged',
      what: 'the judge (small-1) read the title beside KR1.1 and KR1.2: none, “Routine upkeep.”',
      bestGoalId: null,
      bestScore: null,
    });
    expect(flagWith({ evidence, tried }).state).toBe('no-why');
  });

  it('that is unsure of its goal suggests nothing', () => {
    expect(read({ likelihood: 0.39 })).toMatchObject({
      evidence: null,
      tried: { bestGoalId: 'kr1.1', bestScore: 0.39, what: expect.stringContaining('KR1.1, hardly') },
    });
  });

  it.each([
    ['reads differently', GOALS.map((goal) => (goal.key === 'KR1.2' ? { ...goal, title: 'Another aim' } : goal))],
    ['has another key', GOALS.map((goal) => (goal.key === 'KR1.2' ? { ...goal, key: 'KR9' } : goal))],
    ['was closed', GOALS.map((goal) => (goal.key === 'KR1.2' ? { ...goal, closedOn: '2026-11-01' } : goal))],
    ['is gone', GOALS.filter((goal) => goal.key !== 'KR1.2')],
  ])('does not count once a goal that was offered %s', (_what, goals) => {
    expect(read({}, goals)).toEqual({ evidence: null, tried: null });
  });

  it('gives way to the next that still counts', () => {
    const stale = opinion({ goalId: 'kr2.1', offered: [{ id: 'kr2.1', key: 'KR2.1', title: 'As it read then' }] });
    const found = readOpinions(TASK, [stale, opinion()], { goals: byId(GOALS), refused: new Set() });
    expect(found.evidence?.goalId).toBe('kr1.1');
  });

  it('still counts where other goals change', () => {
    expect(read({}, [...GOALS, makeGoal('O9')]).evidence).not.toBeNull();
  });

  it('does not reopen what a person refused', () => {
    expect(read({}, GOALS, ['kr1.1'])).toEqual({ evidence: null, tried: null });
  });
});
