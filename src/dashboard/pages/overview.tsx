import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { AlignmentSentence } from '../components/alignment-sentence.tsx';
import { CoverageLine } from '../components/coverage-line.tsx';
import { PageReads } from '../components/page-reads.tsx';
import { Fault, PageSkeleton, RowsSkeleton } from '../components/states.tsx';
import { TeamBars } from '../components/team-bars.tsx';
import { TrendChart } from '../components/trend-chart.tsx';
import { useDefaultWeight } from '../hooks/use-default-weight.ts';
import { useTitle } from '../hooks/use-title.ts';
import { alignmentQuery, byTeamQuery, connectionsQuery, goalsQuery, trendQuery } from '../queries.ts';
import { overviewTexts as texts } from '../texts/en/overview.tsx';
import { Changes } from './changes.tsx';
import { GoalsToLookAt } from './goals-to-look-at.tsx';
import { LargestUnaligned } from './largest-unaligned.tsx';
import { LinkPrecision } from './link-precision.tsx';
import { NoGoals, NothingConnected } from './no-tasks.tsx';
import classes from './overview.module.css';
import { TalkAbout } from './talk-about.tsx';
import { Themes } from './themes.tsx';

const route = getRouteApi('/signed-in/');

/** The sentence, what it rests on, where, since when, and which. */
export function OverviewPage() {
  const byDefault = useDefaultWeight();
  const { weight = byDefault, ...within } = route.useSearch();
  const asked = { ...within, weight };
  // Not its data: who reads the sentence anew draws the sentence, not the page.
  const { isPending, isLoadingError, error, refetch } = useQuery(alignmentQuery(asked));
  const connections = useQuery(connectionsQuery);
  const goals = useQuery(goalsQuery());
  useTitle(texts.title);

  if (connections.data?.items.length === 0) return <NothingConnected isPage />;
  if (isLoadingError) return <Fault isPage error={error} what={texts.notRead} onRetry={() => void refetch()} />;
  if (isPending) return <PageSkeleton />;

  return (
    <div data-page>
      <Sentence asked={asked} within={within} />
      <PageReads />
      {goals.data?.items.length === 0 && <NoGoals />}
      <div className={classes.columns}>
        <Changes asked={asked} within={within} />
        <TalkAbout asked={asked} goals={goals.data?.items ?? []} />
      </div>
      <div className={classes.columns}>
        <Where asked={asked} within={within} />
        <div className={classes.beside}>
          <SinceWhen asked={asked} />
          <GoalsToLookAt goals={goals.data?.items ?? []} />
        </div>
      </div>
      <Themes asked={asked} within={within} />
      <div className={classes.screenOnly}>
        <LargestUnaligned within={within} />
        <LinkPrecision />
      </div>
    </div>
  );
}

type Asked = Parameters<typeof alignmentQuery>[0];

function Sentence({ asked, within }: { asked: Asked; within: { team?: string; manager?: string } }) {
  const alignment = useQuery(alignmentQuery(asked)).data;
  if (!alignment) return null;
  return (
    <>
      <AlignmentSentence alignment={alignment} within={within} />
      <CoverageLine alignment={alignment} within={within} />
    </>
  );
}

function Where({ asked, within }: { asked: Asked; within: { team?: string; manager?: string } }) {
  const teams = useQuery(byTeamQuery(asked));
  if (teams.isError && !teams.data)
    return <Fault error={teams.error} what={texts.teamsNotRead} onRetry={() => void teams.refetch()} />;
  return teams.data ? <TeamBars answer={teams.data} within={within} /> : <RowsSkeleton rows={9} height={32} />;
}

function SinceWhen({ asked }: { asked: Asked }) {
  const trend = useQuery(trendQuery(asked));
  if (trend.isError && !trend.data)
    return <Fault error={trend.error} what={texts.weeksNotRead} onRetry={() => void trend.refetch()} />;
  return trend.data ? <TrendChart trend={trend.data} /> : <RowsSkeleton rows={1} height={320} />;
}
