import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { ApiProblem, sendJson } from '../api.ts';
import classes from './people.module.css';

/** Asks for a sign-in link by mail. What it says is the same whether the address is known. */
export function MailLinkForm() {
  const [email, setEmail] = useState('');
  const ask = useMutation({
    mutationFn: (address: string) => sendJson<void>('POST', '/session/links', { email: address }),
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    ask.mutate(email.trim());
  };
  return (
    <form className={classes.invite} aria-label="Sign in by mail" onSubmit={send}>
      <TextInput
        label="Your e-mail address"
        type="email"
        autoComplete="email"
        required
        maxLength={254}
        className={classes.address}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Button type="submit" loading={ask.isPending}>
        Send me a link
      </Button>
      {ask.isSuccess && (
        <p role="status" className={classes.whole}>
          If {ask.variables} is known here, a link is on its way. It works once, and for a quarter of an hour.
        </p>
      )}
      {ask.isError && (
        <p role="alert" className={`small ${classes.whole} ${classes.trouble}`}>
          {ask.error instanceof ApiProblem ? ask.error.detail : 'That could not be done. Try again.'}
        </p>
      )}
    </form>
  );
}
