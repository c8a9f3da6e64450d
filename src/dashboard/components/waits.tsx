import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { DecisionAnswer, DecisionsAnswer } from '../../api/schemas/decisions.ts';
import { formatCount, formatDay } from '../format.ts';
import { openDecisionsQuery } from '../overview-queries.ts';
import { partTexts as texts } from '../texts/en/teams.tsx';
import { RowsSkeleton } from './states.tsx';
import classes from './team-page.module.css';
import { TimeAgo } from './time-ago.tsx';

const shownMax = 6;

/**
 * What waits in a part of the organisation: decisions somebody asked for, whoever was asked, and promises whose day has come.
 *
 * @param asked A person: only what waits for their decision.
 */
export function Waits(props: { within: { team?: string; manager?: string }; asked?: string }) {
  const pending = useQuery(openDecisionsQuery('pending', props.asked ? {} : props.within, props.asked)).data;
  const due = useQuery(openDecisionsQuery('due', props.within)).data;
  if (!pending || !due) return <RowsSkeleton rows={3} height={40} />;
  const isNothing = [pending, due].every(({ items, hidden }) => items.length + hidden === 0);
  return (
    <section aria-labelledby="waits">
      <h2 id="waits">{texts.waits}</h2>
      {isNothing && <p className="small soft">{texts.nothingWaits}</p>}
      <Open title={texts.pending} answer={pending} says={sayPending} />
      <Open title={texts.due} answer={due} says={sayDue} />
    </section>
  );
}

function Open(props: { title: string; answer: DecisionsAnswer; says: (decision: DecisionAnswer) => ReactNode }) {
  const { items, total, hidden } = props.answer;
  if (items.length + hidden === 0) return null;
  const shown = items.slice(0, shownMax);
  const more = (total ?? items.length) - shown.length;
  return (
    <>
      <h3>{props.title}</h3>
      <ul className={`plain-list ${classes.list}`}>
        {shown.map((decision) => (
          <li key={decision.id}>
            <Link to="/tasks/$taskId" params={{ taskId: decision.task.id }}>
              {decision.task.title}
            </Link>{' '}
            <span className="small soft">{props.says(decision)}</span>
          </li>
        ))}
        {more > 0 && <li className="small">{texts.andMore(formatCount(more))}</li>}
        {hidden > 0 && <li className="small soft">{texts.others(formatCount(hidden))}</li>}
      </ul>
    </>
  );
}

function sayPending({ by, asked, at }: DecisionAnswer): ReactNode {
  return texts.asked(by, asked, <TimeAgo at={at} />);
}

function sayDue({ revisitOn, by }: DecisionAnswer): ReactNode {
  return revisitOn && texts.putOff(formatDay(revisitOn), by);
}
