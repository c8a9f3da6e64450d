import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { sendJson } from '../api.ts';
import { mailLinkTexts as texts } from '../texts/en/sign-in.tsx';
import classes from './people.module.css';
import { Trouble } from './trouble.tsx';

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
    <form className={classes.invite} aria-label={texts.label} onSubmit={send}>
      <TextInput
        label={texts.address}
        type="email"
        autoComplete="email"
        required
        maxLength={254}
        className={classes.address}
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Button type="submit" loading={ask.isPending}>
        {texts.send}
      </Button>
      {ask.isSuccess && (
        <p role="status" className={classes.whole}>
          {texts.sent(ask.variables)}
        </p>
      )}
      <Trouble error={ask.error} />
    </form>
  );
}
