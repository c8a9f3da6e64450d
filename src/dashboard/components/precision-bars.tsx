import type { PrecisionAnswer } from '../../api/schemas/precision.ts';
import { monthWords } from '../../domain/precision-words.ts';
import { formatCount, formatRate } from '../format.ts';
import { precisionTexts as texts } from '../texts/en/precision.ts';
import classes from './precision-bars.module.css';

type Month = NonNullable<PrecisionAnswer['measured']>['months'][number];

/** A bar a month from zero, how far chance may be off as a line across its end, and what is promised as a mark on all of them. */
export function PrecisionBars({ months, promised }: { months: readonly Month[]; promised: number }) {
  return (
    <ul className={`plain-list ${classes.bars}`}>
      {months.map(({ month, all }, index) => (
        <li key={month} className={classes.row}>
          <span className={classes.month}>{monthWords(month)}</span>
          <span className={classes.track} aria-hidden="true">
            <span className={classes.right} style={{ width: percent(all.precision ?? 0) }} />
            {all.precision !== null && (
              <span
                className={classes.within}
                style={{ left: percent(all.low ?? 0), right: percent(1 - (all.high ?? 1)) }}
              />
            )}
            <span className={classes.promised} style={{ left: percent(promised) }}>
              {index === 0 && <span className={classes.label}>{texts.promised(formatRate(promised))}</span>}
            </span>
          </span>
          <span className={`${classes.number} small`}>
            {all.precision === null ? (
              <span className="soft">{texts.nothingDecided}</span>
            ) : (
              <>
                {formatRate(all.precision)} <span className="soft">{texts.of(formatCount(all.decided))}</span>
              </>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

function percent(share: number): string {
  return `${share * 100}%`;
}
