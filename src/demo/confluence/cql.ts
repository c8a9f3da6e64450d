/** The part of Confluence's query language that finds pages by type, space and time ("Advanced searching using CQL", read 2026-11-22). */
import type { Zone } from '../jira/dates.ts';

/** What a clause may ask of a page. */
export interface Asked {
  readonly type: string;
  readonly space: string;
  readonly id: string;
  readonly lastmodified: number;
}

export interface Question {
  readonly matches: (page: Asked) => boolean;
  readonly isNewestFirst: boolean;
}

type Matches = Question['matches'];

/** @param zone Of the user who asks: a time in a question is one of theirs. @throws Error For what cannot be parsed. */
export function parseCql(cql: string, zone: Zone): Question {
  const words = [...cql.matchAll(/"((?:[^"\\]|\\.)*)"|>=|<=|!=|[(),=<>]|[^\s(),=<>"!]+/g)].map(
    ([all, quoted]): Word => (quoted === undefined ? { text: all } : { text: unquote(quoted), isQuoted: true }),
  );
  const reader = readWords(words);
  const matches = readAny(reader, zone);
  const isNewestFirst = readOrder(reader);
  if (!reader.isAtEnd()) throw new Error('there is more than a question');
  return { matches, isNewestFirst };
}

interface Word {
  readonly text: string;
  readonly isQuoted?: boolean;
}

interface Reader {
  /** Takes the next one if it is this word. */
  skip(text: string): boolean;
  take(): string;
  isAtEnd(): boolean;
}

function readWords(words: readonly Word[]): Reader {
  let at = 0;
  return {
    skip(text) {
      const word = words[at];
      const isIt = word !== undefined && !word.isQuoted && word.text.toLowerCase() === text;
      if (isIt) at += 1;
      return isIt;
    },
    take() {
      const word = words[at];
      if (word === undefined) throw new Error('the question breaks off');
      at += 1;
      return word.text;
    },
    isAtEnd: () => at === words.length,
  };
}

function readAny(reader: Reader, zone: Zone): Matches {
  const parts = [readAll(reader, zone)];
  while (reader.skip('or')) parts.push(readAll(reader, zone));
  return (page) => parts.some((matches) => matches(page));
}

function readAll(reader: Reader, zone: Zone): Matches {
  const parts = [readOne(reader, zone)];
  while (reader.skip('and')) parts.push(readOne(reader, zone));
  return (page) => parts.every((matches) => matches(page));
}

function readOne(reader: Reader, zone: Zone): Matches {
  if (reader.skip('(')) {
    const matches = readAny(reader, zone);
    if (!reader.skip(')')) throw new Error('a parenthesis is open');
    return matches;
  }
  const field = reader.take().toLowerCase();
  if (field === 'lastmodified') return readTime(reader, zone);
  if (field !== 'type' && field !== 'space' && field !== 'id') throw new Error('no such field');
  const values = readValues(reader);
  return (page) => values.includes(page[field]);
}

function readValues(reader: Reader): string[] {
  if (reader.skip('=')) return [reader.take()];
  if (!reader.skip('in') || !reader.skip('(')) throw new Error('no such operator');
  const values = [reader.take()];
  while (reader.skip(',')) values.push(reader.take());
  if (!reader.skip(')')) throw new Error('a list is open');
  return values;
}

function readTime(reader: Reader, zone: Zone): Matches {
  const operator = ['>=', '<=', '>', '<'].find((one) => reader.skip(one));
  if (operator === undefined) throw new Error('no such operator');
  const match = /^(\d{4})[/-](\d{2})[/-](\d{2})(?: (\d{2}):(\d{2}))?$/.exec(reader.take());
  if (match === null) throw new Error('no such time');
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = match.slice(1).map((part) => Number(part ?? 0));
  const at = zone.fromParts(year, month, day, hour, minute);
  return ({ lastmodified }) =>
    operator.startsWith('>')
      ? lastmodified > at || (operator === '>=' && lastmodified === at)
      : lastmodified < at || (operator === '<=' && lastmodified === at);
}

function readOrder(reader: Reader): boolean {
  if (!reader.skip('order')) return false;
  if (!reader.skip('by') || !reader.skip('lastmodified')) throw new Error('no such order');
  return reader.skip('desc') || (reader.skip('asc') && false);
}

function unquote(text: string): string {
  return text.replace(/\\(.)/g, '$1');
}
