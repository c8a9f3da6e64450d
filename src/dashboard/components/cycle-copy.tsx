import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import type { CyclesAnswer } from '../../api/schemas/cycles.ts';
import { useCopyGoals } from '../hooks/use-goals.ts';
import { cyclesTexts as texts } from '../texts/en/goals.tsx';
import classes from './place-form.module.css';
import { PlaceForm } from './place-form.tsx';

type Cycle = CyclesAnswer['items'][number];

/** The open goals of a cycle, to be written down anew in another one: the one after it, unless chosen otherwise. */
export function CycleCopy(props: { cycle: Cycle; cycles: readonly Cycle[]; onDone: () => void }) {
  const { cycle, onDone } = props;
  const copy = useCopyGoals(cycle);
  const others = props.cycles.filter(({ id, closedOn }) => id !== cycle.id && closedOn === null);
  const next = others.find(({ startsOn }) => startsOn > cycle.endsOn) ?? others.at(-1);
  const [chosen, setChosen] = useState(next?.id ?? '');
  const into = others.find(({ id }) => id === chosen);
  return (
    <PlaceForm
      title={texts.copyOf(cycle.name)}
      action={into ? texts.copyNow : null}
      isPending={copy.isPending}
      error={copy.error}
      onSend={() => into && copy.mutate(into, { onSuccess: onDone })}
      onLeave={onDone}
    >
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
    </PlaceForm>
  );
}
