import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { GoalDetail } from '../../api/schemas/goals.ts';
import { DataTable } from '../components/data-table.tsx';
import { TeamLink } from '../components/team-link.tsx';
import { formatCount } from '../format.ts';
import { goalTexts as texts } from '../texts/en/goals.tsx';
import classes from './goal.module.css';

/** A vision has every team behind it: the first of them say most. */
const SHOWN_FIRST = 10;

/** Who works on a goal, by team. */
export function GoalTeams({ goal }: { goal: GoalDetail }) {
  const [isWhole, setWhole] = useState(goal.byTeam.length <= SHOWN_FIRST + 1);
  if (goal.byTeam.length === 0) return null;
  return (
    <section>
      <h2>{texts.whoWorks}</h2>
      <div className={classes.teams}>
        <DataTable
          caption={texts.liveByTeam(goal.key)}
          rows={isWhole ? goal.byTeam : goal.byTeam.slice(0, SHOWN_FIRST)}
          keyOf={(row) => row.team?.id ?? 'none'}
          columns={[
            {
              name: texts.team,
              cell: (row) => (row.team ? <TeamLink team={row.team} within={{ goal: goal.key }} /> : texts.noTeam),
            },
            {
              name: texts.liveTasks,
              isNumber: true,
              cell: (row) => <TeamCount goal={goal} row={row} />,
            },
          ]}
        />
      </div>
      {!isWhole && (
        <p className={classes.teams}>
          <Button onClick={() => setWhole(true)}>{texts.everyTeam(goal.byTeam.length)}</Button>
        </p>
      )}
    </section>
  );
}

/** The list behind it is of today. */
function TeamCount({ goal, row }: { goal: GoalDetail; row: GoalDetail['byTeam'][number] }) {
  if (goal.asOf) return <>{formatCount(row.liveTasks)}</>;
  return (
    <Link to="/unaligned" search={{ goal: goal.key, team: row.team?.id ?? 'none', state: 'aligned' }}>
      {formatCount(row.liveTasks)}
    </Link>
  );
}
