import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { commonTexts } from '../texts/en/common.ts';
import { glossaryEntryTexts as texts } from '../texts/en/glossary.ts';
import classes from './glossary.module.css';
import { Trouble } from './trouble.tsx';

interface Words {
  readonly short: string;
  readonly long: string;
}

/** A short form and what it stands for, to be entered or reworded. It empties itself once it was taken. */
export function GlossaryForm(props: {
  label: string;
  action: string;
  first?: Words;
  isPending: boolean;
  error: Error | null;
  onSend: (words: Words, onTaken: () => void) => void;
  onLeave?: () => void;
}) {
  const { first = { short: '', long: '' }, onLeave } = props;
  const [words, setWords] = useState(first);
  const send = (event: FormEvent) => {
    event.preventDefault();
    props.onSend(words, () => setWords(first));
  };
  return (
    <form className={classes.form} aria-label={props.label} onSubmit={send}>
      <TextInput
        label={texts.short}
        required
        maxLength={20}
        value={words.short}
        onChange={({ currentTarget: { value } }) => setWords((last) => ({ ...last, short: value }))}
      />
      <TextInput
        label={texts.long}
        required
        maxLength={120}
        className={classes.long}
        value={words.long}
        onChange={({ currentTarget: { value } }) => setWords((last) => ({ ...last, long: value }))}
      />
      <Button type="submit" loading={props.isPending}>
        {props.action}
      </Button>
      {onLeave && (
        <Button variant="subtle" onClick={onLeave}>
          {commonTexts.leave}
        </Button>
      )}
      <Trouble error={props.error} />
    </form>
  );
}
