import { useQuery } from '@tanstack/react-query';
import type { AllowancesAnswer } from '../../api/schemas/allowances.ts';
import { formatDay, formatRate } from '../format.ts';
import { allowancesQuery, sessionQuery } from '../queries.ts';
import { allowancesTexts as texts } from '../texts/en/allowances.ts';
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
      <h2>{texts.title}</h2>
      <p className="measure">{texts.lead}</p>
      <div className={classes.tables}>
        <DataTable
          caption={texts.inForce}
          rows={data.teams}
          keyOf={({ team }) => team.id}
          columns={[
            { name: texts.team, cell: ({ team }) => team.name },
            {
              name: texts.today,
              isNumber: true,
              cell: ({ share }) => (share === null ? texts.noBound : formatRate(share)),
            },
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
    <ol className={`plain-list small soft ${classes.history}`} aria-label={texts.history}>
      {items.map(({ team, cycle, share, by, at, endedAt }) => (
        <li key={`${at} ${team?.id} ${cycle?.id}`}>
          {texts.entry(
            formatDay(at),
            by,
            formatRate(share),
            team?.name ?? texts.everyTeam,
            cycle?.name ?? null,
            endedAt && formatDay(endedAt),
          )}
        </li>
      ))}
    </ol>
  );
}
