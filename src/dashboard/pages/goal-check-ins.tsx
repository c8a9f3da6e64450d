import { useQuery } from '@tanstack/react-query';
import type { GoalDetail } from '../../api/schemas/goals.ts';
import classes from '../components/check-in.module.css';
import { CheckInChart } from '../components/check-in-chart.tsx';
import { CheckInForm } from '../components/check-in-form.tsx';
import { formatDay, formatMeasure } from '../format.ts';
import { checkInsQuery } from '../queries.ts';

/** How a key result stands by its check-ins, how it went, and the next one, in place. */
export function GoalCheckIns({ goal }: { goal: GoalDetail }) {
  const checkIns = useQuery(checkInsQuery(goal.key));
  const { items = [], mayCheckIn = false } = checkIns.data ?? {};
  return (
    <section>
      <h2>Check-ins</h2>
      <p className={classes.standing}>{sayStanding(goal)}</p>
      {items.length > 0 && <CheckInChart goal={goal} items={items} mayUndo={mayCheckIn} />}
      {mayCheckIn && !goal.isClosed && <CheckInForm goal={goal} />}
    </section>
  );
}

/** "12 days on 20 Nov 2026, said Ana Sousa: 4 days behind an even pace. Confidence 0.6, it was 0.8." */
function sayStanding({ progress, pace, unit }: GoalDetail): string {
  if (!progress) return 'Nobody has checked in on it yet.';
  const at = `${formatMeasure(progress.value, unit)} on ${formatDay(progress.on)}, said ${progress.by}`;
  const sentence = pace ? `${at}: ${sayPace(pace)}.` : `${at}.`;
  return `${sentence}${sayConfidence(progress)}`;
}

function sayPace({ standing, days }: NonNullable<GoalDetail['pace']>): string {
  const count = Math.abs(days) === 1 ? '1 day' : `${Math.abs(days)} days`;
  if (standing === 'reached') return 'reached';
  if (standing === 'on-pace') return 'at an even pace';
  if (standing === 'ended') return `its time is over, ${count} behind an even pace`;
  return `${count} ${standing === 'ahead' ? 'ahead of' : 'behind'} an even pace`;
}

function sayConfidence({ confidence, confidenceBefore }: NonNullable<GoalDetail['progress']>): string {
  if (confidence === null) return '';
  if (confidenceBefore === null || confidenceBefore === confidence) return ` Confidence ${confidence}.`;
  return ` Confidence ${confidence}, ${confidence > confidenceBefore ? 'up' : 'down'} from ${confidenceBefore}.`;
}
