import { Button, NativeSelect } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { CyclesAnswer } from '../../api/schemas/cycles.ts';
import { ApiProblem } from '../api.ts';
import { useCopyGoals } from '../hooks/use-goals.ts';
import { commonTexts } from '../texts/en/common.ts';
import { cyclesTexts as texts } from '../texts/en/goals.tsx';
import classes from './goal-form.module.css';

type Cycle = CyclesAnswer['items'][number];

/** The open goals of a cycle, to be written down anew in another one: the one after it, unless chosen otherwise. */
export function CycleCopy(props: { cycle: Cycle; cycles: readonly Cycle[]; onDone: () => void }) {
  const { cycle, onDone } = props;
  const copy = useCopyGoals(cycle);
  const others = props.cycles.filter(({ id, closedOn }) => id !== cycle.id && closedOn === null);
  const next = others.find(({ startsOn }) => startsOn > cycle.endsOn) ?? others.at(-1);
  const [chosen, setChosen] = useState(next?.id ?? '');
  const into = others.find(({ id }) => id === chosen);
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (into) copy.mutate(into, { onSuccess: onDone });
  };
  return (
    <form className={classes.form} aria-label={texts.copyOf(cycle.name)} onSubmit={send}>
      <p className={classes.wide}>{others.length === 0 ? texts.noOther : texts.copyWhy(cycle.openGoals)}</p>
      {others.length > 0 && (
        <NativeSelect
          className={classes.half}
          label={texts.into}
          autoFocus
          value={chosen}
          data={others.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(event) => setChosen(event.currentTarget.value)}
        />
      )}
      <div className={classes.actions}>
        {into && (
          <Button type="submit" variant="filled" loading={copy.isPending}>
            {texts.copyNow}
          </Button>
        )}
        <Button variant="subtle" onClick={onDone}>
          {texts.leave}
        </Button>
      </div>
      {copy.error !== null && (
        <p role="alert" className={`small ${classes.trouble}`}>
          {copy.error instanceof ApiProblem ? copy.error.detail : commonTexts.notDone}
        </p>
      )}
    </form>
  );
}
