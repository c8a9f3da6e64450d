import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TaskDetail } from '../../api/schemas/tasks.ts';
import { maySay } from '../../domain/task-decision.ts';
import { NotNowForm } from '../components/not-now-form.tsx';
import { useBulk } from '../hooks/use-bulk.tsx';
import { useKeys } from '../hooks/use-keys.ts';
import { sessionQuery } from '../queries.ts';
import { decidedTexts } from '../texts/en/decide.ts';
import { taskWordsTexts as texts } from '../texts/en/task.tsx';
import classes from './task.module.css';

type Worded = Pick<TaskDetail, 'id' | 'key' | 'title' | 'suggestion' | 'flag' | 'isContainer' | 'gone'>;

/** What can be said of a task that need not serve a goal, or not yet: one click or key each, taken back by another. */
export function TaskWords({ task }: { task: Worded }) {
  const session = useQuery(sessionQuery);
  const { decide, progress } = useBulk(() => ({ ...task }));
  const [isOpen, setOpen] = useState(false);
  const role = session.data?.person.role;
  const mayDecide = role !== undefined && maySay({ role }, 'not-now');
  const state = task.flag?.state;
  const name = task.key ?? decidedTexts.named(task.title);
  const isWanted = task.flag !== null && !task.isContainer && task.gone === null && role !== undefined;
  const keepOn = () => void decide([task.id], { path: '/decisions', body: { says: 'ktlo' } }, () => texts.keptOn(name));
  const ask = () =>
    void decide([task.id], { path: '/decisions', body: { says: 'ask-owner' } }, () => texts.asked(name));
  const isFree = isWanted && progress === null;
  useKeys({
    ...(isFree && mayDecide ? { n: () => setOpen(true), ...(state === 'ktlo' ? {} : { o: keepOn }) } : {}),
    ...(isFree && state !== 'pending-decision' ? { w: ask } : {}),
  });
  if (!isWanted) return null;
  return (
    <div className={classes.words}>
      <p className="small soft">{state === 'aligned' ? texts.forNow : texts.withoutGoal}</p>
      <div className={classes.buttons}>
        {mayDecide && state !== 'ktlo' && (
          <Button onClick={keepOn} disabled={!isFree} aria-keyshortcuts="o">
            {texts.ktlo}
          </Button>
        )}
        {mayDecide && (
          <Button onClick={() => setOpen(!isOpen)} disabled={!isFree} aria-expanded={isOpen} aria-keyshortcuts="n">
            {state === 'not-now' ? texts.notNowAgain : texts.notNow}
          </Button>
        )}
        {state !== 'pending-decision' && (
          <Button onClick={ask} disabled={!isFree} aria-keyshortcuts="w">
            {texts.ask}
          </Button>
        )}
      </div>
      {isOpen && (
        <NotNowForm
          name={name}
          onLeave={() => setOpen(false)}
          onSay={(word) => {
            setOpen(false);
            void decide([task.id], { path: '/decisions', body: { says: 'not-now', ...word } }, () =>
              texts.putOff(name),
            );
          }}
        />
      )}
    </div>
  );
}
