import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import type { CyclesAnswer } from '../../api/schemas/cycles.ts';
import type { GoalAnswer } from '../../api/schemas/goals.ts';
import { GoalTree } from '../components/goal-tree.tsx';
import { Fault, PageSkeleton } from '../components/states.tsx';
import { plural } from '../format.ts';
import { useTitle } from '../hooks/use-title.ts';
import { cyclesQuery, goalsQuery } from '../queries.ts';
import classes from './goals.module.css';
import { NoGoals } from './no-tasks.tsx';

const route = getRouteApi('/signed-in/goals');

/** The strategy as a tree, with what hangs on each goal, and where nothing does. */
export function GoalsPage() {
  const { cycle } = route.useSearch();
  const goals = useQuery(goalsQuery(cycle));
  const cycles = useQuery(cyclesQuery).data?.items ?? [];
  useTitle('Goals');
  if (goals.isError && !goals.data)
    return <Fault isPage error={goals.error} what="The goals could not be read" onRetry={() => void goals.refetch()} />;
  if (!goals.data) return <PageSkeleton />;
  if (goals.data.items.length === 0) return <NoGoals isPage />;
  return (
    <div data-page>
      <div className={classes.head}>
        <h1>{sayGoals(goals.data.items)}</h1>
        <CycleChoice cycles={cycles} chosen={cycle} />
      </div>
      <GoalTree goals={goals.data.items} />
    </div>
  );
}

function sayGoals(goals: readonly GoalAnswer[]): string {
  const open = goals.filter((goal) => goal.kind === 'key-result' && !goal.isClosed);
  const unstaffed = open.filter((goal) => goal.isUnstaffed).length;
  const objectives = goals.filter((goal) => goal.kind === 'objective').length;
  const work = unstaffed === 0 ? 'all with live work' : `nobody works on ${unstaffed} of them`;
  return `${plural(objectives, 'objective')} with ${plural(open.length, 'open key result')}, ${work}`;
}

function CycleChoice({ cycles, chosen }: { cycles: CyclesAnswer['items']; chosen: string | undefined }) {
  const navigate = useNavigate();
  if (cycles.length < 2) return null;
  return (
    <NativeSelect
      aria-label="Cycle"
      value={chosen ?? ''}
      data={[
        { value: '', label: 'All cycles' },
        ...cycles.map((cycle) => ({ value: cycle.name, label: cycle.isCurrent ? `${cycle.name} (now)` : cycle.name })),
      ]}
      onChange={(event) =>
        void navigate({ to: '/goals', search: event.currentTarget.value ? { cycle: event.currentTarget.value } : {} })
      }
    />
  );
}
