import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ByTeamAnswer } from '../../api/schemas/alignment.ts';
import { formatAmount, formatRate } from '../format.ts';
import type { ListSearch } from '../list-search.ts';
import { amountOf, partFacts, parts, searchFor, type TeamRow, totalOf, upkeepWords } from '../team-parts.ts';
import { commonTexts } from '../texts/en/common.ts';
import { teamBarsTexts as texts } from '../texts/en/overview.tsx';
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
      title={texts.title}
      caption={texts.caption(shown.map((part) => partFacts[part].words).join(', '), unit)}
      picture={<Bars teams={teams} unit={unit} within={within} />}
      table={
        <DataTable
          caption={texts.table(unit)}
          rows={teams}
          keyOf={(row) => row.team?.id ?? 'none'}
          columns={[
            {
              name: texts.team,
              cell: (row) => (row.team ? <TeamLink team={row.team} within={within} /> : texts.noTeam),
            },
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
              name: texts.ktlo,
              isNumber: true,
              cell: (row) => upkeepWords(row) ?? texts.noAllowance,
            },
            {
              name: texts.rate,
              isNumber: true,
              cell: (row) => (row.rate === null ? commonTexts.notJudged : formatRate(row.rate)),
            },
          ]}
        />
      }
    />
  );
}

/** More at once nobody compares: the others are one click away. */
const BARS_MAX = 16;

function Bars({ teams, unit, within }: { teams: readonly TeamRow[]; unit: string; within: ListSearch }) {
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole || teams.length <= BARS_MAX ? teams : teams.slice(0, BARS_MAX);
  return (
    <>
      <ul className={`plain-list ${classes.bars}`}>
        {shown.map((row, index) => (
          <TeamBar key={row.team?.id ?? 'none'} row={row} unit={unit} within={within} isFirst={index === 0} />
        ))}
      </ul>
      {shown.length < teams.length && (
        <Button variant="default" size="compact-sm" mt="sm" onClick={() => setWhole(true)}>
          {texts.showAll(teams.length)}
        </Button>
      )}
    </>
  );
}

function TeamBar(props: { row: TeamRow; unit: string; within: ListSearch; isFirst: boolean }) {
  const { row, unit, within, isFirst } = props;
  const total = totalOf(row);
  const name = row.team?.name ?? texts.noTeam;
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
                title={texts.part(`${formatAmount(amount)} ${unit}`, formatRate(share), partFacts[part].words)}
              >
                <span className={share >= 0.06 ? classes.label : 'visually-hidden'}>
                  {formatAmount(amount)}
                  <span className={isFirst && share >= 0.18 ? classes.words : 'visually-hidden'}>
                    {' '}
                    {partFacts[part].words}
                  </span>
                </span>
                <span className="visually-hidden">{texts.ofTeam(name)}</span>
              </Link>
            );
          })}
      </div>
      <span className={`${classes.rate} small`}>
        {row.rate === null ? <span className="soft">{commonTexts.notJudged}</span> : formatRate(row.rate)}
        <span className="visually-hidden">{texts.ofJudged}</span>
        {upkeep && (
          <span className={`${classes.upkeep} soft`} title={texts.upkeepHint}>
            <span className="visually-hidden">{texts.upkeep}</span>
            {upkeep}
          </span>
        )}
      </span>
    </li>
  );
}
