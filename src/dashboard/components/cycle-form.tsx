import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AddCycleBody } from '../../api/schemas/cycles.ts';
import { ApiProblem } from '../api.ts';
import { commonTexts } from '../texts/en/common.ts';
import { cyclesTexts as texts } from '../texts/en/goals.tsx';
import classes from './goal-form.module.css';

/** A cycle's name and days. */
export function CycleForm(props: {
  label: string;
  action: string;
  first: AddCycleBody;
  isPending: boolean;
  error: unknown;
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
  const send = (event: FormEvent) => {
    event.preventDefault();
    props.onSend(words);
  };
  return (
    <form className={classes.form} aria-label={props.label} onSubmit={send}>
      <TextInput
        className={classes.half}
        label={texts.name}
        placeholder={texts.nameHint}
        maxLength={100}
        autoFocus
        {...field('name')}
      />
      <TextInput label={texts.startsOn} type="date" {...field('startsOn')} />
      <TextInput label={texts.endsOn} type="date" {...field('endsOn')} />
      <div className={classes.actions}>
        <Button type="submit" variant="filled" loading={props.isPending}>
          {props.action}
        </Button>
        <Button variant="subtle" onClick={props.onLeave}>
          {texts.leave}
        </Button>
      </div>
      {props.error !== null && (
        <p role="alert" className={`small ${classes.trouble}`}>
          {problem?.detail ?? commonTexts.notDone}
        </p>
      )}
    </form>
  );
}
