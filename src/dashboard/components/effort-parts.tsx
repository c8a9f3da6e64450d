import { Link } from '@tanstack/react-router';
import type { ByTeamAnswer } from '../../api/schemas/alignment.ts';
import { formatAmount, formatRate } from '../format.ts';
import { amountOf, type Part, partFacts, parts, type TeamRow, upkeepWords } from '../team-parts.ts';
import { partTexts as texts } from '../texts/en/teams.tsx';
import { weightUnits } from '../words.ts';
import { DataTable } from './data-table.tsx';
import classes from './team-page.module.css';

interface Within {
  readonly team?: string;
  readonly manager?: string;
}

/** Where the effort of one part of the organisation goes, part by part, and of a single team what may keep the lights on. */
export function EffortParts({ answer, within }: { answer: ByTeamAnswer; within: Within }) {
  const rows = answer.teams.filter(({ count }) => count > 0);
  const amount = (part: Part) => rows.reduce((sum, row) => sum + amountOf(row, part), 0);
  const shown = parts.filter((part) => amount(part) > 0);
  const seen = shown.reduce((sum, part) => sum + (part === 'unknown' ? 0 : amount(part)), 0);
  const unit = weightUnits[answer.weight];
  return (
    <section aria-labelledby="effort">
      <h2 id="effort">{texts.effort}</h2>
      {shown.length === 0 ? (
        <p className="small soft">{texts.effortNone}</p>
      ) : (
        <>
          <p className="small soft">{texts.effortIn(unit)}</p>
          <DataTable
            caption={texts.effortCaption}
            rows={shown}
            keyOf={(part) => part}
            columns={[
              { name: texts.effortWhere, cell: (part) => partFacts[part].words },
              {
                name: unit,
                isNumber: true,
                cell: (part) => (
                  <Link to="/unaligned" search={{ ...within, state: partFacts[part].state }}>
                    {formatAmount(amount(part))}
                  </Link>
                ),
              },
              {
                name: texts.effortShare,
                isNumber: true,
                cell: (part) => (part === 'unknown' ? '' : <Share share={seen > 0 ? amount(part) / seen : 0} />),
              },
            ]}
          />
          {rows.length === 1 && rows[0] && <Allowed row={rows[0]} />}
        </>
      )}
    </section>
  );
}

function Share({ share }: { share: number }) {
  return (
    <span className={classes.share}>
      <span className={classes.bar} style={{ width: `${Math.round(share * 72)}px` }} aria-hidden="true" />
      {formatRate(share)}
    </span>
  );
}

/** What keeps the lights on, against the share of the work that may. */
function Allowed({ row }: { row: TeamRow }) {
  const upkeep = upkeepWords(row);
  return (
    <p className="small soft">
      {upkeep === null ? texts.noAllowance((text) => <Link to="/settings">{text}</Link>) : texts.allowed(upkeep)}
    </p>
  );
}
