import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ConnectionAnswer, ConnectionDetail } from '../../api/schemas/connections.ts';
import type { ToolAnswer } from '../../api/schemas/tools.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { toolsQuery } from '../queries.ts';
import { credentialsTexts as texts } from '../texts/en/connection.tsx';
import classes from './connect.module.css';
import { CredentialInput } from './connect-form.tsx';

/** New credentials for a connection that is read with a token: at once where the old ones are refused, else where somebody asks. */
export function ConnectionCredentials({ connection }: { connection: ConnectionDetail }) {
  const tool = useQuery(toolsQuery).data?.items.find((one) => one.tool === connection.tool);
  const [isAsked, setAsked] = useState(false);
  const isRefused = connection.state === 'unauthorised';
  const replace = useReplace(connection);
  if (connection.consent || !tool) return null;
  return (
    <section id="credentials" aria-labelledby="credentials-title">
      <h2 id="credentials-title">{texts.title}</h2>
      <div aria-live="polite">{replace.isSuccess && <p>{texts.work}</p>}</div>
      {isRefused || isAsked ? (
        <CredentialsForm
          tool={tool}
          isTesting={replace.isPending}
          error={replace.error}
          onSubmit={(given) => replace.mutate(given, { onSuccess: () => setAsked(false) })}
        />
      ) : (
        <>
          <p className="small soft measure">
            {texts.readWith(TOOL_WORDS[connection.tool], connection.account?.name ?? null)}
          </p>
          <p>
            <Button variant="subtle" onClick={() => setAsked(true)}>
              {texts.giveNew}
            </Button>
          </p>
        </>
      )}
    </section>
  );
}

type Given = Readonly<Record<string, string>>;

/** The same address with other credentials keeps everything that was read. */
function useReplace({ id, tool, baseUrl }: ConnectionDetail) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (given: Given) => sendJson<ConnectionAnswer>('POST', '/connections', { tool, baseUrl, ...given }),
    onSuccess: async () => {
      for (const queryKey of [['connection', id], ['connections'], ['notices']])
        await client.invalidateQueries({ queryKey });
    },
  });
}

function CredentialsForm(props: {
  tool: ToolAnswer;
  isTesting: boolean;
  error: unknown;
  onSubmit: (given: Given) => void;
}) {
  const { tool, isTesting, error } = props;
  const problem = error instanceof ApiProblem ? error : null;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value).trim()] as const);
    props.onSubmit(Object.fromEntries(given.filter(([, value]) => value !== '')));
  };
  return (
    <form className={classes.form} onSubmit={submit} autoComplete="off">
      {tool.credentials.map((field) => (
        <CredentialInput
          key={field.name}
          field={field}
          fault={problem?.fields.find((fault) => fault.field.endsWith(field.name))?.message}
        />
      ))}
      {Boolean(error) && (
        <div role="alert" className={classes.error}>
          <p>{problem?.detail ?? texts.notTested}</p>
          <p className="small">{texts.nothingChanged}</p>
        </div>
      )}
      <Button type="submit" size="md" variant="filled" loading={isTesting}>
        {texts.use}
      </Button>
    </form>
  );
}
