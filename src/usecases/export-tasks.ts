import { pipeline, Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Viewer } from '../domain/person.ts';
import { ACTION_WORDS, EVIDENCE_WORDS, STATE_WORDS, TOOL_WORDS } from '../domain/wording.ts';
import { suggestedToo, type toTaskView } from './list-tasks.ts';
import { type OrderQuery, orderTasks, readTaskRows } from './order-tasks.ts';
import type { ViewDeps } from './read-alignment.ts';

type Row = ReturnType<typeof toTaskView>;

const COLUMNS: Readonly<Record<string, (row: Row) => string | number | null | undefined>> = {
  Key: (row) => row.key,
  Task: (row) => row.title,
  Tool: (row) => TOOL_WORDS[row.tool],
  Scope: (row) => row.scope?.name,
  Team: (row) => row.team?.name,
  Assignee: (row) => row.assignee,
  Status: (row) => row.statusName,
  'Age in days': (row) => row.ageDays,
  Estimate: (row) => row.estimate,
  State: (row) => row.flag && STATE_WORDS[row.flag.state],
  'Why it is here': (row) => row.flag?.reason,
  'What now?': (row) => row.flag && ACTION_WORDS[row.flag.nextAction],
  Serves: (row) => (row.flag?.state === 'suggested' ? null : keysOf(row.goals)),
  'May serve': (row) => row.suggestion && keysOf([row.suggestion.goal, ...suggestedToo(row)]),
  'What speaks for it': (row) =>
    row.suggestion && `${EVIDENCE_WORDS[row.suggestion.kind]}, ${row.suggestion.because}, ${row.suggestion.sureness}`,
  Address: (row) => row.url,
};

function keysOf(goals: Row['goals']): string {
  return goals.map(({ key }) => key).join(' ');
}

const ROWS_AT_ONCE = 500;

/**
 * The same rows as the list, in its order, as CSV: with a byte order mark, without which Excel takes UTF-8 for something else, and an
 * apostrophe before whatever a spreadsheet would compute. Read by and by while it is sent.
 *
 * @throws UseCaseError as the list does, before the first byte.
 */
export async function exportTasks(deps: ViewDeps, viewer: Viewer, query: OrderQuery): Promise<Readable> {
  const { groups } = await orderTasks(deps, viewer, query);
  const csv = stringify({
    header: true,
    columns: Object.keys(COLUMNS),
    bom: true,
    escape_formulas: true,
    record_delimiter: 'windows',
  });
  const ids = groups.flatMap((group) => group.ids.split('\n'));
  // Whatever goes wrong ends the answer in its midst, which whoever downloads is told.
  return pipeline(Readable.from(readCells(deps, viewer, ids)), csv, () => undefined);
}

async function* readCells(deps: ViewDeps, viewer: Viewer, ids: readonly string[]) {
  for (let at = 0; at < ids.length; at += ROWS_AT_ONCE) {
    const rows = await readTaskRows(deps, viewer, ids.slice(at, at + ROWS_AT_ONCE));
    for (const row of rows) yield Object.values(COLUMNS).map((cellOf) => cellOf(row) ?? '');
  }
}
