import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ToolAnswer } from '../../api/schemas/tools.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { ApiProblem } from '../api.ts';
import { readAddress } from '../connect-address.ts';
import { connectTexts as texts } from '../texts/en/connections.tsx';
import classes from './connect.module.css';
import { TrelloTokenLink } from './trello-token-link.tsx';

type Field = ToolAnswer['credentials'][number];

export interface Credentials extends Partial<Record<Field['name'], string>> {
  readonly baseUrl: string;
  readonly name?: string;
}

/** Address and credentials. They go to the service once, are kept encrypted there, and are never shown again. */
export function ConnectForm(props: {
  tool: ToolAnswer;
  isTesting: boolean;
  error: unknown;
  onBack: () => void;
  onSubmit: (credentials: Credentials) => void;
}) {
  const { error } = props;
  const { tool, address, credentials } = props.tool;
  const [isAddressBad, setAddressBad] = useState(false);
  const [key, setKey] = useState('');
  const problem = error instanceof ApiProblem ? error : null;
  const faultOf = (field: string) => problem?.fields.find((fault) => fault.field.endsWith(field))?.message;
  const badAddress = texts.badAddress(address.example);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const read = (name: string) => String(form.get(name) ?? '').trim();
    const baseUrl = readAddress(read('baseUrl'));
    setAddressBad(baseUrl === null);
    if (baseUrl === null) return;
    const given = ['name', ...credentials.map((field) => field.name)].filter((name) => read(name) !== '');
    props.onSubmit({ baseUrl, ...Object.fromEntries(given.map((name) => [name, read(name)])) });
  };
  return (
    <form className={classes.form} onSubmit={submit} autoComplete="off">
      <TextInput
        size="md"
        name="baseUrl"
        inputMode="url"
        required
        label={texts.address}
        placeholder={address.example}
        defaultValue={address.usual ?? ''}
        error={isAddressBad || faultOf('baseUrl') ? badAddress : undefined}
      />
      {credentials.map((field) => (
        <div key={field.name}>
          <CredentialInput
            field={field}
            fault={faultOf(field.name)}
            onType={field.name === 'key' ? setKey : undefined}
          />
          {tool === 'trello' && field.name === 'key' && <TrelloTokenLink apiKey={key} />}
        </div>
      ))}
      <TextInput size="md" name="name" label={texts.nameHere} placeholder={TOOL_WORDS[tool]} error={faultOf('name')} />
      {Boolean(error) && (
        <div role="alert" className={classes.error}>
          <p>{problem?.detail ?? texts.notTested}</p>
          <p className="small">{texts.nothingSaved}</p>
        </div>
      )}
      <div className={classes.actions}>
        <Button type="submit" size="md" variant="filled" loading={props.isTesting}>
          {texts.test}
        </Button>
        <Button size="md" variant="subtle" onClick={props.onBack}>
          {texts.anotherTool}
        </Button>
      </div>
      <p className="small soft">{texts.kept}</p>
    </form>
  );
}

/** One of the things a person gives; what is secret is shown only where they ask. */
export function CredentialInput(props: {
  field: Field;
  fault: string | undefined;
  onType?: ((typed: string) => void) | undefined;
}) {
  const { name, isNeeded, label, whereToGetIt } = props.field;
  const description = isNeeded ? whereToGetIt : texts.optional(whereToGetIt);
  const common = { size: 'md', name, label, description, required: isNeeded, error: props.fault } as const;
  if (name === 'email' || name === 'key')
    return (
      <TextInput
        {...common}
        type={name === 'email' ? 'email' : 'text'}
        onChange={(event) => props.onType?.(event.currentTarget.value.trim())}
      />
    );
  return <PasswordInput {...common} visibilityToggleButtonProps={{ 'aria-label': texts.showOrHide(label) }} />;
}
