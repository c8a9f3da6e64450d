import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Home, makeHome } from './command.ts';

const AIMS = ['Beds free by noon', 'No lost samples', 'Fewer falls at night', 'Letters out within a day'];
const WORK = ['write down', 'try out', 'teach everybody about', 'measure again', 'mend'];
const set = {
  name: 'clinic',
  goals: AIMS.map((text, at) => ({ id: `g${at}`, text })),
  tasks: AIMS.flatMap((aim, goal) =>
    WORK.map((work, at) => ({ id: `t${goal}-${at}`, text: `${work} ${aim.toLowerCase()}` })),
  ),
  links: AIMS.flatMap((_, goal) => WORK.map((_work, at) => [`t${goal}-${at}`, `g${goal}`])),
  seed: AIMS.map((_, goal) => `t${goal}-0`),
};

let home: Home;
beforeAll(() => {
  home = makeHome();
  writeFileSync(join(home.folder, 'clinic.json'), JSON.stringify(set));
});
afterAll(() => home?.remove());

const predictions = () =>
  readFileSync(join(home.folder, 'said.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('evaluate', () => {
  it.each([[[]], [['--seeded']]])('says how well a set is linked, and what it says of each task: %j', async (more) => {
    const ended = await home.run(['evaluate', 'clinic.json', '--predictions', 'said.jsonl', '--json', ...more]);
    expect(ended, ended.err).toMatchObject({ code: 0 });
    const { sets, mean } = JSON.parse(ended.out);
    expect(sets).toMatchObject([
      { name: 'clinic', goals: 4, tasks: more.length === 0 ? 20 : 16, accuracy1: 1, mrr: 1 },
    ]);
    expect(mean).toMatchObject({ accuracy1: 1 });
    expect(predictions()).toHaveLength(20);
    for (const { task, ranked, scores, confidence } of predictions()) {
      expect(ranked[0]).toBe(`g${task[1]}`);
      expect(scores).toHaveLength(ranked.length);
      expect(confidence).toBeGreaterThan(0);
      expect(confidence).toBeLessThanOrEqual(1);
    }
  });

  it('shows several sets as one table with their mean', async () => {
    const ended = await home.run(['evaluate', 'clinic.json', 'clinic.json']);
    expect(ended, ended.err).toMatchObject({ code: 0 });
    expect(
      ended.out
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(['set', 'clinic', 'clinic', 'mean']);
    expect(ended.err).toContain('20 tasks read');
  });

  it('opens no database', () => {
    expect(home.serverPid()).toBeNull();
    expect(existsSync(join(home.folder, 'data'))).toBe(false);
  });
});
