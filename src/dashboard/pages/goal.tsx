import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { GoalDetail } from '../../api/schemas/goals.ts';
import { ApiProblem } from '../api.ts';
import { GoalAsOf, PastBanner } from '../components/goal-as-of.tsx';
import { GoalHistory } from '../components/goal-history.tsx';
import { GoalSources } from '../components/goal-sources.tsx';
import { GoalTree } from '../components/goal-tree.tsx';
import { KeyResults } from '../components/key-results.tsx';
import { Pace } from '../components/pace.tsx';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { goalQuery } from '../queries.ts';
import { goalTexts as texts } from '../texts/en/goals.tsx';
import classes from './goal.module.css';
import { GoalCheckIns } from './goal-check-ins.tsx';
import { GoalHead } from './goal-head.tsx';
import { GoalLine } from './goal-line.tsx';
import { GoalTasks } from './goal-tasks.tsx';
import { GoalTeams } from './goal-teams.tsx';

const route = getRouteApi('/signed-in/goals/$goalKey');

/** One goal: what it serves, how far it should be, who works on it, and the work itself; now, or on a past day. */
export function GoalPage() {
  const { goalKey } = route.useParams();
  const { asOf, act } = route.useSearch();
  const goal = useQuery({
    ...goalQuery(goalKey, asOf),
    // Another day of the same goal: the page stays until that is read, and with it the field somebody types in.
    placeholderData: (last) => (last?.key.toLowerCase() === goalKey.toLowerCase() ? last : undefined),
  });
  useTitle(goal.data ? `${goal.data.key} ${goal.data.title}` : goalKey);
  // First: one that was taken back while it was looked at is gone, whatever was read before.
  if (goal.error instanceof ApiProblem && goal.error.status === 404)
    return <Missing goalKey={goalKey} asOf={goal.error.code === 'not-yet' ? asOf : undefined} />;
  if (goal.data) return <GoalView key={goal.data.id} goal={goal.data} act={act} isBusy={goal.isPlaceholderData} />;
  if (goal.isPending) return <PageSkeleton />;
  return <Fault isPage error={goal.error} what={texts.notRead} onRetry={() => void goal.refetch()} />;
}

function Missing({ goalKey, asOf }: { goalKey: string; asOf: string | undefined }) {
  const toAll = (text: string): ReactNode => <Link to="/goals">{text}</Link>;
  if (asOf === undefined)
    return (
      <Empty isPage title={texts.missing(goalKey)}>
        <p>{texts.missingWhy(toAll)}</p>
      </Empty>
    );
  return (
    <Empty isPage title={texts.notYet(goalKey, asOf)}>
      <p>
        <Link to="/goals/$goalKey" params={{ goalKey }}>
          {texts.backToToday}
        </Link>
      </p>
    </Empty>
  );
}

function GoalView(props: { goal: GoalDetail; act: 'change' | 'close' | undefined; isBusy: boolean }) {
  const { goal, act, isBusy } = props;
  const results = goal.children.filter(({ kind }) => kind === 'key-result');
  const others = goal.children.filter(({ kind }) => kind !== 'key-result');
  const isVision = goal.kind === 'vision';
  return (
    <div data-page aria-busy={isBusy || undefined}>
      {goal.asOf && <PastBanner goal={goal} asOf={goal.asOf} />}
      <GoalHead goal={goal} act={goal.asOf ? undefined : act} />
      <div className={classes.columns}>
        <div>
          {isVision ? <Objectives goals={others} /> : <GoalLine goal={goal} />}
          {goal.asOf === null ? <Pace goal={goal} /> : <Way goal={goal} />}
          {goal.kind === 'key-result' && <GoalCheckIns goal={goal} />}
          <GoalSources goal={goal} />
        </div>
        <div>
          <GoalTeams goal={goal} />
          <GoalAsOf goal={goal} />
        </div>
      </div>
      {results.length > 0 && (
        <section>
          <h2>{texts.keyResults}</h2>
          <KeyResults goalKey={goal.key} results={results} />
        </section>
      )}
      {!isVision && <Objectives goals={others} />}
      {!isVision && <GoalTasks goal={goal} />}
      {goal.asOf === null && <GoalHistory goal={goal} />}
    </div>
  );
}

/** What stands under it to be walked into; a vision hangs on nothing, and has these in that place. */
function Objectives({ goals }: { goals: GoalDetail['children'] }) {
  if (goals.length === 0) return null;
  return (
    <section>
      <h2>{texts.objectives}</h2>
      <GoalTree goals={goals} />
    </section>
  );
}

/** From where to where it was to go then. */
function Way({ goal: { from, to, unit, by, cycle } }: { goal: GoalDetail }) {
  const end = by ?? cycle?.endsOn;
  if (from === null || to === null || !end) return null;
  return <h2>{texts.wentTo(from, to, unit, end)}</h2>;
}
