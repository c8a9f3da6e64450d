import { Link } from '@tanstack/react-router';
import type { AlignmentAnswer } from '../../api/schemas/alignment.ts';
import { formatCount, formatRate } from '../format.ts';
import { useDefaultWeight } from '../hooks/use-default-weight.ts';
import { coverageTexts as texts } from '../texts/en/overview.tsx';
import { weightNames } from '../words.ts';
import classes from './coverage-line.module.css';
import { type Part, PartChoice } from './part-choice.tsx';
import { TimeAgo } from './time-ago.tsx';

/** What the sentence rests on: how much was seen, how much was not, and what a task counts for. */
export function CoverageLine(props: { alignment: AlignmentAnswer; within: Part; isPartFixed?: boolean }) {
  const { alignment, within, isPartFixed = false } = props;
  const byDefault = useDefaultWeight();
  // These are known of the whole organisation alone.
  const isPart = isPartFixed || Boolean(within.team ?? within.manager);
  const { visible, unknown, hidden, excluded, withoutTeam, setAside, weighed } = alignment.coverage;
  return (
    <div className={`${classes.line} small`}>
      <p>
        <Link to="/unaligned" search={{ ...within, state: 'all' }}>
          {texts.seen(formatCount(visible))}
        </Link>
        {unknown > 0
          ? texts.unseen(
              <Link to="/unaligned" search={{ ...within, state: 'unknown' }}>
                {texts.unseenTasks(formatCount(unknown))}
              </Link>,
            )
          : texts.noneUnseen}
        {hidden > 0 && texts.hidden(formatCount(hidden))}
        <span className="soft">
          {!isPart && excluded > 0 && texts.excluded(formatCount(excluded))}
          {withoutTeam > 0 && (
            <>
              {' · '}
              <Link to="/unaligned" search={{ ...within, state: 'all', team: 'none' }}>
                {texts.withoutTeam(formatCount(withoutTeam))}
              </Link>
            </>
          )}
          {!isPart && setAside > 0 && (
            <>
              {' · '}
              <Link to="/connections">{texts.setAside(formatCount(setAside))}</Link>
            </>
          )}
          {alignment.syncedAt && texts.read(<TimeAgo at={alignment.syncedAt} />)}
        </span>
      </p>
      <div className={classes.weight}>
        {!isPartFixed && (
          <PartChoice within={within} weight={alignment.weight === byDefault ? undefined : alignment.weight} />
        )}
        <span id="weight-label">{texts.weighedBy}</span>
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
        {alignment.weight !== 'count' && <span className="soft">{texts.known(formatRate(weighed))}</span>}
      </div>
    </div>
  );
}
