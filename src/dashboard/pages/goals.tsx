import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { CyclesAnswer } from '../../api/schemas/cycles.ts';
import type { GoalAnswer, GoalsAnswer } from '../../api/schemas/goals.ts';
import { GoalForm } from '../components/goal-form.tsx';
import { GoalsButton } from '../components/goals-button.tsx';
import { Command, Empty, Fault, PageSkeleton } from '../components/states.tsx';
import type { GoalsSearch } from '../goal-search.ts';
import { useAddGoal } from '../hooks/use-goals.ts';
import { useTitle } from '../hooks/use-title.ts';
import { cyclesQuery, goalsQuery, sessionQuery } from '../queries.ts';
import { goalsTexts as texts } from '../texts/en/goals.tsx';
import { GoalList } from './goal-list.tsx';
import classes from './goals.module.css';

const route = getRouteApi('/signed-in/goals');

const KINDS = ['vision', 'objective', 'key-result'] as const;

/** The strategy as a tree, with what hangs on each goal, and where nothing does; written and put in order here. */
export function GoalsPage() {
  const search = route.useSearch();
  const goals = useQuery(goalsQuery(search.cycle));
  useTitle(texts.title);
  if (goals.isError && !goals.data)
    return <Fault isPage error={goals.error} what={texts.notRead} onRetry={() => void goals.refetch()} />;
  if (!goals.data) return <PageSkeleton />;
  return <GoalsView answer={goals.data} search={search} />;
}

function GoalsView({ answer: { items, mayEdit }, search }: { answer: GoalsAnswer; search: GoalsSearch }) {
  const cyclesRead = useQuery(cyclesQuery);
  const cycles = cyclesRead.data?.items ?? [];
  const isArranging = mayEdit && search.arrange === true;
  if (items.length === 0 && !search.add && !search.cycle) return <NoGoalsYet mayEdit={mayEdit} />;
  return (
    <div data-page>
      <div className={classes.head}>
        <h1>{sayGoals(items)}</h1>
        <CycleChoice cycles={cycles} chosen={search.cycle} />
      </div>
      <Actions goals={items} mayEdit={mayEdit} search={search} />
      {search.add && !cyclesRead.isPending && (
        <NewGoal kind={search.add} under={search.under} cycle={search.cycle} cycles={cycles} goals={items} />
      )}
      {isArranging && <p className="soft">{texts.arrangeHow}</p>}
      {items.length === 0 && search.cycle && <NoneInCycle cycle={search.cycle} />}
      {items.length > 0 && <GoalList goals={items} search={search} isArranging={isArranging} />}
    </div>
  );
}

function sayGoals(goals: readonly GoalAnswer[]): string {
  const open = goals.filter((goal) => goal.kind === 'key-result' && !goal.isClosed);
  const objectives = goals.filter((goal) => goal.kind === 'objective').length;
  return texts.sentence(objectives, open.length, open.filter((goal) => goal.isUnstaffed).length);
}

function Actions(props: { goals: readonly GoalAnswer[]; mayEdit: boolean; search: GoalsSearch }) {
  const { goals, mayEdit, search } = props;
  const within = search.cycle ? { cycle: search.cycle } : {};
  const mayAdd = mayEdit || goals.some((goal) => goal.mayEdit);
  const hasVision = goals.some(({ kind }) => kind === 'vision');
  const kinds = KINDS.filter((kind) => (mayEdit ? kind !== 'vision' || !hasVision : kind === 'key-result'));
  return (
    <nav className={classes.actions} aria-label={texts.actions}>
      {mayAdd &&
        kinds.map((kind) => (
          <GoalsButton key={kind} search={{ ...within, add: kind }}>
            {texts.newGoal[kind]}
          </GoalsButton>
        ))}
      {/* Goals of other cycles that are not shown would be left out of the order. */}
      {mayEdit && goals.length > 1 && !search.cycle && (
        <GoalsButton search={search.arrange ? {} : { arrange: true }}>
          {search.arrange ? texts.arranged : texts.arrange}
        </GoalsButton>
      )}
      <Link to="/cycles">{texts.cycles}</Link>
    </nav>
  );
}

function NewGoal(props: {
  kind: GoalAnswer['kind'];
  under: string | undefined;
  cycle: string | undefined;
  cycles: CyclesAnswer['items'];
  goals: readonly GoalAnswer[];
}) {
  const { kind, under, goals } = props;
  const navigate = useNavigate();
  const add = useAddGoal();
  const within = props.cycle ? { cycle: props.cycle } : {};
  const parent = under ?? (kind === 'objective' ? goals.find((goal) => goal.kind === 'vision')?.key : undefined) ?? '';
  const now = props.cycles.filter(({ isCurrent, closedOn }) => isCurrent && closedOn === null);
  // Of a quarter within a year, the quarter.
  const me = useQuery(sessionQuery).data?.person;
  // A manager writes goals of their own; whose a leader's is, they say.
  const owner = me?.role === 'manager' ? { id: me.id, name: me.name } : null;
  const cycle = kind === 'vision' ? '' : (props.cycle ?? now.at(-1)?.name ?? '');
  return (
    <GoalForm
      key={`${kind} ${parent} ${cycle}`}
      title={kind === 'key-result' && under ? texts.newUnder(under) : texts.newGoal[kind]}
      kind={kind}
      goal={null}
      first={{ parentKey: parent, cycle, owner }}
      isPending={add.isPending}
      error={add.error}
      onSend={(words) =>
        add.mutate(
          { title: '', ...words, kind },
          { onSuccess: ({ key }) => void navigate({ to: '/goals/$goalKey', params: { goalKey: key }, search: {} }) },
        )
      }
      onLeave={() => void navigate({ to: '/goals', search: within })}
    />
  );
}

function CycleChoice({ cycles, chosen }: { cycles: CyclesAnswer['items']; chosen: string | undefined }) {
  const navigate = useNavigate();
  if (cycles.length < 2) return null;
  return (
    <NativeSelect
      aria-label={texts.cycle}
      value={chosen ?? ''}
      data={[
        { value: '', label: texts.allCycles },
        ...cycles.map(({ name, isCurrent }) => ({ value: name, label: isCurrent ? texts.currentCycle(name) : name })),
      ]}
      onChange={(event) =>
        void navigate({ to: '/goals', search: event.currentTarget.value ? { cycle: event.currentTarget.value } : {} })
      }
    />
  );
}

function NoneInCycle({ cycle }: { cycle: string }) {
  return (
    <Empty title={texts.noneInCycle(cycle)}>
      <p>
        {texts.noneInCycleWhy(
          (text): ReactNode => (
            <Link to="/cycles">{text}</Link>
          ),
        )}
      </p>
    </Empty>
  );
}

function NoGoalsYet({ mayEdit }: { mayEdit: boolean }) {
  const isOwner = useQuery(sessionQuery).data?.person.role === 'owner';
  const toStart = (text: string): ReactNode => (
    <Link to="/start" search={{ step: 'goals' }}>
      {text}
    </Link>
  );
  const first = (
    <GoalsButton search={{ add: 'objective' }} variant="filled">
      {texts.firstObjective}
    </GoalsButton>
  );
  return (
    <Empty isPage title={texts.noGoals} action={mayEdit ? first : undefined}>
      <p>{texts.noGoalsWhy}</p>
      <p>{texts.fromFile(<Command>{texts.importCommand}</Command>)}</p>
      {isOwner && <p>{texts.stepByStep(toStart)}</p>}
      {mayEdit && (
        <p>
          {texts.fromPages(
            (text): ReactNode => (
              <Link to="/proposals">{text}</Link>
            ),
          )}
        </p>
      )}
    </Empty>
  );
}
