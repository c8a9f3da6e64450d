import { useQuery } from '@tanstack/react-query';
import { precisionSentence } from '../../domain/precision-words.ts';
import { Picture } from '../components/picture.tsx';
import { PrecisionBars } from '../components/precision-bars.tsx';
import { PrecisionTables } from '../components/precision-tables.tsx';
import { Fault } from '../components/states.tsx';
import { withThinSpaces } from '../format.ts';
import { precisionQuery } from '../queries.ts';
import { precisionTexts as texts } from '../texts/en/precision.ts';
import { MovedThreshold } from './moved-threshold.tsx';
import classes from './overview.module.css';

/** How often links were right, of those that people decided on, and what moved because of it. */
export function LinkPrecision() {
  const precision = useQuery(precisionQuery);
  if (precision.isError && !precision.data)
    return <Fault error={precision.error} what={texts.notRead} onRetry={() => void precision.refetch()} />;
  if (!precision.data) return null;
  const { measured, promised, thresholds } = precision.data;
  const says = withThinSpaces(precisionSentence(precision.data));
  return (
    <div className={classes.foot}>
      {measured ? (
        <Picture
          name="precision"
          title={texts.title}
          caption={says}
          picture={<PrecisionBars months={measured.months} promised={promised} />}
          table={<PrecisionTables measured={measured} />}
        />
      ) : (
        <section>
          <h2>{texts.title}</h2>
          <p className="small soft">{says}</p>
        </section>
      )}
      {thresholds
        .filter(({ isMoved }) => isMoved)
        .map((threshold) => (
          <MovedThreshold key={threshold.name} threshold={threshold} />
        ))}
    </div>
  );
}
