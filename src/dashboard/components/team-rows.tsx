import { Link } from '@tanstack/react-router';
import type { ByTeamAnswer } from '../../api/schemas/alignment.ts';
import type { TeamsAnswer } from '../../api/schemas/teams.ts';
import { formatAmount, formatRate } from '../format.ts';
import { amountOf, type Part, searchFor, type TeamRow, totalOf } from '../team-parts.ts';
import { partTexts, teamsTexts as texts } from '../texts/en/teams.tsx';
import { weightUnits } from '../words.ts';
import { DataTable } from './data-table.tsx';
import { ManagerLink } from './manager-link.tsx';
import { TeamLink } from './team-link.tsx';

type Team = TeamsAnswer['items'][number];

/** Teams in the order of the org tree, with what their work does: as rows to open, not to compare. */
export function TeamRows({ teams, answer }: { teams: readonly Team[]; answer: ByTeamAnswer }) {
  const unit = weightUnits[answer.weight];
  const byId = new Map(answer.teams.map((row) => [row.team?.id, row]));
  const rows = teams.toSorted((a, b) => a.place - b.place).map((team) => ({ team, row: byId.get(team.id) }));
  return (
    <DataTable
      caption={texts.caption(unit)}
      rows={rows}
      keyOf={({ team }) => team.id}
      columns={[
        { name: partTexts.team, cell: ({ team }) => <TeamLink team={team} /> },
        { name: partTexts.leader, cell: ({ team }) => team.leader && <ManagerLink person={team.leader} /> },
        { name: texts.serves, isNumber: true, cell: ({ row }) => row && <PartLink row={row} part="aligned" /> },
        { name: texts.noWhy, isNumber: true, cell: ({ row }) => row && <PartLink row={row} part="noWhy" /> },
        { name: texts.upkeep, isNumber: true, cell: ({ row }) => row && <Upkeep row={row} /> },
        {
          name: texts.work(unit),
          isNumber: true,
          cell: ({ team, row }) => (
            <Link to="/unaligned" search={{ team: team.id, state: 'all' }}>
              {formatAmount(row ? totalOf(row) : 0)}
            </Link>
          ),
        },
      ]}
    />
  );
}

function PartLink({ row, part }: { row: TeamRow; part: Part }) {
  const seen = totalOf(row) - row.unknown;
  const amount = amountOf(row, part);
  return (
    <Link to="/unaligned" search={searchFor(row, part, {})}>
      {formatRate(seen > 0 ? amount / seen : 0)}
    </Link>
  );
}

function Upkeep({ row }: { row: TeamRow }) {
  return (
    <>
      <PartLink row={row} part="ktlo" />
      {row.allowance !== null && <span className="soft">{texts.ofAllowed(formatRate(row.allowance))}</span>}
    </>
  );
}
