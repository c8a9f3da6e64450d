import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { CyclesAnswer } from '../../api/schemas/cycles.ts';
import { ApiProblem } from '../api.ts';
import { useClock } from '../hooks/use-clock.ts';
import { useChangeCycle } from '../hooks/use-goals.ts';
import { commonTexts } from '../texts/en/common.ts';
import { cyclesTexts as texts } from '../texts/en/goals.tsx';
import classes from './goal-form.module.css';

/** A cycle to be closed on a day; what becomes of its goals is said before. */
export function CycleClose({ cycle, onDone }: { cycle: CyclesAnswer['items'][number]; onDone: () => void }) {
  const { today } = useClock();
  const change = useChangeCycle(cycle);
  const [closedOn, setClosedOn] = useState(today);
  const send = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({ closedOn }, { onSuccess: onDone });
  };
  return (
    <form className={classes.form} aria-label={texts.closeOf(cycle.name)} onSubmit={send}>
      <p className={classes.wide}>{texts.closeWhy(cycle.openGoals)}</p>
      <TextInput
        className={classes.half}
        label={texts.day}
        type="date"
        required
        autoFocus
        value={closedOn}
        onChange={(event) => setClosedOn(event.currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button type="submit" variant="filled" loading={change.isPending}>
          {texts.closeOf(cycle.name)}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {texts.leave}
        </Button>
      </div>
      {change.error !== null && (
        <p role="alert" className={`small ${classes.trouble}`}>
          {change.error instanceof ApiProblem ? change.error.detail : commonTexts.notDone}
        </p>
      )}
    </form>
  );
}
