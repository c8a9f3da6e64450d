import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { FirstRunAnswer } from '../../api/schemas/first-run.ts';
import { Fault, PageSkeleton } from '../components/states.tsx';
import classes from '../components/step-frame.module.css';
import { Steps } from '../components/steps.tsx';
import { FIRST_STEPS, type FirstStep, firstRunQuery, whileWaiting } from '../first-run-query.ts';
import { useTitle } from '../hooks/use-title.ts';
import { sessionQuery } from '../queries.ts';
import { firstRunTexts as texts } from '../texts/en/first-run.tsx';
import { GoalsStep } from './first-run-goals.tsx';
import { FirstInsight } from './first-run-insight.tsx';
import { PeopleStep } from './first-run-people.tsx';
import { PullStep } from './first-run-pull.tsx';
import { ReviewStep } from './first-run-review.tsx';
import { ToolsStep } from './first-run-tools.tsx';

const route = getRouteApi('/signed-in/start');

/** From an empty install to the first insight: five steps, each shown as it truly stands. */
export function FirstRunPage() {
  const { step } = route.useSearch();
  const isOwner = useQuery(sessionQuery).data?.person.role === 'owner';
  const firstRun = useQuery({
    ...firstRunQuery,
    enabled: isOwner,
    refetchInterval: ({ state }) => whileWaiting(state.data),
  });
  useTitle(texts.title);
  const next = firstRun.data?.next ?? (firstRun.data ? 'review' : undefined);
  usePlace(step, next);
  if (!isOwner) return <OwnerOnly />;
  if (firstRun.data) return <FirstRun answer={firstRun.data} step={step ?? next ?? 'goals'} />;
  if (firstRun.isError)
    return <Fault isPage error={firstRun.error} what={texts.fault} onRetry={() => void firstRun.refetch()} />;
  return <PageSkeleton />;
}

/** Where somebody comes in without saying where, the address says it from then on: a step that is done does not jump away. */
function usePlace(step: FirstStep | undefined, next: FirstStep | undefined): void {
  const navigate = useNavigate();
  useEffect(() => {
    if (!step && next) void navigate({ to: '/start', search: { step: next }, replace: true });
  }, [step, next, navigate]);
}

function FirstRun({ answer, step }: { answer: FirstRunAnswer; step: FirstStep }) {
  const done = FIRST_STEPS.filter((one) => answer[one].isDone).length;
  const isInsight = step === 'review' && answer.pull.isDone && answer.review.isDone;
  return (
    <div data-page>
      {isInsight ? (
        <FirstInsight />
      ) : (
        <div className={classes.head}>
          <h1>{texts.heading(done)}</h1>
          <p className="soft measure">{texts.lead}</p>
        </div>
      )}
      <Steps
        names={FIRST_STEPS.map((one) => texts.names[one])}
        at={FIRST_STEPS.indexOf(step)}
        isDone={(index) => answer[FIRST_STEPS[index] ?? 'goals'].isDone}
        linkOf={(index, name) => (
          <Link to="/start" search={{ step: FIRST_STEPS[index] ?? 'goals' }}>
            {name}
          </Link>
        )}
      />
      <Step answer={answer} step={step} />
    </div>
  );
}

function Step({ answer, step }: { answer: FirstRunAnswer; step: FirstStep }) {
  switch (step) {
    case 'goals':
      return <GoalsStep goals={answer.goals} />;
    case 'tools':
      return <ToolsStep tools={answer.tools} />;
    case 'people':
      return <PeopleStep people={answer.people} />;
    case 'pull':
      return <PullStep pull={answer.pull} />;
    case 'review':
      return <ReviewStep review={answer.review} isPulled={answer.pull.isDone} />;
  }
}

function OwnerOnly() {
  return (
    <div data-page>
      <h1>{texts.ownerOnly}</h1>
      <p>
        {texts.ownerOnlyWhy((text) => (
          <Link to="/">{text}</Link>
        ))}
      </p>
    </div>
  );
}
