import { type Difference, differenceOf } from './difference.ts';
import {
  checkAllColumns,
  type ImportError,
  type ImportResult,
  type ImportRow,
  onRings,
  type RowReader,
  readRow,
  result,
} from './rows.ts';

/** A person as an import file says it. */
export interface PersonDraft {
  readonly email: string;
  readonly name: string;
  readonly managerEmail: string | null;
  readonly team: string | null;
  /** Accounts in tools that hide e-mails: the tool's id, or the name it shows. */
  readonly jira: string | null;
  readonly asana: string | null;
  readonly trello: string | null;
}

export const PEOPLE_COLUMNS = ['email', 'name', 'manager', 'team', 'jira', 'asana', 'trello'] as const;

const TOOLS_WITH_ACCOUNTS = ['jira', 'asana', 'trello'] as const;

/**
 * People of a file, or everything that is wrong with it by row and column.
 *
 * @param known Those already stored: managers may be among them.
 */
export function readPeople(
  rows: readonly ImportRow[],
  known: readonly Pick<PersonDraft, 'email' | 'managerEmail'>[],
): ImportResult<PersonDraft> {
  const errors: ImportError[] = [];
  checkAllColumns(rows, PEOPLE_COLUMNS, errors);
  const drafts = rows.map((row) => ({ row: row.row, draft: readPerson(readRow(row, errors)) }));
  checkUnique(drafts, errors);
  checkManagers(drafts, known, errors);
  return result(
    drafts.map(({ draft }) => draft),
    errors,
  );
}

/** What applying the file would change. Stored people who are not in it are kept, and listed as missing. */
export function diffPeople(current: readonly PersonDraft[], wanted: readonly PersonDraft[]): Difference<PersonDraft> {
  return differenceOf(current, wanted, (person) => person.email);
}

function readPerson(cells: RowReader): PersonDraft {
  return {
    email: readEmail(cells, 'email', true) ?? '',
    name: cells.required('name'),
    managerEmail: readEmail(cells, 'manager', false),
    team: cells.text('team'),
    jira: cells.text('jira'),
    asana: cells.text('asana'),
    trello: cells.text('trello')?.replace(/^@/u, '') ?? null,
  };
}

function readEmail(cells: RowReader, column: string, isRequired: boolean): string | null {
  const email = (isRequired ? cells.required(column) : cells.text(column))?.toLowerCase() ?? null;
  if (email !== null && email !== '' && !/^[^\s@]+@[^\s@]+$/u.test(email))
    cells.fail(column, `“${email}” is not an e-mail address`);
  return email;
}

interface DraftRow {
  readonly row: number;
  readonly draft: PersonDraft;
}

function checkUnique(drafts: readonly DraftRow[], errors: ImportError[]): void {
  const first = new Map<string, number>();
  const say = (row: number, column: string, value: string | null) => {
    if (value === null || value === '') return;
    const key = `${column} ${value.toLowerCase()}`;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, row);
    else errors.push({ row, column, message: `${value} is already in row ${earlier}` });
  };
  for (const { row, draft } of drafts) {
    say(row, 'email', draft.email);
    for (const tool of TOOLS_WITH_ACCOUNTS) say(row, tool, draft[tool]);
  }
}

function checkManagers(
  drafts: readonly DraftRow[],
  known: readonly Pick<PersonDraft, 'email' | 'managerEmail'>[],
  errors: ImportError[],
): void {
  const people = new Map(
    known.map((person) => [person.email.toLowerCase(), person.managerEmail?.toLowerCase() ?? null]),
  );
  for (const { draft } of drafts) people.set(draft.email, draft.managerEmail);
  const rings = onRings(people.keys(), (email) => people.get(email) ?? null);
  for (const { row, draft } of drafts) {
    if (draft.managerEmail === null) continue;
    if (!people.has(draft.managerEmail)) {
      errors.push({
        row,
        column: 'manager',
        message: `nobody with the e-mail ${draft.managerEmail} is in this file or known`,
      });
    } else if (rings.has(draft.email)) {
      errors.push({ row, column: 'manager', message: `${draft.email} would be above themselves` });
    }
  }
}
