import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { GoalDetail } from '../../api/schemas/goals.ts';
import { GOAL_KIND_WORDS } from '../../domain/wording.ts';
import { ApiProblem } from '../api.ts';
import { DataTable } from '../components/data-table.tsx';
import { GoalSources } from '../components/goal-sources.tsx';
import { GoalTree } from '../components/goal-tree.tsx';
import { Pace } from '../components/pace.tsx';
import { Knot, Line } from '../components/plumb-parts.tsx';
import { Empty, Fault, PageSkeleton } from '../components/states.tsx';
import { formatCount, plural } from '../format.ts';
import { useTitle } from '../hooks/use-title.ts';
import { goalQuery } from '../queries.ts';
import classes from './goal.module.css';
import { GoalCheckIns } from './goal-check-ins.tsx';
import { GoalTasks } from './goal-tasks.tsx';

const route = getRouteApi('/signed-in/goals/$goalKey');

/** One goal: what it serves, how far it should be, who works on it, and the work itself. */
export function GoalPage() {
  const { goalKey } = route.useParams();
  const goal = useQuery(goalQuery(goalKey));
  useTitle(goal.data ? `${goal.data.key} ${goal.data.title}` : goalKey);
  if (goal.data) return <GoalView goal={goal.data} />;
  if (goal.isPending) return <PageSkeleton />;
  if (goal.error instanceof ApiProblem && goal.error.status === 404)
    return (
      <Empty isPage title={`There is no goal ${goalKey}`}>
        <p>
          It may have been renamed or taken out of the last import. See <Link to="/goals">all goals</Link>.
        </p>
      </Empty>
    );
  return <Fault isPage error={goal.error} what="The goal could not be read" onRetry={() => void goal.refetch()} />;
}

function GoalView({ goal }: { goal: GoalDetail }) {
  return (
    <div data-page>
      <header>
        <p className="small soft">
          {[GOAL_KIND_WORDS[goal.kind], goal.cycle?.name, goal.commitment, goal.isClosed ? 'closed' : null]
            .filter(Boolean)
            .join(' · ')}
        </p>
        <h1 className={classes.title}>
          {goal.kind !== 'vision' && `${goal.key} `}
          {goal.title}
        </h1>
        {goal.description && <p className={`measure ${classes.description}`}>{goal.description}</p>}
        <p className={`soft ${classes.description}`}>{sayWork(goal)}</p>
        <GoalFlags goal={goal} />
      </header>
      <div className={classes.columns}>
        <div>
          <section>
            <h2>What it hangs on</h2>
            <div className={classes.line}>
              <Line label={`What ${goal.key} hangs on`}>
                {goal.above.map((above) => (
                  <Knot key={above.id} glyph={above.kind} word={GOAL_KIND_WORDS[above.kind]} below="solid">
                    <Link to="/goals/$goalKey" params={{ goalKey: above.key }}>
                      {above.kind !== 'vision' && above.key} {above.title}
                    </Link>
                  </Knot>
                ))}
                <Knot
                  glyph={goal.kind}
                  word={GOAL_KIND_WORDS[goal.kind]}
                  below="none"
                  isOpen={goal.isUnstaffed || goal.isClosed}
                >
                  {goal.kind !== 'vision' && goal.key} {goal.title}
                </Knot>
              </Line>
            </div>
          </section>
          <Pace goal={goal} />
          {goal.kind === 'key-result' && <GoalCheckIns goal={goal} />}
          <GoalSources goal={goal} />
        </div>
        <ByTeam goal={goal} />
      </div>
      {goal.children.length > 0 && (
        <section>
          <h2>{goal.kind === 'vision' ? 'Its objectives' : 'Its key results'}</h2>
          <GoalTree goals={goal.children} />
        </section>
      )}
      {goal.kind !== 'vision' && <GoalTasks goalKey={goal.key} />}
    </div>
  );
}

/** What somebody may want to look at; that nobody works on it stands above. */
function GoalFlags({ goal }: { goal: GoalDetail }) {
  const flags = goal.flags.filter(({ kind }) => kind !== 'unstaffed');
  if (flags.length === 0) return null;
  return (
    <ul className={`plain-list ${classes.description}`} aria-label={`What to look at in ${goal.key}`}>
      {flags.map(({ kind, reason }) => (
        <li key={kind}>{reason}</li>
      ))}
    </ul>
  );
}

function sayWork(goal: GoalDetail): string {
  const who = goal.owner ? ` ${goal.owner.name} owns it${goal.team ? `, with ${goal.team.name}` : ''}.` : '';
  if (goal.kind === 'vision') return who.trim();
  if (goal.isUnstaffed) return `Nobody works on it now.${who}`;
  return `${plural(goal.liveTasks, 'live task')}, ${formatCount(goal.finishedTasks)} finished this week.${who}`;
}

function ByTeam({ goal }: { goal: GoalDetail }) {
  if (goal.byTeam.length === 0) return null;
  return (
    <section>
      <h2>Who works on it</h2>
      <div className={classes.teams}>
        <DataTable
          caption={`Live tasks for ${goal.key} by team`}
          rows={goal.byTeam}
          keyOf={(row) => row.team?.id ?? 'none'}
          columns={[
            { name: 'Team', cell: (row) => row.team?.name ?? 'No team' },
            {
              name: 'live tasks',
              isNumber: true,
              cell: (row) => (
                <Link to="/unaligned" search={{ goal: goal.key, team: row.team?.id ?? 'none', state: 'aligned' }}>
                  {formatCount(row.liveTasks)}
                </Link>
              ),
            },
          ]}
        />
      </div>
    </section>
  );
}
