import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { GoalDetail } from '../../api/schemas/goals.ts';
import { GOAL_KIND_WORDS } from '../../domain/wording.ts';
import { GoalClose } from '../components/goal-close.tsx';
import { GoalForm } from '../components/goal-form.tsx';
import { GoalsButton } from '../components/goals-button.tsx';
import { useChangeGoal } from '../hooks/use-goals.ts';
import { goalFormTexts, goalsTexts, goalTexts as texts } from '../texts/en/goals.tsx';
import classes from './goal.module.css';

/** What a goal says, how its work stands, and what can be done with it. */
export function GoalHead({ goal, act }: { goal: GoalDetail; act: 'change' | 'close' | undefined }) {
  return (
    <header>
      <p className="small soft">
        {[GOAL_KIND_WORDS[goal.kind], goal.cycle?.name, goal.commitment, sayClosed(goal)].filter(Boolean).join(' · ')}
      </p>
      <h1 className={classes.title}>
        {goal.kind !== 'vision' && `${goal.key} `}
        {goal.title}
      </h1>
      {goal.description && <p className={`measure ${classes.description}`}>{goal.description}</p>}
      <p className={`soft ${classes.description}`}>{sayWork(goal)}</p>
      <GoalFlags goal={goal} />
      {goal.mayEdit && <Acts goal={goal} act={act} />}
    </header>
  );
}

function Acts({ goal, act }: { goal: GoalDetail; act: 'change' | 'close' | undefined }) {
  const navigate = useNavigate();
  const change = useChangeGoal(goal.key);
  const open = (wanted: 'change' | 'close' | undefined, goalKey = goal.key) =>
    void navigate({ to: '/goals/$goalKey', params: { goalKey }, search: wanted ? { act: wanted } : {}, replace: true });
  if (act === 'change')
    return (
      <div className={classes.acts}>
        <GoalForm
          title={goalFormTexts.change(goal.key)}
          kind={goal.kind}
          goal={goal}
          isPending={change.isPending}
          error={change.error}
          onSend={(words) =>
            change.mutate({ ...words, seenVersion: goal.version }, { onSuccess: ({ key }) => open(undefined, key) })
          }
          onLeave={() => open(undefined)}
        />
      </div>
    );
  if (act === 'close')
    return (
      <div className={classes.acts}>
        <GoalClose goal={goal} onDone={() => open(undefined)} />
      </div>
    );
  const reopen = () => change.mutate({ closedOn: null, withChildren: true, seenVersion: goal.version });
  return (
    <div className={classes.acts}>
      <Button onClick={() => open('change')}>{texts.edit}</Button>
      {goal.closedOn === null ? (
        <Button onClick={() => open('close')}>{texts.close}</Button>
      ) : (
        <Button loading={change.isPending} onClick={reopen}>
          {texts.open}
        </Button>
      )}
      {goal.kind === 'objective' && !goal.isClosed && (
        <GoalsButton search={{ add: 'key-result', under: goal.key }}>{goalsTexts.addKeyResult}</GoalsButton>
      )}
    </div>
  );
}

function sayClosed({ closedOn, isClosed }: GoalDetail): string | null {
  if (closedOn === null) return null;
  return isClosed ? texts.closedOn(closedOn) : texts.willClose(closedOn);
}

/** What somebody may want to look at; that nobody works on it stands above. */
function GoalFlags({ goal }: { goal: GoalDetail }) {
  const flags = goal.flags.filter(({ kind }) => kind !== 'unstaffed');
  if (flags.length === 0) return null;
  return (
    <ul className={`plain-list ${classes.description}`} aria-label={texts.lookAt(goal.key)}>
      {flags.map(({ kind, reason }) => (
        <li key={kind}>{reason}</li>
      ))}
    </ul>
  );
}

function sayWork(goal: GoalDetail): string {
  const who = goal.owner ? texts.owns(goal.owner.name, goal.team?.name ?? null) : '';
  const isPast = goal.asOf !== null;
  if (goal.kind === 'vision') return who.trim();
  if (goal.isUnstaffed) return `${texts.nobodyWorks(isPast)}${who}`;
  return `${texts.work(goal.liveTasks, goal.finishedTasks, isPast)}${who}`;
}
