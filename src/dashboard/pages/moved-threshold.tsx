import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { PrecisionAnswer } from '../../api/schemas/precision.ts';
import { TimeAgo } from '../components/time-ago.tsx';
import { formatDecimal, withThinSpaces } from '../format.ts';
import { useThreshold } from '../hooks/use-threshold.ts';
import { sessionQuery } from '../queries.ts';
import { precisionTexts as texts } from '../texts/en/precision.ts';
import classes from './overview.module.css';

type Threshold = PrecisionAnswer['thresholds'][number];

/** A threshold that moved, why, and for owners the way back. */
export function MovedThreshold({ threshold }: { threshold: Threshold }) {
  const role = useQuery(sessionQuery).data?.person.role;
  const put = useThreshold(threshold);
  return (
    <div className={classes.moved}>
      <p className="small measure">
        {withThinSpaces(threshold.because)}
        {threshold.movedAt && (
          <>
            {' '}
            {texts.movedBy(threshold.movedBy ?? '')}
            <TimeAgo at={threshold.movedAt} />.
          </>
        )}
      </p>
      {role === 'owner' && (
        <Button size="compact-sm" loading={put.isPending} onClick={() => put.mutate(null)}>
          {texts.back(formatDecimal(threshold.set, 2))}
        </Button>
      )}
    </div>
  );
}
