import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DecisionAnswer } from '../../api/schemas/decisions.ts';
import type { TaskDetail } from '../../api/schemas/tasks.ts';
import { sendJson } from '../api.ts';
import { TimeAgo } from '../components/time-ago.tsx';
import { formatDay } from '../format.ts';
import { showTakenBack } from '../hooks/decision-toasts.tsx';
import { showRefused } from '../hooks/use-decide-proposal.tsx';
import { judgedKeys, sessionQuery, taskDecisionsQuery } from '../queries.ts';
import { taskDecisionsTexts as texts } from '../texts/en/task.tsx';
import { decisionNames, standingNames } from '../words.ts';
import classes from './task.module.css';

/** Who said what of it beside the goals it serves, newest first; what still holds can be taken back. */
export function TaskDecisions({ task }: { task: TaskDetail }) {
  const decisions = useQuery(taskDecisionsQuery(task.id));
  const { person } = useQuery(sessionQuery).data ?? {};
  const items = decisions.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <section>
      <h2>{texts.title}</h2>
      <ol className={`plain-list small ${classes.said}`}>
        {items.map((decision) => (
          <li key={decision.id}>
            <span className="soft">
              <TimeAgo at={decision.at} />
            </span>
            <span>
              {say(decision)} <span className="soft">{texts.standing(standingNames[decision.standing])}</span>
            </span>
            {isStanding(decision) && (person?.role !== 'member' || person.name === decision.by) && (
              <TakeBack decision={decision} />
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function isStanding({ standing }: DecisionAnswer): boolean {
  return standing === 'in-force' || standing === 'due';
}

/** "Ada Manager: not now, until 4 Jan 2027, because we are prioritising KR1.2 (second time)." */
function say({ by, says, because, revisitOn, untilOn, yieldsTo, asked, times }: DecisionAnswer): string {
  const until = revisitOn ?? untilOn;
  const parts = [
    asked ? texts.askedFrom(decisionNames[says], asked) : decisionNames[says],
    ...(until ? [texts.until(formatDay(until))] : []),
    ...(because ? [texts.because(because.replace(/[.\s]+$/u, ''))] : []),
    ...(yieldsTo && !because.includes(yieldsTo.key) ? [texts.room(yieldsTo.key)] : []),
    ...(says === 'not-now' && times > 1 ? [texts.times(times)] : []),
  ];
  return texts.said(by, parts.join(', '));
}

function TakeBack({ decision }: { decision: DecisionAnswer }) {
  const client = useQueryClient();
  const undo = useMutation({
    mutationFn: () => sendJson('POST', '/decisions/undo', { decisionIds: [decision.id] }),
    onSuccess: showTakenBack,
    onError: (error) => showRefused(error),
    onSettled: () => {
      for (const key of [...judgedKeys, 'tasks']) void client.invalidateQueries({ queryKey: [key] });
    },
  });
  return (
    <Button variant="subtle" size="compact-xs" loading={undo.isPending} onClick={() => undo.mutate()}>
      {texts.takeBack}
      <span className="visually-hidden">{texts.takeBackOf(decisionNames[decision.says])}</span>
    </Button>
  );
}
