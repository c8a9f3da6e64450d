import { parse as parseCsv } from 'csv-parse/sync';
import { isMap, isSeq, LineCounter, parseDocument } from 'yaml';
import type { ImportRow } from '../domain/import/rows.ts';
import { UseCaseError } from './errors.ts';

/** What a file may be written in. */
export type FileFormat = 'csv' | 'yaml';

export function formatOf(fileName: string): FileFormat {
  if (/\.ya?ml$/i.test(fileName)) return 'yaml';
  if (/\.(csv|tsv|txt)$/i.test(fileName)) return 'csv';
  throw new UseCaseError('unknown-format', `${fileName} is neither .csv nor .yaml; save it as one of them.`);
}

/** The records of a file with the line each stands in. @throws UseCaseError `unreadable-file`, naming the line. */
export function readRows(text: string, format: FileFormat): ImportRow[] {
  return format === 'yaml' ? readYaml(text) : readCsv(text);
}

function readCsv(text: string): ImportRow[] {
  try {
    const records: { record: Record<string, string>; info: { lines: number } }[] = parseCsv(text, {
      bom: true,
      columns: true,
      info: true,
      skip_empty_lines: true,
      delimiter: delimiterOf(text),
      trim: true,
    });
    return records.map(({ record, info }) => ({ row: info.lines, values: record }));
  } catch (error) {
    const line = (error as { lines?: number }).lines;
    const where = line === undefined ? '' : ` at line ${line}`;
    throw new UseCaseError(
      'unreadable-file',
      `The CSV cannot be read${where}: check its quotes and its number of columns.`,
      {
        cause: error,
      },
    );
  }
}

/**
 * What parts the columns: commas, semicolons as spreadsheets write them where the decimals take the comma, or tabs. The heading tells,
 * and a comma in a title further down then needs no quotes.
 */
function delimiterOf(text: string): string {
  const [heading = ''] = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const count = (delimiter: string) => heading.split(delimiter).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

function readYaml(text: string): ImportRow[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [fault] = document.errors;
  if (fault) {
    const { line } = lines.linePos(fault.pos[0]);
    throw new UseCaseError('unreadable-file', `The YAML cannot be read at line ${line}: ${fault.message}.`, {
      cause: fault,
    });
  }
  if (document.contents === null) return [];
  if (!isSeq(document.contents)) {
    throw new UseCaseError('unreadable-file', 'The YAML must be a list of records, each beginning with “- ”.');
  }
  return document.contents.items.map((item, index) => {
    const start = isMap(item) ? (item.range?.[0] ?? 0) : 0;
    const row = lines.linePos(start).line || index + 1;
    if (!isMap(item)) throw new UseCaseError('unreadable-file', `The record at line ${row} is not a map of columns.`);
    return { row, values: item.toJS(document) as Record<string, unknown> };
  });
}
