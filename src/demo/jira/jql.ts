/** The part of JQL the simulated site understands: comparisons joined by AND, and ORDER BY. */
import type { Zone } from './dates.ts';

export interface Clause {
  readonly field: string;
  readonly operator: '=' | '!=' | 'in' | 'not in' | '>' | '>=' | '<' | '<=';
  readonly values: readonly string[];
}

export interface Order {
  readonly field: 'id' | 'updated' | 'created';
  readonly isDescending: boolean;
}

export interface Query {
  readonly clauses: readonly Clause[];
  readonly order: readonly Order[];
}

/** What Jira would answer with 400; the message is its own. */
export class JqlError extends Error {}

const fields = new Map([
  ['project', 'project'],
  ['id', 'id'],
  ['key', 'id'],
  ['issue', 'id'],
  ['issuekey', 'id'],
  ['updated', 'updated'],
  ['updateddate', 'updated'],
  ['created', 'created'],
  ['createddate', 'created'],
  ['status', 'status'],
  ['issuetype', 'issuetype'],
]);

const token = /\s*(?:"([^"]*)"|'([^']*)'|(>=|<=|!=|=|>|<|\(|\)|,)|([^\s"'(),=<>!]+))/y;

interface Token {
  readonly text: string;
  readonly isQuoted: boolean;
}

function tokenise(jql: string): Token[] {
  const tokens: Token[] = [];
  const text = jql.trim();
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (match === null)
      throw new JqlError(`Error in the JQL Query: The character at position ${from + 1} is not allowed here.`);
    const quoted = match[1] ?? match[2];
    tokens.push(
      quoted === undefined ? { text: match[3] ?? match[4] ?? '', isQuoted: false } : { text: quoted, isQuoted: true },
    );
  }
  return tokens;
}

/** @throws JqlError For what Jira refuses, and for a query without any restriction. */
export function parseJql(jql: string): Query {
  const tokens = tokenise(jql);
  let at = 0;
  const peek = () => tokens[at];
  const isWord = (word: string) => peek()?.isQuoted === false && peek()?.text.toLowerCase() === word;
  const take = (): Token => {
    const next = tokens[at];
    if (next === undefined) throw new JqlError('Error in the JQL Query: Expecting more at the end of the query.');
    at += 1;
    return next;
  };
  const expect = (word: string) => {
    if (!isWord(word))
      throw new JqlError(`Error in the JQL Query: Expecting '${word}' but got '${peek()?.text ?? 'the end'}'.`);
    at += 1;
  };
  const clauses: Clause[] = [];
  while (peek() !== undefined && !isWord('order')) {
    if (clauses.length > 0) expect('and');
    clauses.push(readClause(take, isWord, expect));
  }
  const order: Order[] = [];
  if (isWord('order')) {
    at += 1;
    expect('by');
    do {
      if (order.length > 0) at += 1;
      order.push(readOrder(take().text, isWord('desc')));
      if (isWord('asc') || isWord('desc')) at += 1;
    } while (isWord(','));
  }
  if (peek() !== undefined) throw new JqlError(`Error in the JQL Query: Unexpected '${peek()?.text}'.`);
  if (clauses.length === 0)
    throw new JqlError('Unbounded JQL queries are not allowed here. Please add a search restriction to your query.');
  return { clauses, order };
}

function readClause(take: () => Token, isWord: (word: string) => boolean, expect: (word: string) => void): Clause {
  const name = take().text;
  const field = fields.get(name.toLowerCase());
  if (field === undefined)
    throw new JqlError(`Field '${name}' does not exist or you do not have permission to view it.`);
  let operator = take().text.toLowerCase();
  if (operator === 'not') {
    expect('in');
    operator = 'not in';
  }
  if (!isOperator(operator)) throw new JqlError(`Error in the JQL Query: Expecting operator but got '${operator}'.`);
  if (operator !== 'in' && operator !== 'not in') return { field, operator, values: [take().text] };
  expect('(');
  const values = [take().text];
  while (isWord(',')) {
    expect(',');
    values.push(take().text);
  }
  expect(')');
  return { field, operator, values };
}

function isOperator(word: string): word is Clause['operator'] {
  return ['=', '!=', 'in', 'not in', '>', '>=', '<', '<='].includes(word);
}

function readOrder(name: string, isDescending: boolean): Order {
  const field = fields.get(name.toLowerCase());
  if (field !== 'id' && field !== 'updated' && field !== 'created')
    throw new JqlError(`Field '${name}' is not orderable.`);
  return { field, isDescending };
}

/**
 * The instant a JQL date means. Quoted dates are wall-clock times of the searching user, to the minute; a bare number is
 * milliseconds since 1970; `-5m`, `-2h`, `-1d`, `-1w` count back from now.
 */
export function readDate(value: string, zone: Zone, now: number): number {
  if (/^\d{6,}$/.test(value)) return Number(value);
  const relative = /^-(\d+)([mhdw])$/.exec(value);
  if (relative !== null)
    return now - Number(relative[1]) * { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }[relative[2] as 'm'];
  const date = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?: (\d{1,2}):(\d{2}))?$/.exec(value);
  if (date === null) {
    throw new JqlError(
      `Date value '${value}' for field 'updated' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', 'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.`,
    );
  }
  const [, year, month, day, hour = '0', minute = '0'] = date;
  return zone.fromParts(Number(year), Number(month), Number(day), Number(hour), Number(minute));
}
