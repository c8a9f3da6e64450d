import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { ApiProblem, sendJson } from '../api.ts';
import { peopleStepTexts as texts } from '../texts/en/first-run.tsx';
import classes from './step-frame.module.css';

/** The owner that the first start made has no name yet: with an address, a line of the people file is theirs. */
export function WhoAreYou({ personId }: { personId: string }) {
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (body: { name: string; email: string }) =>
      sendJson<void>('PATCH', `/people/${encodeURIComponent(personId)}`, body),
    onSuccess: () => client.invalidateQueries(),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    save.mutate({ name: String(form.get('name')).trim(), email: String(form.get('email')).trim() });
  };
  return (
    <form onSubmit={submit} aria-labelledby="who">
      <h3 id="who">{texts.whoAreYou}</h3>
      <p className="small soft measure">{texts.whoMeans}</p>
      <div className={classes.who}>
        <TextInput name="name" required label={texts.name} />
        <TextInput name="email" type="email" required label={texts.email} />
        <Button type="submit" loading={save.isPending}>
          {texts.save}
        </Button>
      </div>
      {save.isError && (
        <p role="alert" className="small">
          {save.error instanceof ApiProblem ? save.error.detail : texts.notSaved}
        </p>
      )}
    </form>
  );
}
