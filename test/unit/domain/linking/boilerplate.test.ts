import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createBoilerplateLearner,
  knownBoilerplate,
  learnBoilerplate,
} from '../../../../src/domain/linking/boilerplate.ts';

const OWN = 'abcdefghijklmnopqrstuvwxyz'
  .split('')
  .map((letter) => `Make ${letter.repeat(4)} and ${letter.repeat(6)} faster`);

/** Descriptions written into one template, each with a line of its own. */
function fromTemplate(own: readonly string[]): string[] {
  return own.map(
    (line, at) =>
      `## Steps to reproduce\n${at + 1}. Step ${at}: open it\n\n*Acceptance criteria:* ${line}\n${line}\nAs a … I want …`,
  );
}

describe('learnBoilerplate', () => {
  const texts = fromTemplate(OWN);
  const boilerplate = learnBoilerplate(texts);

  it('leaves out the lines of a template and keeps what is said in it', () => {
    const [text = ''] = texts;
    const left = boilerplate.strip(text);
    expect(
      left
        .trim()
        .split(/\s{2,}|\n/u)
        .map((part) => part.trim())
        .filter(Boolean),
    ).toEqual([expect.stringContaining(OWN[0] ?? ''), OWN[0]]);
    expect(left).not.toMatch(/criteria|reproduce|want/u);
    expect(left).toHaveLength(text.length);
    expect(left.indexOf(OWN[0] ?? '')).toBe(text.indexOf(OWN[0] ?? ''));
  });

  it.each(['STEPS TO REPRODUCE', '  ## 12. steps   to reproduce:', 'Steps to reproduce (2)', '1) as a - I want -'])(
    'knows %j in other spellings',
    (line) => {
      expect(boilerplate.strip(line).trim()).toBe('');
    },
  );

  it.each(['As a buyer I want a receipt', 'Steps to reproduce it', 'Payments', ''])('keeps %j', (line) => {
    expect(boilerplate.strip(line)).toBe(line);
  });

  it('learns nothing from fewer than five tasks', () => {
    expect(learnBoilerplate(texts.slice(0, 4)).size).toBe(0);
    expect(learnBoilerplate(texts.slice(0, 5)).size).toBeGreaterThan(0);
    expect(learnBoilerplate([]).strip('Steps to reproduce')).toBe('Steps to reproduce');
  });

  it('learns what one task in fifty has, and not what fewer have', () => {
    const others = (count: number) =>
      Array.from(
        { length: count },
        (_, at) => `said ${'x'.repeat(1 + (at % 40))} ${'y'.repeat(1 + Math.floor(at / 40))}`,
      );
    const six = Array.from({ length: 6 }, () => 'Definition of done');
    expect(learnBoilerplate([...six, ...others(294)]).size).toBe(1);
    expect(learnBoilerplate([...six, ...others(295)]).size).toBe(0);
  });

  it('counts a line once for each task, however often it stands there', () => {
    expect(learnBoilerplate(['to be done\n'.repeat(50), 'other words']).size).toBe(0);
  });

  it('keeps a shared line that names a goal by its title or its key', () => {
    const serving = OWN.map((line) => `Median days to go-live\nServes KR1.2 now\nTo be done\n${line}`);
    const left = learnBoilerplate(serving, ['Median days to go-live', 'done']).strip(serving[0] ?? '');
    expect(left.split('\n').map((line) => line.trim())).toEqual([
      'Median days to go-live',
      'Serves KR1.2 now',
      '',
      OWN[0],
    ]);
  });

  it('keeps learning when tasks bring more lines than it remembers', () => {
    const wordy = (task: number) =>
      Array.from(
        { length: 1_000 },
        (_, line) =>
          `own ${'x'.repeat(1 + (line % 60))} ${'y'.repeat(1 + Math.floor(line / 60))} ${'z'.repeat(1 + (task % 50))} ${'w'.repeat(1 + Math.floor(task / 50))}`,
      ).join('\n');
    function* many() {
      for (let task = 0; task < 150; task++) yield `${wordy(task)}\nSteps to reproduce`;
    }
    expect(learnBoilerplate(many()).strip('Steps to reproduce').trim()).toBe('');
  });

  it('only ever puts spaces in the place of characters', () => {
    const lines = fc.array(
      fc.constantFrom(
        'Steps to reproduce',
        'as a I want',
        'Acceptance criteria: x',
        'own',
        '',
        'ü: 🚀',
        ':',
        '## steps to reproduce:',
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(lines, (parts) => {
        const text = parts.join('\n');
        const left = boilerplate.strip(text);
        expect(left).toHaveLength(text.length);
        for (let at = 0; at < text.length; at++)
          if (left[at] !== text[at]) expect([left[at], text[at] === '\n']).toEqual([' ', false]);
        expect(boilerplate.strip(left)).toBe(left);
      }),
    );
  });
});

describe('createBoilerplateLearner', () => {
  const learn = (texts: readonly string[], known: readonly number[] = []) => {
    const learner = createBoilerplateLearner(known);
    for (const text of texts) learner.read(text);
    return learner.learnt();
  };
  const shared = (count: number) => Array.from({ length: count }, () => 'Definition of done');

  it('learns numbers that strip other texts the same way, in one order whatever order it read', () => {
    const texts = fromTemplate(OWN);
    const boilerplate = learnBoilerplate(texts);
    const learnt = learn(texts);
    expect(learnt).toEqual(learn([...texts].reverse()));
    // As they come back from where they are stored.
    const known = knownBoilerplate(JSON.parse(JSON.stringify(learnt)));
    for (const text of texts) expect(known.strip(text)).toBe(boilerplate.strip(text));
  });

  it('keeps what was learnt while half as many have it, so that a line at the border does not come and go', () => {
    const known = learn(shared(5));
    expect(known).toHaveLength(1);
    expect(learn(shared(4))).toEqual([]);
    expect(learn(shared(3), known)).toEqual(known);
    expect(learn(shared(2), known)).toEqual([]);
  });
});
