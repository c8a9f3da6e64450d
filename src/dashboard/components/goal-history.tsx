import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { GoalDetail, GoalHistoryAnswer } from '../../api/schemas/goals.ts';
import { GOAL_FIELD_WORDS, GOAL_THROUGH_WORDS } from '../../domain/goal-history-words.ts';
import { formatDay, formatMeasure } from '../format.ts';
import { useClock } from '../hooks/use-clock.ts';
import { useUndoGoalChange } from '../hooks/use-goals.ts';
import { goalHistoryQuery } from '../queries.ts';
import { goalHistoryTexts as texts } from '../texts/en/goals.tsx';
import classes from './goal-history.module.css';
import { Fault, RowsSkeleton } from './states.tsx';
import { TimeAgo } from './time-ago.tsx';

type Entry = GoalHistoryAnswer['items'][number];

const shortMax = 5;
const longMax = 100;

/** Who changed what of a goal and when, newest first, with the way back where there is one. */
export function GoalHistory({ goal }: { goal: GoalDetail }) {
  const [limit, setLimit] = useState(shortMax);
  const history = useQuery(goalHistoryQuery(goal.key, limit));
  return (
    <section aria-labelledby="goal-history">
      <h2 id="goal-history">{texts.heading}</h2>
      {history.isError && !history.data && (
        <Fault error={history.error} what={texts.notRead} onRetry={() => void history.refetch()} />
      )}
      {history.isPending && <RowsSkeleton rows={3} />}
      <ul className={`plain-list ${classes.list}`}>
        {(history.data?.items ?? []).map((entry) => (
          <HistoryEntry key={entry.id} entry={entry} goal={goal} />
        ))}
      </ul>
      {history.data?.nextCursor && limit === shortMax && (
        <Button variant="subtle" onClick={() => setLimit(longMax)}>
          {texts.earlier}
        </Button>
      )}
    </section>
  );
}

function HistoryEntry({ entry, goal }: { entry: Entry; goal: GoalDetail }) {
  const undo = useUndoGoalChange();
  const { at, by, through, changeId } = entry;
  const { timeZone } = useClock();
  const day = dayIn(timeZone, at);
  return (
    <li>
      <div>
        {sayEntry(entry).map((line) => (
          <div key={line} className={classes.change} data-undone={entry.isUndone || undefined}>
            {line}
          </div>
        ))}
        <p className="small soft">
          <TimeAgo at={at} />
          {by && ` · ${texts.by(by, through && through !== 'browser' ? GOAL_THROUGH_WORDS[through] : null)}`}
          {entry.others > 0 && ` · ${texts.others(entry.others)}`}
          {entry.isUndone && ` · ${texts.undone}`}
        </p>
      </div>
      <div className={classes.actions}>
        {entry.mayUndo && changeId !== null && (
          <Button variant="subtle" size="compact-xs" loading={undo.isPending} onClick={() => undo.mutate(changeId)}>
            {texts.undo}
            <span className="visually-hidden">{texts.undoOf(formatDay(day))}</span>
          </Button>
        )}
        <Link className="small" to="/goals/$goalKey" params={{ goalKey: goal.key }} search={{ asOf: day }}>
          {texts.asOf}
          <span className="visually-hidden"> {formatDay(day)}</span>
        </Link>
      </div>
    </li>
  );
}

/** The day it was where the organisation is. */
function dayIn(timeZone: string, at: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(at));
}

function sayEntry(entry: Entry): string[] {
  if (entry.isFirst) return [entry.changeId === null ? texts.began : texts.written];
  const changes = entry.changes.map((one) => sayChange(one));
  return entry.isUndo ? [texts.undid, ...changes] : changes;
}

function sayChange({ field, from, to }: Entry['changes'][number]): string {
  const word = GOAL_FIELD_WORDS[field];
  const name = word.charAt(0).toUpperCase() + word.slice(1);
  if (field === 'description') return texts.textChanged(name);
  return texts.change(name, sayValue(field, from), sayValue(field, to));
}

function sayValue(field: Entry['changes'][number]['field'], value: string | number | null): string {
  if (field === 'position') return typeof value === 'number' ? texts.place(value) : texts.noPlace;
  if (value === null || value === '') return texts.empty;
  if (field === 'closedOn' || field === 'by') return formatDay(String(value));
  return typeof value === 'number' ? formatMeasure(value, null) : value;
}
