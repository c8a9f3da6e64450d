import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { AddCycleBody } from '../../api/schemas/cycles.ts';
import { ApiProblem } from '../api.ts';
import { cyclesTexts as texts } from '../texts/en/goals.tsx';
import { DayField } from './day-field.tsx';
import classes from './place-form.module.css';
import { PlaceForm } from './place-form.tsx';

/** A cycle's name and days. */
export function CycleForm(props: {
  title: string;
  action: string;
  first: AddCycleBody;
  isPending: boolean;
  error: Error | null;
  onSend: (words: AddCycleBody) => void;
  onLeave: () => void;
}) {
  const [words, setWords] = useState(props.first);
  const problem = props.error instanceof ApiProblem ? props.error : null;
  const field = (name: keyof AddCycleBody) => ({
    value: words[name],
    required: true,
    error: problem?.fields.find((fault) => fault.field === `body.${name}`)?.message,
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setWords((last) => ({ ...last, [name]: value })),
  });
  return (
    <PlaceForm {...props} onSend={() => props.onSend(words)}>
      <TextInput
        className={classes.half}
        label={texts.name}
        placeholder={texts.nameHint}
        maxLength={100}
        autoFocus
        {...field('name')}
      />
      <DayField label={texts.startsOn} {...field('startsOn')} />
      <DayField label={texts.endsOn} {...field('endsOn')} />
    </PlaceForm>
  );
}
