import { useQuery } from '@tanstack/react-query';
import type { AllowancesAnswer } from '../../api/schemas/allowances.ts';
import { formatDay, formatRate } from '../format.ts';
import { allowancesQuery, sessionQuery } from '../queries.ts';
import { AllowanceForm } from './allowance-form.tsx';
import classes from './allowances.module.css';
import { DataTable } from './data-table.tsx';

/** Which share of each team's work may keep the lights on, who set it when, and a form for those who may. */
export function Allowances() {
  const { data } = useQuery(allowancesQuery);
  const role = useQuery(sessionQuery).data?.person.role;
  if (!data) return null;
  return (
    <section>
      <h2>What may keep the lights on</h2>
      <p className="measure">
        A plain share of a team’s live tasks. What rules call upkeep beyond it waits for a decision, the newest first;
        what a person said keeps the lights on is not asked about.
      </p>
      <div className={classes.tables}>
        <DataTable
          caption="In force today, by team"
          rows={data.teams}
          keyOf={({ team }) => team.id}
          columns={[
            { name: 'Team', cell: ({ team }) => team.name },
            { name: 'today', isNumber: true, cell: ({ share }) => (share === null ? 'no bound' : formatRate(share)) },
          ]}
        />
      </div>
      {(role === 'owner' || role === 'leader') && <AllowanceForm allowances={data} isOwner={role === 'owner'} />}
      <History items={data.items} />
    </section>
  );
}

function History({ items }: { items: AllowancesAnswer['items'] }) {
  if (items.length === 0) return null;
  return (
    <ol className={`plain-list small soft ${classes.history}`} aria-label="Who set which share, newest first">
      {items.map(({ team, cycle, share, by, at, endedAt }) => (
        <li key={`${at} ${team?.id} ${cycle?.id}`}>
          {formatDay(at)}: {by} set {formatRate(share)} for {team?.name ?? 'every team without its own'}
          {cycle && ` in ${cycle.name}`}
          {endedAt && `, until ${formatDay(endedAt)}`}
        </li>
      ))}
    </ol>
  );
}
