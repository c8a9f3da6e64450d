import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Weight } from '../../api/schemas/common.ts';
import type { GoalAnswer } from '../../api/schemas/goals.ts';
import { AlignmentSentence } from '../components/alignment-sentence.tsx';
import { CoverageLine } from '../components/coverage-line.tsx';
import { EffortParts } from '../components/effort-parts.tsx';
import { Fault, PageSkeleton, RowsSkeleton } from '../components/states.tsx';
import { TrendChart } from '../components/trend-chart.tsx';
import { alignmentQuery, byTeamQuery, trendQuery } from '../queries.ts';
import { partTexts as texts } from '../texts/en/teams.tsx';
import { Changes } from './changes.tsx';
import { GoalsToLookAt } from './goals-to-look-at.tsx';
import { LargestUnaligned } from './largest-unaligned.tsx';
import classes from './overview.module.css';
import { TalkAbout } from './talk-about.tsx';
import { Themes } from './themes.tsx';

type Within = { readonly team: string } | { readonly manager: string };

/** What the Overview says of everybody, of one part: the same sentence, pictures and lists, from the same questions. */
export function PartNumbers(props: {
  within: Within;
  weight: Weight;
  /** Goals that this part answers for. */
  ownGoals: readonly GoalAnswer[];
  waits: ReactNode;
  work: ReactNode;
}) {
  const { within, ownGoals } = props;
  const asked = { ...within, weight: props.weight };
  const alignment = useQuery(alignmentQuery(asked));
  if (alignment.isError && !alignment.data)
    return <Fault error={alignment.error} what={texts.unreadable} onRetry={() => void alignment.refetch()} />;
  if (!alignment.data) return <PageSkeleton />;
  return (
    <>
      <AlignmentSentence alignment={alignment.data} within={within} />
      <CoverageLine alignment={alignment.data} within={within} isPartFixed />
      <div className={classes.columns}>
        <div className={classes.beside}>
          <Changes asked={asked} within={within} isOverview={false} />
          <TalkAbout asked={asked} goals={ownGoals} />
        </div>
        {props.waits}
      </div>
      <div className={classes.columns}>
        <div className={classes.beside}>
          <Effort asked={asked} within={within} />
          {props.work}
        </div>
        <div className={classes.beside}>
          <SinceWhen asked={asked} />
          <GoalsToLookAt goals={ownGoals} />
        </div>
      </div>
      <Themes asked={asked} within={within} />
      <div className={classes.screenOnly}>
        <LargestUnaligned within={within} />
      </div>
    </>
  );
}

type Asked = Within & { readonly weight: Weight };

function Effort({ asked, within }: { asked: Asked; within: Within }) {
  const answer = useQuery(byTeamQuery(asked));
  if (answer.isError && !answer.data)
    return <Fault error={answer.error} what={texts.unreadable} onRetry={() => void answer.refetch()} />;
  return answer.data ? <EffortParts answer={answer.data} within={within} /> : <RowsSkeleton rows={5} height={32} />;
}

function SinceWhen({ asked }: { asked: Asked }) {
  const trend = useQuery(trendQuery(asked));
  if (trend.isError && !trend.data)
    return <Fault error={trend.error} what={texts.trendUnreadable} onRetry={() => void trend.refetch()} />;
  return trend.data ? <TrendChart trend={trend.data} /> : <RowsSkeleton rows={1} height={320} />;
}
