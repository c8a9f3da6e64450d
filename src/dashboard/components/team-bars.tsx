import { Link } from '@tanstack/react-router';
import type { ByTeamAnswer } from '../../api/schemas/alignment.ts';
import { formatAmount, formatRate } from '../format.ts';
import type { ListSearch } from '../list-search.ts';
import { weightUnits } from '../words.ts';
import { DataTable } from './data-table.tsx';
import { Picture } from './picture.tsx';
import classes from './team-bars.module.css';

type TeamRow = ByTeamAnswer['teams'][number];
type Part = 'aligned' | 'unaligned' | 'decided' | 'unknown';

const parts: readonly Part[] = ['aligned', 'unaligned', 'decided', 'unknown'];

const partWords: Record<Part, string> = {
  aligned: 'serves a goal',
  unaligned: 'no why yet',
  decided: 'decided otherwise',
  unknown: 'cannot be seen',
};

/** Where the work without a why is: a bar a team, each part a link to exactly its tasks. Never by person. */
export function TeamBars({ answer, within }: { answer: ByTeamAnswer; within: ListSearch }) {
  const teams = answer.teams.filter((row) => row.count > 0).sort((a, b) => b.unaligned - a.unaligned);
  const unit = weightUnits[answer.weight];
  return (
    <Picture
      name="by-team"
      title="Where?"
      caption={`Each team’s work this week, the most without a why first. From left: ${parts.map((part) => partWords[part]).join(', ')}; at the right the alignment rate. In ${unit}.`}
      picture={
        <ul className={`plain-list ${classes.bars}`}>
          {teams.map((row, index) => (
            <TeamBar key={row.team?.id ?? 'none'} row={row} unit={unit} within={within} isFirst={index === 0} />
          ))}
        </ul>
      }
      table={
        <DataTable
          caption={`Work by team, in ${unit}`}
          rows={teams}
          keyOf={(row) => row.team?.id ?? 'none'}
          columns={[
            { name: 'Team', cell: (row) => row.team?.name ?? 'No team' },
            ...parts.map((part) => ({
              name: partWords[part],
              isNumber: true,
              cell: (row: TeamRow) => (
                <Link to="/unaligned" search={searchFor(row, part, within)}>
                  {formatAmount(row[part])}
                </Link>
              ),
            })),
            {
              name: 'alignment rate',
              isNumber: true,
              cell: (row) => (row.rate === null ? 'not judged' : formatRate(row.rate)),
            },
          ]}
        />
      }
    />
  );
}

function TeamBar(props: { row: TeamRow; unit: string; within: ListSearch; isFirst: boolean }) {
  const { row, unit, within, isFirst } = props;
  const total = parts.reduce((sum, part) => sum + row[part], 0);
  const name = row.team?.name ?? 'No team';
  return (
    <li className={classes.row}>
      <Link to="/unaligned" search={{ ...within, team: row.team?.id ?? 'none' }} className={classes.team}>
        {name}
      </Link>
      <div className={classes.bar}>
        {parts
          .filter((part) => row[part] > 0)
          .map((part) => {
            const share = row[part] / total;
            return (
              <Link
                key={part}
                to="/unaligned"
                search={searchFor(row, part, within)}
                className={`${classes.part} ${classes[part]}`}
                style={{ flexGrow: row[part] }}
                title={`${formatAmount(row[part])} ${unit}, ${formatRate(share)}: ${partWords[part]}`}
              >
                <span className={share >= 0.06 ? classes.label : 'visually-hidden'}>
                  {formatAmount(row[part])}
                  <span className={isFirst && share >= 0.18 ? classes.words : 'visually-hidden'}>
                    {' '}
                    {partWords[part]}
                  </span>
                </span>
                <span className="visually-hidden">: {name}</span>
              </Link>
            );
          })}
      </div>
      <span className={`${classes.rate} small`}>
        {row.rate === null ? <span className="soft">not judged</span> : formatRate(row.rate)}
        <span className="visually-hidden"> of what can be judged serves a goal</span>
      </span>
    </li>
  );
}

function searchFor(row: TeamRow, part: Part, within: ListSearch): ListSearch {
  return { ...within, team: row.team?.id ?? 'none', ...(part === 'unaligned' ? {} : { state: part }) };
}
