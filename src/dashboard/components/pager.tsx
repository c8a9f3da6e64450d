import { Button } from '@mantine/core';
import type { TasksAnswer } from '../../api/schemas/tasks.ts';
import { formatCount } from '../format.ts';
import type { ListMoves } from '../hooks/use-list-moves.ts';
import classes from './pager.module.css';

const rowsPerPage = 25;

/** Where one is in the list, and the pages beside this one. While it is read, `answer` is still another page's. */
export function Pager(props: { answer: TasksAnswer; page: number; moves: ListMoves; isStale: boolean }) {
  const { answer, page, moves, isStale } = props;
  const first = (page - 1) * rowsPerPage + 1;
  const last = first + answer.items.length - 1;
  const { nextCursor } = answer;
  return (
    <nav className={`${classes.pager} small`} aria-label="Pages of the list">
      <span>
        {formatCount(first)}–{formatCount(last)} of {formatCount(answer.total)}
      </span>
      <Button disabled={page <= 1} onClick={moves.previous}>
        Previous
      </Button>
      <Button
        disabled={nextCursor === null}
        // Another page's cursor would lead astray. Not `disabled`, which would take the focus away from who turns pages by key.
        aria-disabled={isStale}
        onClick={() => nextCursor && !isStale && moves.next(nextCursor)}
      >
        Next
      </Button>
    </nav>
  );
}
