import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import type { AddPersonBody, PersonAnswer } from '../../api/schemas/people.ts';
import { ROLE_WORDS, ROLES } from '../../domain/role-words.ts';
import { peopleQuery, teamsQuery } from '../queries.ts';
import { commonTexts } from '../texts/en/common.ts';
import { personFormTexts as texts } from '../texts/en/people.tsx';
import classes from './people.module.css';
import { Trouble } from './trouble.tsx';

/** All of what an owner says of a person. */
export type PersonWords = Required<AddPersonBody>;

/** A person to be added or changed: name, address, manager, team and role. */
export function PersonForm(props: {
  label: string;
  action: string;
  person?: PersonAnswer;
  isPending: boolean;
  error: Error | null;
  onSend: (words: PersonWords) => void;
  onLeave: () => void;
  children?: ReactNode;
}) {
  const { person } = props;
  const [words, setWords] = useState<PersonWords>(() => wordsOf(person));
  const listId = useId();
  const people = (useQuery(peopleQuery).data?.items ?? []).filter(({ id }) => id !== person?.id);
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const change = (part: Partial<PersonWords>) => setWords((last) => ({ ...last, ...part }));
  const send = (event: FormEvent) => {
    event.preventDefault();
    props.onSend({ ...words, team: words.team || null });
  };
  return (
    <form className={classes.form} aria-label={props.label} onSubmit={send}>
      <TextInput
        label={texts.name}
        required
        maxLength={200}
        value={words.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <TextInput
        label={texts.email}
        type="email"
        required
        maxLength={254}
        value={words.email}
        onChange={(event) => change({ email: event.currentTarget.value })}
      />
      <NativeSelect
        label={texts.answersTo}
        value={words.managerId ?? ''}
        data={[{ value: '', label: texts.nobody }, ...people.map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) => change({ managerId: event.currentTarget.value || null })}
      />
      <TextInput
        label={texts.team}
        maxLength={100}
        list={listId}
        value={words.team ?? ''}
        onChange={(event) => change({ team: event.currentTarget.value })}
      />
      <datalist id={listId}>
        {teams.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
      <NativeSelect
        label={texts.role}
        value={words.role}
        data={roleChoices(person)}
        onChange={(event) => change({ role: event.currentTarget.value as PersonWords['role'] })}
      />
      <div className={classes.actions}>
        <Button type="submit" loading={props.isPending}>
          {props.action}
        </Button>
        <Button variant="subtle" onClick={props.onLeave}>
          {commonTexts.leave}
        </Button>
        {props.children}
      </div>
      <Trouble error={props.error} />
    </form>
  );
}

function wordsOf(person: PersonAnswer | undefined): PersonWords {
  return {
    name: person?.name ?? '',
    email: person?.email ?? '',
    managerId: person?.managerId ?? null,
    team: person?.team?.name ?? null,
    role: !person || person.isRoleGuessed ? 'guessed' : person.role,
  };
}

function roleChoices(person: PersonAnswer | undefined) {
  const guessed = person ? ROLE_WORDS[person.guessedRole].name.toLowerCase() : null;
  return [
    { value: 'guessed', label: texts.guessed(guessed) },
    ...ROLES.map((role) => ({ value: role, label: ROLE_WORDS[role].name })),
  ];
}
