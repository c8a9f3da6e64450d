import { Button, Textarea, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { GoalDetail } from '../../api/schemas/goals.ts';
import { NOTE_CHARACTERS_MAX } from '../../domain/check-in.ts';
import { useCheckIn } from '../hooks/use-check-in.ts';
import { checkInTexts as texts } from '../texts/en/check-ins.ts';
import classes from './check-in.module.css';
import { Trouble } from './trouble.tsx';

/** How a key result stands today: its value, how sure it will be reached, and what is behind it. It empties itself once it was taken. */
export function CheckInForm({ goal }: { goal: GoalDetail }) {
  const send = useCheckIn();
  const [value, setValue] = useState('');
  const [confidence, setConfidence] = useState('');
  const [note, setNote] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (value === '') return;
    const body = {
      goalKey: goal.key,
      value: Number(value),
      ...(confidence === '' ? {} : { confidence: Number(confidence) }),
      ...(note.trim() ? { note: note.trim() } : {}),
    };
    send.mutate(body, {
      onSuccess: () => {
        setValue('');
        setConfidence('');
        setNote('');
      },
    });
  };
  return (
    <form className={classes.form} aria-label={texts.form(goal.key)} onSubmit={submit}>
      <div className={classes.numbers}>
        <TextInput
          label={goal.unit ? texts.valueIn(goal.unit) : texts.value}
          required
          type="number"
          step="any"
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
        <TextInput
          label={texts.confidence}
          type="number"
          min={0}
          max={1}
          step={0.05}
          value={confidence}
          onChange={(event) => setConfidence(event.currentTarget.value)}
        />
      </div>
      <Textarea
        label={texts.note}
        autosize
        minRows={1}
        maxLength={NOTE_CHARACTERS_MAX}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" loading={send.isPending} disabled={value === ''}>
          {texts.send}
        </Button>
      </div>
      <Trouble error={send.error} />
    </form>
  );
}
