import { Link } from '@tanstack/react-router';
import type { GoalDetail } from '../../api/schemas/goals.ts';
import { GOAL_KIND_WORDS } from '../../domain/wording.ts';
import { Knot, Line } from '../components/plumb-parts.tsx';
import { goalTexts as texts } from '../texts/en/goals.tsx';
import classes from './goal.module.css';

/** The line from the vision down to a goal. */
export function GoalLine({ goal }: { goal: GoalDetail }) {
  const search = goal.asOf ? { asOf: goal.asOf } : {};
  return (
    <section>
      <h2>{texts.hangsOn}</h2>
      <div className={classes.line}>
        <Line label={texts.hangsOnOf(goal.key)}>
          {goal.above.map((above) => (
            <Knot key={above.id} glyph={above.kind} word={GOAL_KIND_WORDS[above.kind]} below="solid">
              <Link to="/goals/$goalKey" params={{ goalKey: above.key }} search={search}>
                {above.kind !== 'vision' && above.key} {above.title}
              </Link>
            </Knot>
          ))}
          <Knot
            glyph={goal.kind}
            word={GOAL_KIND_WORDS[goal.kind]}
            below="none"
            isOpen={goal.isUnstaffed || goal.isClosed}
          >
            {goal.kind !== 'vision' && goal.key} {goal.title}
          </Knot>
        </Line>
      </div>
    </section>
  );
}
