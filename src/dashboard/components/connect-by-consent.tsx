import { Button, Code, CopyButton, PasswordInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import type { ConsentBegun } from '../../api/schemas/oauth.ts';
import type { ToolAnswer } from '../../api/schemas/tools.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { readAddress } from '../connect-address.ts';
import { connectTexts, consentTexts as texts } from '../texts/en/connections.tsx';
import classes from './connect.module.css';

type Consent = NonNullable<ToolAnswer['consent']>;

/** What to click at the vendor, then off to the page where a person consents. */
export function ConnectByConsent(props: { tool: ToolAnswer; consent: Consent; onBack: () => void }) {
  const { consent, onBack } = props;
  const { tool, address } = props.tool;
  const begin = useMutation({
    mutationFn: (body: object) => sendJson<ConsentBegun>('POST', '/connections/oauth', body),
    onSuccess: ({ authorizeUrl }) => window.location.assign(authorizeUrl),
  });
  const problem = begin.error instanceof ApiProblem ? begin.error : null;
  const faultOf = (field: string) => problem?.fields.find((fault) => fault.field.endsWith(field))?.message;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const read = (name: string) => String(form.get(name) ?? '').trim();
    const baseUrl = readAddress(read('baseUrl'));
    const app = { clientId: read('clientId'), clientSecret: read('clientSecret') };
    const name = read('name');
    begin.mutate({ tool, ...app, waits: true, ...(name ? { name } : {}), ...(baseUrl ? { baseUrl } : {}) });
  };
  return (
    <form className={classes.form} onSubmit={submit} autoComplete="off">
      <ol>
        {consent.setUp.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <CallbackUrl />
      <TextInput size="md" name="clientId" required label={texts.clientId} error={faultOf('clientId')} />
      <PasswordInput
        size="md"
        name="clientSecret"
        required
        label={texts.clientSecret}
        error={faultOf('clientSecret')}
        visibilityToggleButtonProps={{ 'aria-label': texts.showOrHideSecret }}
      />
      {consent.hasSites && (
        <TextInput
          size="md"
          name="baseUrl"
          inputMode="url"
          label={texts.site}
          description={texts.siteMeans}
          placeholder={address.example}
          error={faultOf('baseUrl')}
        />
      )}
      <TextInput
        size="md"
        name="name"
        label={connectTexts.nameHere}
        placeholder={TOOL_WORDS[tool]}
        error={faultOf('name')}
      />
      {begin.isError && (
        <div role="alert" className={classes.error}>
          <p>{problem?.detail ?? texts.notOpened}</p>
        </div>
      )}
      <div className={classes.actions}>
        <Button type="submit" size="md" variant="filled" loading={begin.isPending || begin.isSuccess}>
          {texts.go(consent.vendor)}
        </Button>
        <Button size="md" variant="subtle" onClick={onBack}>
          {connectTexts.anotherTool}
        </Button>
      </div>
      <p className="small soft">{texts.secretKept}</p>
    </form>
  );
}

/** The service says the same to the vendor: its own public address, where this page came from. */
function CallbackUrl() {
  const url = `${window.location.origin}/api/v1/connections/oauth/callback`;
  return (
    <p>
      <Code>{url}</Code>{' '}
      <CopyButton value={url}>
        {({ copied, copy }) => (
          <Button size="xs" variant="subtle" onClick={copy}>
            {copied ? texts.copied : texts.copyCallback}
          </Button>
        )}
      </CopyButton>
    </p>
  );
}
