import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { FIRST_STEPS, firstRunQuery } from '../first-run-query.ts';
import { formatCount } from '../format.ts';
import { firstRunLineTexts as texts } from '../texts/en/first-run-line.tsx';
import classes from './first-run-line.module.css';

/** Where the steps lead to, and where people come in. */
const PLACES = /^\/(?:$|goals$|proposals|people|connections|review)/;

/** For the owner of an install that is not set up yet: where it stands, and the way back to its steps. */
export function FirstRunLine() {
  const { pathname } = useLocation();
  const isPlace = PLACES.test(pathname);
  const firstRun = useQuery({ ...firstRunQuery, enabled: isPlace }).data;
  if (!isPlace || !firstRun?.next) return null;
  const { next, review } = firstRun;
  return (
    <aside className={`small ${classes.line}`} aria-label={texts.label}>
      <p>
        {texts.line(FIRST_STEPS.indexOf(next) + 1, texts.names[next], (text) => (
          <Link to="/start" search={{ step: next }}>
            {text}
          </Link>
        ))}{' '}
        {next === 'review' && (
          <span className="soft">{texts.answered(formatCount(review.answered), formatCount(review.wanted))}</span>
        )}
      </p>
    </aside>
  );
}
