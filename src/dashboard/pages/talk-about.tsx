import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Weight } from '../../api/schemas/common.ts';
import type { DecisionAnswer } from '../../api/schemas/decisions.ts';
import type { GoalAnswer } from '../../api/schemas/goals.ts';
import type { ThemeAnswer } from '../../api/schemas/themes.ts';
import { chooseTalkPoints, type TalkPoint } from '../../domain/talk.ts';
import { TimeAgo } from '../components/time-ago.tsx';
import { formatDay } from '../format.ts';
import { openDecisionsQuery, themesQuery } from '../overview-queries.ts';
import { talkTexts as texts } from '../texts/en/overview.tsx';
import classes from './changes.module.css';

interface Asked {
  readonly team?: string;
  readonly manager?: string;
  readonly weight?: Weight;
}

/** Three things to talk about, each with what makes it one. */
export function TalkAbout({ asked, goals }: { asked: Asked; goals: readonly GoalAnswer[] }) {
  const themes = useQuery(themesQuery(asked));
  const due = useQuery(openDecisionsQuery('due', asked));
  const waiting = useQuery(openDecisionsQuery('waiting', asked));
  const points = chooseTalkPoints({
    themes: themes.data?.items ?? [],
    goals,
    due: due.data?.items ?? [],
    waiting: waiting.data?.items ?? [],
  });
  if (points.length === 0) return null;
  return (
    <section aria-labelledby="talk-about">
      <h2 id="talk-about">{texts.title}</h2>
      <ol className={classes.points}>
        {points.map((point) => (
          <li key={point.about}>
            <Point point={point} asked={asked} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Point({ point, asked }: { point: TalkPoint<ThemeAnswer, GoalAnswer, DecisionAnswer>; asked: Asked }) {
  const { weight: _, ...within } = asked;
  if (point.about === 'theme')
    return texts.theme(
      <Link to="/unaligned" search={{ ...within, theme: point.theme.id }}>
        {point.theme.name}
      </Link>,
      point.theme.count,
    );
  if (point.about === 'goal')
    return (
      <>
        {texts.goal(
          <Link to="/goals/$goalKey" params={{ goalKey: point.goal.key }}>
            {point.goal.key} {point.goal.title}
          </Link>,
          lowerFirst(point.goal.flags[0]?.reason ?? ''),
        )}
        {point.goal.isUnstaffed && point.goal.suggestedTasks > 0 && texts.maySuit(point.goal.suggestedTasks)}
      </>
    );
  const { decision, which, count } = point;
  const task = (
    <Link to="/tasks/$taskId" params={{ taskId: decision.task.id }}>
      {decision.task.title}
    </Link>
  );
  return which === 'waiting'
    ? texts.waits(task, decision.by, <TimeAgo at={decision.at} />, count)
    : texts.revisit(task, decision.revisitOn && formatDay(decision.revisitOn), count);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
