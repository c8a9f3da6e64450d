/** One record of an import file, parsed from CSV or YAML; `row` counts as the file's editor shows it. */
export interface ImportRow {
  readonly row: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** One fault, said so that its author can mend it. */
export interface ImportError {
  readonly row: number;
  /** null where the fault is the whole row's. */
  readonly column: string | null;
  readonly message: string;
}

/** All records, or all errors: a file is applied whole or not at all. */
export type ImportResult<T> =
  | { readonly records: readonly T[]; readonly errors: readonly [] }
  | { readonly records: null; readonly errors: readonly ImportError[] };

/** Reads one row's cells and gathers what is wrong with them. */
export interface RowReader {
  readonly row: number;
  text(column: string): string | null;
  required(column: string): string;
  number(column: string): number | null;
  oneOf<T extends string>(column: string, values: readonly T[]): T | null;
  fail(column: string | null, message: string): void;
}

export function readRow(source: ImportRow, errors: ImportError[]): RowReader {
  const cells = new Map(Object.entries(source.values).map(([name, value]) => [columnName(name), value]));
  const fail = (column: string | null, message: string) => void errors.push({ row: source.row, column, message });
  const text = (column: string): string | null => {
    const cell = cells.get(column);
    if (cell === undefined || cell === null) return null;
    if (typeof cell === 'object' && !(cell instanceof Date)) {
      fail(column, 'must be a single value');
      return null;
    }
    // YAML reads a bare 2026-12-31 as a date; its author wrote a day.
    const written = cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell).trim();
    return written === '' ? null : written;
  };
  return {
    row: source.row,
    text,
    fail,
    required: (column) => {
      const value = text(column);
      if (value === null) fail(column, 'is missing');
      return value ?? '';
    },
    number: (column) => {
      const value = text(column);
      if (value === null) return null;
      const read = readNumber(value);
      if (read === null) fail(column, `“${value}” is not a number`);
      return read;
    },
    oneOf: (column, values) => {
      const value =
        text(column)
          ?.toLowerCase()
          .replace(/[\s_]+/gu, '-') ?? null;
      if (value === null) return null;
      const found = values.find((one) => one === value);
      if (!found) fail(column, `must be one of ${values.join(', ')}`);
      return found ?? null;
    },
  };
}

/** "1,200", "1 200" and "12.5" are numbers; "12 %" is 12 (its unit stands beside it). */
function readNumber(value: string): number | null {
  const plain = value.replace(/\s*%$/u, '').replace(/(?<=\d)[\s\u00a0',](?=\d{3}(?!\d))/gu, '');
  return /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?$/iu.test(plain) ? Number(plain) : null;
}

function columnName(name: string): string {
  return name
    .replace(/^\uFEFF/u, '')
    .trim()
    .toLowerCase();
}

/** A column nobody reads is a typing error that would lose data quietly. */
export function checkColumns(source: ImportRow, known: readonly string[], errors: ImportError[]): void {
  for (const name of Object.keys(source.values)) {
    const column = columnName(name);
    if (column === '' && isEmpty(source.values[name])) continue;
    if (!known.includes(column)) {
      errors.push({ row: source.row, column: name, message: `is not a known column; known are ${known.join(', ')}` });
    }
  }
}

/** Unknown columns of a table are the same in every row: said once, at the first. */
export function checkAllColumns(rows: readonly ImportRow[], known: readonly string[], errors: ImportError[]): void {
  const said = new Set<string>();
  for (const row of rows) {
    const found: ImportError[] = [];
    checkColumns(row, known, found);
    for (const error of found) {
      if (said.has(error.column ?? '')) continue;
      said.add(error.column ?? '');
      errors.push(error);
    }
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || String(value).trim() === '';
}

export function result<T>(records: readonly T[], errors: readonly ImportError[]): ImportResult<T> {
  if (errors.length === 0) return { records, errors: [] };
  return { records: null, errors: [...errors].sort((a, b) => a.row - b.row) };
}

/** Those that lie on a ring of "above": `above` gives the key above one, or null. */
export function onRings(keys: Iterable<string>, above: (key: string) => string | null): Set<string> {
  const rings = new Set<string>();
  for (const start of keys) {
    const seen = new Set<string>();
    let key: string | null = start;
    while (key !== null && !seen.has(key)) {
      seen.add(key);
      key = above(key);
    }
    if (key === start) rings.add(start);
  }
  return rings;
}
