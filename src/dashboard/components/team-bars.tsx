import { Link } from '@tanstack/react-router';
import type { ByTeamAnswer } from '../../api/schemas/alignment.ts';
import { formatAmount, formatRate } from '../format.ts';
import type { ListSearch } from '../list-search.ts';
import { amountOf, partFacts, parts, searchFor, type TeamRow, totalOf, upkeepWords } from '../team-parts.ts';
import { weightUnits } from '../words.ts';
import { DataTable } from './data-table.tsx';
import { Picture } from './picture.tsx';
import classes from './team-bars.module.css';
import { TeamLink } from './team-link.tsx';

/** Where effort goes: a bar a team, each part a link to exactly its tasks, upkeep against its allowance. Never by person. */
export function TeamBars({ answer, within }: { answer: ByTeamAnswer; within: ListSearch }) {
  const teams = answer.teams.filter((row) => row.count > 0).sort((a, b) => b.unaligned - a.unaligned);
  const unit = weightUnits[answer.weight];
  const shown = parts.filter((part) => teams.some((row) => amountOf(row, part) > 0));
  return (
    <Picture
      name="by-team"
      title="Where?"
      caption={`Each team’s work this week, the most without a why first. From left: ${shown.map((part) => partFacts[part].words).join(', ')}; at the right the alignment rate. In ${unit}.`}
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
            { name: 'Team', cell: (row) => (row.team ? <TeamLink team={row.team} within={within} /> : 'No team') },
            ...shown.map((part) => ({
              name: partFacts[part].words,
              isNumber: true,
              cell: (row: TeamRow) => (
                <Link to="/unaligned" search={searchFor(row, part, within)}>
                  {formatAmount(amountOf(row, part))}
                </Link>
              ),
            })),
            {
              name: 'keeps the lights on, of its allowance',
              isNumber: true,
              cell: (row) => upkeepWords(row) ?? 'no allowance',
            },
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
  const total = totalOf(row);
  const name = row.team?.name ?? 'No team';
  const upkeep = upkeepWords(row);
  return (
    <li className={classes.row}>
      {row.team ? (
        <TeamLink team={row.team} within={within} className={classes.team} />
      ) : (
        <Link to="/unaligned" search={{ ...within, team: 'none' }} className={classes.team}>
          {name}
        </Link>
      )}
      <div className={classes.bar}>
        {parts
          .filter((part) => amountOf(row, part) > 0)
          .map((part) => {
            const amount = amountOf(row, part);
            const share = amount / total;
            return (
              <Link
                key={part}
                to="/unaligned"
                search={searchFor(row, part, within)}
                className={`${classes.part} ${classes[part]}`}
                style={{ flexGrow: amount }}
                title={`${formatAmount(amount)} ${unit}, ${formatRate(share)}: ${partFacts[part].words}`}
              >
                <span className={share >= 0.06 ? classes.label : 'visually-hidden'}>
                  {formatAmount(amount)}
                  <span className={isFirst && share >= 0.18 ? classes.words : 'visually-hidden'}>
                    {' '}
                    {partFacts[part].words}
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
        {upkeep && (
          <span className={`${classes.upkeep} soft`} title="Keeps the lights on, of the share that is allowed">
            <span className="visually-hidden">, keeps the lights on </span>
            {upkeep}
          </span>
        )}
      </span>
    </li>
  );
}
