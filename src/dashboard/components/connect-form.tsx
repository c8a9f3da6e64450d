import { Button, PasswordInput, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import type { ToolAnswer } from '../../api/schemas/tools.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { ApiProblem } from '../api.ts';
import classes from './connect.module.css';

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
  const problem = error instanceof ApiProblem ? error : null;
  const faultOf = (field: string) => problem?.fields.find((fault) => fault.field.endsWith(field))?.message;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const read = (name: string) => String(form.get(name) ?? '').trim();
    const given = ['name', ...credentials.map((field) => field.name)].filter((name) => read(name) !== '');
    props.onSubmit({ baseUrl: read('baseUrl'), ...Object.fromEntries(given.map((name) => [name, read(name)])) });
  };
  return (
    <form className={classes.form} onSubmit={submit} autoComplete="off">
      <h2>{TOOL_WORDS[tool]}</h2>
      <TextInput
        size="md"
        name="baseUrl"
        type="url"
        required
        label="Address"
        placeholder={address.example}
        defaultValue={address.usual ?? ''}
        error={faultOf('baseUrl')}
      />
      {credentials.map((field) => (
        <CredentialInput key={field.name} field={field} fault={faultOf(field.name)} />
      ))}
      <TextInput size="md" name="name" label="Name here" placeholder={TOOL_WORDS[tool]} error={faultOf('name')} />
      {Boolean(error) && (
        <div role="alert" className={classes.error}>
          <p>{problem?.detail ?? 'The connection could not be tested. Try again.'}</p>
          <p className="small">Nothing was saved. Mend it above and test again.</p>
        </div>
      )}
      <div className={classes.actions}>
        <Button type="submit" size="md" variant="filled" loading={props.isTesting}>
          Test and connect
        </Button>
        <Button size="md" variant="subtle" onClick={props.onBack}>
          Another tool
        </Button>
      </div>
      <p className="small soft">
        Plumbline only reads. The token is kept encrypted, bound to this address, and never shown again.
      </p>
    </form>
  );
}

/** One of the things a person gives; what is secret is shown only where they ask. */
export function CredentialInput({ field, fault }: { field: Field; fault: string | undefined }) {
  const { name, isNeeded, label, whereToGetIt } = field;
  const description = isNeeded ? whereToGetIt : `Optional. ${whereToGetIt}`;
  const common = { size: 'md', name, label, description, required: isNeeded, error: fault } as const;
  if (name === 'email' || name === 'key') return <TextInput {...common} type={name === 'email' ? 'email' : 'text'} />;
  return (
    <PasswordInput {...common} visibilityToggleButtonProps={{ 'aria-label': `Show or hide: ${label.toLowerCase()}` }} />
  );
}
