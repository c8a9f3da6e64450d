import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createBoilerplateLearner } from '../../../../src/domain/linking/boilerplate.ts';
import { cleanText } from '../../../../src/domain/linking/clean-text.ts';
import { goalsOf, type LabelledSet, tasksOf, truthOf } from '../../../../src/domain/linking/labelled-set.ts';
import { createLinker } from '../../../../src/domain/linking/linker.ts';
import type { LinkerGoal, LinkerTask } from '../../../../src/domain/linking/reading.ts';
import { createTaskReader } from '../../../../src/domain/linking/task-reader.ts';

const TASKS: LinkerTask[] = ['receipts', 'refunds', 'vouchers', 'returns', 'invoices'].map((what, at) => ({
  id: `t${at}`,
  title: `Faster ${what}`,
  text: `h2. What is to be done\nShow ${what} <b>sooner</b>\nSee https://x.example/browse/P-${at}`,
}));
const ASKED = { id: 'a', title: 'SSO for tills :tada:', text: 'What is to be done:\nKPI <b>of</b> tills' };

describe('createTaskReader', () => {
  it('leaves what a task says, each word where it stood', () => {
    const reader = createTaskReader({ sample: TASKS, goalTitles: [] });
    for (const task of TASKS) {
      const { id, title, text } = reader.read(task);
      expect({ id, title }).toEqual({ id: task.id, title: task.title });
      expect(text.trim().split(/\s+/u).join(' ')).toBe(`${task.text.slice(23).split(' <')[0]} sooner See`);
      expect(text.indexOf('sooner')).toBe(task.text.indexOf('sooner'));
    }
  });

  it('reads by what was learnt before as by the sample it was learnt from', () => {
    const learner = createBoilerplateLearner();
    for (const { text } of TASKS) learner.read(cleanText(text));
    const goalTitles = ['Show nothing'];
    const stored = createTaskReader({ boilerplate: learner.learnt(), glossary: [], goalTitles });
    const sampled = createTaskReader({ sample: TASKS, goalTitles });
    for (const task of [...TASKS, ASKED]) expect(stored.read(task)).toEqual(sampled.read(task));
    expect(stored.read(ASKED).text).not.toContain('to be done');
  });

  it('keeps a shared line that is a goal’s title', () => {
    const reader = createTaskReader({ sample: TASKS, goalTitles: ['What is to be done'] });
    expect(reader.read(ASKED).text).toContain('What is to be done');
  });

  it('adds what the glossary knows behind the original’s end', () => {
    const glossary = [{ short: 'SSO', long: 'Single Sign-On' }];
    const { title, text } = createTaskReader({ sample: TASKS, goalTitles: [], glossary }).read(ASKED);
    expect(title.trim()).toBe('SSO for tills');
    expect(text.slice(ASKED.text.length)).toBe('\nsingle sign on');
    expect(createTaskReader({ sample: TASKS, goalTitles: [], glossary: [] }).read(ASKED).text).toHaveLength(
      ASKED.text.length,
    );
  });
});

/** As tools hold it: the text in a template, with a stack trace, a log or somebody else's mail below it, made of words of the goals. */
function asWritten(tasks: readonly LinkerTask[], goals: readonly LinkerGoal[]): LinkerTask[] {
  const words = [...new Set(goals.flatMap(({ title, text }) => `${title} ${text}`.match(/[a-z]{5,}/gu) ?? []))];
  let drawn = 7;
  const draw = (below: number) => {
    drawn = (drawn * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((drawn / 2 ** 31) * below);
  };
  const word = () => words[draw(words.length)] ?? '';
  const lines = (count: number, line: () => string) => Array.from({ length: count }, line).join('\n');
  const noise = [
    () =>
      `java.lang.IllegalStateException: broken\n${lines(12, () => `\tat org.${word()}.${word()}(${word()}.java:${draw(900)})`)}`,
    () => lines(12, () => `2026-11-22 20:00:01,123 INFO [${word()}] org.${word()} - ${word()} ${word()}`),
    () => `On 3 May 2026, Ana Li <ana@acme.example> wrote:\n${lines(6, () => `> ${word()} ${word()} ${word()}`)}`,
    () => `\`\`\`\n${lines(12, () => `${word()}.${word()}(${word()})`)}\n\`\`\``,
  ];
  return tasks.map((task, at) => ({
    ...task,
    text: `h2. Description\n${task.text}\n\nh2. Steps to reproduce it\n# ${words.slice(0, 6).join(' ')}\n*Definition of done:* ${words.slice(6, 12).join(' ')}\n\n${noise[at % 4]?.()}`,
  }));
}

/** The labelled sets are read where they are and never copied; without PLUMBLINE_FIXTURES this part is left out, and the run says so. */
describe.skipIf(!process.env.PLUMBLINE_FIXTURES)('the labelled sets, as people write them', () => {
  it.each(['dronology', 'dronology-epics'])(
    '%s is read nearly as well as without templates, traces, logs and mail',
    (name) => {
      const file = path.join(process.env.PLUMBLINE_FIXTURES ?? '', 'linking', `${name}.json`);
      const set: LabelledSet = JSON.parse(readFileSync(file, 'utf8'));
      const goals = goalsOf(set);
      const truth = truthOf(set);
      const linker = createLinker({ goals });
      const shareRight = (tasks: readonly LinkerTask[]) => {
        const linked = tasks.filter(({ id }) => (truth.get(id)?.size ?? 0) > 0);
        const right = linked.filter((task) => truth.get(task.id)?.has(linker.read(task).ranked[0]?.goalId ?? ''));
        return right.length / linked.length;
      };
      const written = asWritten(tasksOf(set), goals);
      const reader = createTaskReader({ sample: written, goalTitles: goals.map(({ title }) => title) });
      const bare = shareRight(tasksOf(set));
      expect(shareRight(written)).toBeLessThan(bare - 0.05);
      expect(shareRight(written.map(reader.read))).toBeGreaterThan(bare - 0.02);
    },
  );
});
