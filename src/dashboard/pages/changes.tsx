import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import type { ChangesAnswer } from '../../api/schemas/alignment.ts';
import type { Weight } from '../../api/schemas/common.ts';
import type { DecisionsAnswer } from '../../api/schemas/decisions.ts';
import { Fault, RowsSkeleton } from '../components/states.tsx';
import { TimeAgo } from '../components/time-ago.tsx';
import { changesQuery, lookQuery, openDecisionsQuery } from '../overview-queries.ts';
import { counts } from '../texts/en/counts.ts';
import { changesTexts as texts } from '../texts/en/overview.tsx';
import classes from './changes.module.css';

interface Within {
  readonly team?: string;
  readonly manager?: string;
}

/**
 * What is another since last week and since the reader looked last; each number opens into its items.
 *
 * @param isOverview False on the page of a part: opening that is no look at the overview, and what waits stands there in a list of its own.
 */
export function Changes(props: { asked: Within & { weight?: Weight }; within: Within; isOverview?: boolean }) {
  const { asked, within, isOverview = true } = props;
  const look = useQuery({ ...lookQuery, enabled: isOverview });
  const sinceWeek = useQuery(changesQuery(asked));
  const before = isOverview ? (look.data?.before ?? null) : null;
  const sinceLook = useQuery({ ...changesQuery(asked, before ?? undefined), enabled: before !== null });
  const due = useQuery({ ...openDecisionsQuery('due', asked), enabled: isOverview });
  const waiting = useQuery({ ...openDecisionsQuery('waiting', asked), enabled: isOverview });
  if (sinceWeek.isError && !sinceWeek.data)
    return <Fault error={sinceWeek.error} what={texts.notRead} onRetry={() => void sinceWeek.refetch()} />;
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">{texts.title}</h2>
      {sinceWeek.data ? (
        <dl className={classes.changes}>
          <Since says={texts.sinceWeek} changes={sinceWeek.data} within={within} />
          {before !== null && sinceLook.data && (
            <Since says={texts.sinceLook(<TimeAgo at={before} />)} changes={sinceLook.data} within={within} />
          )}
          {isOverview && <Decisions due={due.data} waiting={waiting.data} />}
        </dl>
      ) : (
        <RowsSkeleton rows={3} height={40} />
      )}
    </section>
  );
}

function Since({ says, changes, within }: { says: ReactNode; changes: ChangesAnswer; within: Within }) {
  const { unaligned, aligned, goalsLost, since } = changes;
  const isNothing = unaligned.count === 0 && aligned.count === 0 && goalsLost.length === 0;
  return (
    <>
      <dt>{says}</dt>
      <dd>
        {isNothing ? (
          texts.nothing
        ) : (
          <>
            {texts.moved(
              <Moved count={unaligned.count} none={texts.noTask.first} search={{ ...within, changedSince: since }} />,
              <Moved
                count={aligned.count}
                none={texts.noTask.other}
                search={{ ...within, state: 'aligned', changedSince: since }}
              />,
            )}
            {goalsLost.length > 0 && texts.goalsLost(goalsLost.length, <GoalKeys goals={goalsLost} />)}
          </>
        )}
      </dd>
    </>
  );
}

/** None of them is nowhere to go to. */
function Moved(props: { count: number; none: string; search: Within & { state?: string; changedSince: string } }) {
  const { count, none, search } = props;
  if (count === 0) return none;
  return (
    <Link to="/unaligned" search={search}>
      {counts.tasks(count)}
    </Link>
  );
}

function GoalKeys({ goals }: { goals: ChangesAnswer['goalsLost'] }) {
  return goals.map(({ key, title }, at) => (
    <Fragment key={key}>
      {at > 0 && ', '}
      <Link to="/goals/$goalKey" params={{ goalKey: key }} title={title}>
        {key}
      </Link>
    </Fragment>
  ));
}

const namedMax = 4;

/** What waits for the reader, and the promises whose day has come: by name, since each wants an answer of its own. */
function Decisions({ due, waiting }: { due: DecisionsAnswer | undefined; waiting: DecisionsAnswer | undefined }) {
  const hidden = due?.hidden ?? 0;
  return (
    <>
      {waiting && waiting.items.length > 0 && (
        <>
          <dt className={classes.waits}>{texts.waits}</dt>
          <Named decisions={waiting} />
        </>
      )}
      {due && due.items.length > 0 && (
        <>
          <dt>{texts.due}</dt>
          <Named decisions={due} />
        </>
      )}
      {hidden > 0 && <dd className="small soft">{texts.hidden(counts.moreRevisits(hidden))}</dd>}
    </>
  );
}

function Named({ decisions: { items, total } }: { decisions: DecisionsAnswer }) {
  const shown = items.slice(0, namedMax);
  const more = (total ?? items.length) - shown.length;
  return (
    <dd>
      {shown.map(({ id, task }, at) => (
        <Fragment key={id}>
          {at > 0 && ', '}
          <Link to="/tasks/$taskId" params={{ taskId: task.id }} title={task.title}>
            {task.key ?? task.title}
          </Link>
        </Fragment>
      ))}
      {more > 0 && texts.others(more)}.
    </dd>
  );
}
