import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AlignmentAnswer } from '../../api/schemas/alignment.ts';
import type { FlagState } from '../../domain/flag.ts';
import { formatPercent, formatRate, plural } from '../format.ts';
import type { ListSearch } from '../list-search.ts';
import classes from './alignment-sentence.module.css';

/** The news in a sentence. The rate is of what can be judged, the shares of everything visible: never mixed. */
export function AlignmentSentence({ alignment, within }: { alignment: AlignmentAnswer; within: ListSearch }) {
  if (alignment.rate === null)
    return (
      <h1 className={classes.sentence}>Nothing can be judged this week yet: no task here is live or was finished.</h1>
    );
  const without = Math.round(100 - Math.round(alignment.rate * 100));
  return (
    <h1 className={classes.sentence}>
      <Items search={{ ...within, state: 'aligned' }} isStrong>
        {formatRate(alignment.rate)}
      </Items>{' '}
      of what can be judged this week serves a goal,{' '}
      <Items search={within} isStrong>
        {formatPercent(without)} has no why yet
      </Items>
      {sayChange(alignment)}; of everything,{' '}
      <Items search={{ ...within, state: 'ktlo' }}>{formatPercent(shareOf(alignment, ['ktlo']))}</Items> keeps the
      lights on and{' '}
      <Items search={{ ...within, state: 'approved,not-now' }}>
        {formatPercent(shareOf(alignment, ['approved', 'not-now']))}
      </Items>{' '}
      was decided otherwise.
    </h1>
  );
}

function Items({ search, isStrong, children }: { search: ListSearch; isStrong?: boolean; children: ReactNode }) {
  return (
    <Link to="/unaligned" search={search} className={isStrong ? classes.strong : undefined}>
      {children}
    </Link>
  );
}

function shareOf(alignment: AlignmentAnswer, states: readonly FlagState[]): number {
  return alignment.shares.filter((share) => states.includes(share.state)).reduce((sum, share) => sum + share.share, 0);
}

function sayChange({ rate, previousRate }: AlignmentAnswer): string {
  if (rate === null || previousRate === null) return '';
  // In whole points, as the two weeks print them, so that the reader's own subtraction agrees.
  const points = Math.round(previousRate * 100) - Math.round(rate * 100);
  if (points === 0) return ' (as last week)';
  return ` (${plural(Math.abs(points), 'point')} ${points > 0 ? 'more' : 'fewer'} than last week)`;
}
