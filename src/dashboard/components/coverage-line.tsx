import { Link } from '@tanstack/react-router';
import type { AlignmentAnswer } from '../../api/schemas/alignment.ts';
import { formatCount, formatRate } from '../format.ts';
import { useDefaultWeight } from '../hooks/use-default-weight.ts';
import { weightNames } from '../words.ts';
import classes from './coverage-line.module.css';
import { type Part, PartChoice } from './part-choice.tsx';
import { TimeAgo } from './time-ago.tsx';

/** What the sentence rests on: how much was seen, how much was not, and what a task counts for. */
export function CoverageLine(props: { alignment: AlignmentAnswer; within: Part; isPartFixed?: boolean }) {
  const { alignment, within, isPartFixed = false } = props;
  const byDefault = useDefaultWeight();
  const { visible, unknown, hidden, excluded, withoutTeam, setAside, weighed } = alignment.coverage;
  return (
    <div className={`${classes.line} small`}>
      <p>
        <Link to="/unaligned" search={{ ...within, state: 'all' }}>
          {formatCount(visible)} tasks seen
        </Link>
        {unknown > 0 ? (
          <>
            ,{' '}
            <Link to="/unaligned" search={{ ...within, state: 'unknown' }}>
              {formatCount(unknown)} we cannot see
            </Link>
          </>
        ) : (
          ', none we cannot see'
        )}
        {hidden > 0 && `, ${formatCount(hidden)} not shown to you`}
        <span className="soft">
          {excluded > 0 && ` · ${formatCount(excluded)} parents, mirrors and archived ones not counted`}
          {withoutTeam > 0 && (
            <>
              {' · '}
              <Link to="/unaligned" search={{ ...within, state: 'all', team: 'none' }}>
                {formatCount(withoutTeam)} without a team
              </Link>
            </>
          )}
          {setAside > 0 && (
            <>
              {' · '}
              <Link to="/connections">{formatCount(setAside)} unreadable, set aside</Link>
            </>
          )}
          {alignment.syncedAt && (
            <>
              {' · '}read <TimeAgo at={alignment.syncedAt} />
            </>
          )}
        </span>
      </p>
      <div className={classes.weight}>
        {!isPartFixed && (
          <PartChoice within={within} weight={alignment.weight === byDefault ? undefined : alignment.weight} />
        )}
        <span id="weight-label">weighed by</span>
        <ul className={`plain-list ${classes.choices}`} aria-labelledby="weight-label">
          {(['count', 'estimate', 'active-days'] as const).map((weight) => (
            <li key={weight}>
              <Link
                to="."
                search={(before) => ({ ...before, weight: weight === byDefault ? undefined : weight })}
                resetScroll={false}
                activeOptions={{ exact: true }}
                aria-current={weight === alignment.weight ? 'true' : undefined}
              >
                {weightNames[weight]}
              </Link>
            </li>
          ))}
        </ul>
        {alignment.weight !== 'count' && <span className="soft">known for {formatRate(weighed)} of them</span>}
      </div>
    </div>
  );
}
