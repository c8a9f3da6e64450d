import { useDebouncedValue } from '@mantine/hooks';
import { useQueries } from '@tanstack/react-query';
import { useRef } from 'react';
import type { TaskRow } from '../../api/schemas/tasks.ts';
import type { ListLayout } from '../list-layout.ts';
import { rowsQuery, windowRows } from '../list-queries.ts';

/** Who scrolls fast is asked for nothing on the way. */
const settleMs = 80;
/** Rows that were read stay at hand while others are; more would only fill the memory. */
const knownMax = 3_000;

export interface TaskRows {
  readonly rowOf: (id: string) => TaskRow | undefined;
  /** True where a row was asked for and is not there any more, or cannot be seen. */
  readonly isMissing: (id: string) => boolean;
  readonly isReading: boolean;
  readonly error: Error | null;
  readonly readAgain: () => void;
}

/** The rows around what is seen, in windows that do not change while one scrolls; kept up to date in their places. */
export function useTaskRows(layout: ListLayout, first: number, last: number): TaskRows {
  const known = useRef(new Map<string, TaskRow>());
  const span = `${Math.floor(first / windowRows)}-${Math.floor(last / windowRows)}`;
  const [settled] = useDebouncedValue(span, settleMs, { leading: true });
  const [from = 0, to = 0] = settled.split('-').map(Number);
  const windows = Array.from({ length: to - from + 1 }, (_, at) =>
    layout.idsBetween((from + at) * windowRows, (from + at + 1) * windowRows),
  ).filter((ids) => ids.length > 0);
  const answers = useQueries({ queries: windows.map((ids) => rowsQuery(ids)) });
  if (known.current.size > knownMax) known.current.clear();
  const missing = new Set<string>();
  for (const [at, { data }] of answers.entries()) {
    if (!data) continue;
    const read = new Set(data.map(({ id }) => id));
    for (const task of data) known.current.set(task.id, task);
    for (const id of windows[at] ?? []) if (!read.has(id)) missing.add(id);
  }
  const failed = answers.find(({ isError, data }) => isError && !data);
  return {
    rowOf: (id) => known.current.get(id),
    isMissing: (id) => missing.has(id),
    isReading: answers.some(({ isLoading }) => isLoading) || span !== settled,
    error: failed?.error ?? null,
    readAgain: () => {
      for (const answer of answers) if (answer.isError) void answer.refetch();
    },
  };
}
