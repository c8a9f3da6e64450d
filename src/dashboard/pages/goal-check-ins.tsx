import { useQuery } from '@tanstack/react-query';
import type { GoalDetail } from '../../api/schemas/goals.ts';
import classes from '../components/check-in.module.css';
import { CheckInChart } from '../components/check-in-chart.tsx';
import { CheckInForm } from '../components/check-in-form.tsx';
import { sayStanding } from '../goal-standing.ts';
import { checkInsQuery } from '../queries.ts';
import { goalTexts as texts } from '../texts/en/goals.tsx';

/** How a key result stands by its check-ins, how it went, and the next one, in place; of a past day, as it stood then. */
export function GoalCheckIns({ goal }: { goal: GoalDetail }) {
  const checkIns = useQuery(checkInsQuery(goal.key, goal.asOf ?? undefined));
  const { items = [], mayCheckIn = false } = checkIns.data ?? {};
  return (
    <section>
      <h2>{texts.checkIns}</h2>
      <p className={classes.standing}>{sayStanding(goal)}</p>
      {items.length > 0 && <CheckInChart goal={goal} items={items} mayUndo={mayCheckIn} />}
      {mayCheckIn && !goal.isClosed && <CheckInForm goal={goal} />}
    </section>
  );
}
