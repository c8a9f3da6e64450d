import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { commonTexts } from '../texts/en/common.ts';
import classes from './place-form.module.css';
import { Trouble } from './trouble.tsx';

/** A form that opens in the page: what it is for, its fields, what sends them and what leaves all as it was; and why it was not done. */
export function PlaceForm(props: {
  /** What it does, as its heading. */
  title: string;
  /** null: as it stands there is nothing to send. */
  action: string | null;
  isPending: boolean;
  error: Error | null;
  /** What to do about the error, where more is known than it says itself. */
  advice?: ReactNode;
  onSend: () => void;
  onLeave: () => void;
  children: ReactNode;
}) {
  const send = (event: FormEvent) => {
    event.preventDefault();
    props.onSend();
  };
  return (
    <form className={classes.form} aria-label={props.title} onSubmit={send}>
      <h2>{props.title}</h2>
      {props.children}
      <div className={classes.actions}>
        {props.action !== null && (
          <Button type="submit" variant="filled" loading={props.isPending}>
            {props.action}
          </Button>
        )}
        <Button variant="subtle" onClick={props.onLeave}>
          {commonTexts.leave}
        </Button>
      </div>
      <Trouble error={props.error}>{props.advice}</Trouble>
    </form>
  );
}
