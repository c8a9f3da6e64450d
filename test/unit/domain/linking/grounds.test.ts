import { describe, expect, it } from 'vitest';
import { createLinker } from '../../../../src/domain/linking/linker.ts';
import { spansOf } from '../../../../src/domain/linking/spans-of.ts';
import { GOALS, TASKS } from './company.ts';

const linker = createLinker({ goals: GOALS, examples: TASKS });
const explain = (title: string, text: string, goalId: string) => {
  const task = { id: 'asked', title, text };
  const words = linker.explain(task, goalId)?.words ?? [];
  return { words, said: spansOf(words, task).map((span) => task[span.in].slice(span.from, span.to)) };
};

describe('explain', () => {
  it('names the words that carry a goal, and every place where they stand', () => {
    const { words, said } = explain('Auditor 😀 asks twice', 'The AUDITOR wants the audit log; auditors do.', 'soc2');
    expect(words[0]).toBe('Auditor');
    expect(words).toContain('log');
    expect(words).not.toContain('twice');
    expect(said.filter((word) => /auditor/iu.test(word))).toEqual(['Auditor', 'AUDITOR', 'auditors']);
  });

  it('names each word once, at most five, and nothing that says nothing', () => {
    const { words } = explain(
      'Access review, audit log, evidence, security controls for the auditor',
      'audit AUDIT',
      'soc2',
    );
    expect(words).toHaveLength(5);
    expect(new Set(words.map((word) => word.toLowerCase())).size).toBe(5);
    expect(words).not.toContain('for');
  });

  it('names words that stand in title or text, and no word twice', () => {
    for (const task of TASKS) {
      for (const { id } of GOALS) {
        const { words, said } = explain(task.title, task.text, id);
        expect(new Set(words.map((word) => word.toLowerCase())).size).toBe(words.length);
        for (const word of words) expect(said).toContain(word);
      }
    }
  });

  it('names the nearest example of the goal, and the nearest task that serves none', () => {
    const grounds = linker.explain({ id: 'asked', title: 'Flaky clicks in search results', text: '' }, 'search');
    expect(grounds?.like?.taskId).toBe('S-23');
    expect(['S-26', 'S-28']).toContain(grounds?.likeNone?.taskId);
    for (const near of [grounds?.like, grounds?.likeNone]) {
      expect(near?.likeness).toBeGreaterThan(0);
      expect(near?.likeness).toBeLessThanOrEqual(1);
    }
  });

  it('names no example where none shares a word', () => {
    const grounds = linker.explain({ id: 'asked', title: 'Qqq', text: '' }, 'search');
    expect(grounds).toEqual({ words: [], like: null, likeNone: null });
  });

  it('has nothing to say of a goal it does not know', () => {
    expect(linker.explain({ id: 'asked', title: 'Search', text: '' }, 'gone')).toBeNull();
  });
});
