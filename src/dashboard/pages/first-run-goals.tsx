import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { FirstRunAnswer } from '../../api/schemas/first-run.ts';
import { ImportFile } from '../components/import-file.tsx';
import classes from '../components/step-frame.module.css';
import { StepFrame } from '../components/step-frame.tsx';
import { proposalsQuery } from '../queries.ts';
import { goalsStepTexts as texts } from '../texts/en/first-run.tsx';

/** Goals from a file, from a wiki, or by hand. */
export function GoalsStep({ goals }: { goals: FirstRunAnswer['goals'] }) {
  const { isDone, objectives, keyResults } = goals;
  const toGoals = (text: string) => <Link to="/goals">{text}</Link>;
  const tested = isDone
    ? texts.tested(objectives, keyResults, toGoals)
    : objectives > 0
      ? texts.noKeyResult(objectives)
      : null;
  return (
    <StepFrame step="goals" title={texts.title} means={texts.means} isDone={isDone} tested={tested}>
      <div>
        <h3>{texts.fromFile}</h3>
        <ImportFile kind="goals" example={texts.example} />
      </div>
      <OtherWays />
    </StepFrame>
  );
}

function OtherWays() {
  const open = useQuery(proposalsQuery({ state: 'open' })).data?.counts.open ?? 0;
  return (
    <div>
      <h3>{texts.otherWays}</h3>
      <ul className={classes.ways}>
        {open > 0 && (
          <li>
            {texts.proposals(open, (text) => (
              <Link to="/proposals">{text}</Link>
            ))}
          </li>
        )}
        <li>
          {texts.fromWiki((text) => (
            <Link to="/connections/new">{text}</Link>
          ))}
        </li>
        <li>
          {texts.byHand((text) => (
            <Link to="/goals">{text}</Link>
          ))}
        </li>
      </ul>
    </div>
  );
}
