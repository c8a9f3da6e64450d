import { describe, expect, it } from 'vitest';
import { questionsAbout } from '../../../../connectors/confluence/cql.ts';

const after = Date.parse('2026-11-22T10:16:36.789Z');

describe('a question about changed pages', () => {
  it('names the spaces of one moment together, as the clock of the westernmost zone shows it, to the minute', () => {
    expect(questionsAbout(['ONE', '~712020'].map((key) => ({ key, after })))).toEqual([
      'type = page and ((space in ("ONE","~712020") and lastmodified >= "2026/11/21 22:16")) order by lastmodified desc',
    ]);
  });

  it('asks for each space from its own moment, and for all of one that was empty', () => {
    const [question, ...more] = questionsAbout([
      { key: 'ONE', after },
      { key: 'TWO', after: after - 86_400_000 },
      { key: 'NEW', after: null },
    ]);
    expect(more).toEqual([]);
    expect(question).toContain('(space in ("ONE") and lastmodified >= "2026/11/21 22:16")');
    expect(question).toContain(' or (space in ("TWO") and lastmodified >= "2026/11/20 22:16")');
    expect(question).toContain(' or (space in ("NEW"))');
  });

  it('lets no key end its quotes', () => {
    expect(questionsAbout([{ key: 'A") or type = ("\\', after: null }])).toEqual([
      'type = page and ((space in ("A\\") or type = (\\"\\\\"))) order by lastmodified desc',
    ]);
  });

  it('becomes several where an address would be too long, and names each space once', () => {
    const keys = Array.from({ length: 1_000 }, (_, at) => `SPACE${at}`);
    const questions = questionsAbout(keys.map((key, at) => ({ key, after: after - (at % 3) * 3_600_000 })));
    expect(questions.length).toBeLessThan(8);
    expect(questions.every((one) => encodeURIComponent(one).length < 8_000)).toBe(true);
    expect(questions.flatMap((one) => one.match(/SPACE\d+/g) ?? []).sort()).toEqual(keys.toSorted());
  });

  it('is none where there is nothing to ask about', () => {
    expect(questionsAbout([])).toEqual([]);
  });
});
