import { Button, PasswordInput, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import type { SourceName } from '../../domain/task.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { ApiProblem } from '../api.ts';
import classes from './connect.module.css';

export interface Credentials {
  readonly baseUrl: string;
  readonly name?: string;
  readonly email?: string;
  readonly key?: string;
  readonly token: string;
  readonly appSecret?: string;
}

const addresses: Record<SourceName, string> = {
  jira: '',
  asana: 'https://app.asana.com',
  trello: 'https://api.trello.com',
  confluence: '',
  notion: 'https://api.notion.com',
};

const tokenHelp: Record<SourceName, string> = {
  jira: 'Made at id.atlassian.com, under Security, API tokens.',
  asana: 'Made in Asana under My settings, Apps, Developer apps.',
  trello: 'Made at trello.com/power-ups/admin, beside the API key.',
  confluence: 'Made at id.atlassian.com, under Security, API tokens.',
  notion:
    'Made at notion.so/my-integrations; reading content is all it needs. It sees only pages shared with it: open a page or database, then •••, Connections.',
};

/** Address and credentials. They go to the service once, are kept encrypted there, and are never shown again. */
export function ConnectForm(props: {
  tool: SourceName;
  isTesting: boolean;
  error: unknown;
  onBack: () => void;
  onSubmit: (credentials: Credentials) => void;
}) {
  const { tool, error } = props;
  const problem = error instanceof ApiProblem ? error : null;
  const faultOf = (field: string) => problem?.fields.find((fault) => fault.field.endsWith(field))?.message;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const read = (name: string) => String(form.get(name) ?? '').trim();
    const optional = (name: 'name' | 'email' | 'key' | 'appSecret') => (read(name) ? { [name]: read(name) } : {});
    props.onSubmit({
      baseUrl: read('baseUrl'),
      token: read('token'),
      ...optional('name'),
      ...optional('email'),
      ...optional('key'),
      ...optional('appSecret'),
    });
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
        placeholder={addresses[tool] || 'https://your-site.atlassian.net'}
        defaultValue={addresses[tool]}
        error={faultOf('baseUrl')}
      />
      {(tool === 'jira' || tool === 'confluence') && (
        <TextInput
          size="md"
          name="email"
          type="email"
          required
          label="E-mail of the account"
          error={faultOf('email')}
        />
      )}
      {tool === 'trello' && <TextInput size="md" name="key" required label="API key" error={faultOf('key')} />}
      <PasswordInput
        size="md"
        name="token"
        required
        label="Token"
        description={tokenHelp[tool]}
        error={faultOf('token')}
        visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the token' }}
      />
      {tool === 'trello' && (
        <PasswordInput
          size="md"
          name="appSecret"
          label="Secret"
          description="Optional; beside the API key. With it changes arrive at once, without it at the next pull."
          error={faultOf('appSecret')}
          visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the secret' }}
        />
      )}
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
