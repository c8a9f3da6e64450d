import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { SessionAnswer } from '../../api/schemas/organisation.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { Fault } from '../components/states.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { landingOf } from '../landing.ts';
import { sessionQuery, signInWaysQuery } from '../queries.ts';
import { signInTexts as texts } from '../texts/en/sign-in.tsx';
import { LinkRefused } from './link-refused.tsx';
import { SignedOut } from './signed-out.tsx';

/**
 * Where links in mails lead: what looks at mails for a person follows them, so only a button signs in. The token stands in the address's
 * fragment, which no server ever sees.
 */
export function ConfirmSignInPage() {
  const [token] = useState(() => decodeURIComponent(window.location.hash.slice(1)));
  const organisation = useQuery(signInWaysQuery).data?.organisation;
  const navigate = useNavigate();
  const client = useQueryClient();
  useTitle(texts.title);
  const signIn = useMutation({
    mutationFn: () => sendJson<SessionAnswer>('POST', '/session', { token }),
    onSuccess: async (session) => {
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
      await navigate({ to: await landingOf(client, session), replace: true });
    },
  });
  if (!token) return <SignedOut />;
  if (signIn.error instanceof ApiProblem && signIn.error.status >= 400 && signIn.error.status < 500)
    return <LinkRefused problem={signIn.error} />;
  if (signIn.isError)
    return <Fault isPage error={signIn.error} what={texts.didNotWork} onRetry={() => signIn.mutate()} />;
  return (
    <section data-page>
      <h1>{texts.signInAt(organisation)}</h1>
      <p className="measure">{texts.worksOnce}</p>
      <p>
        <Button loading={signIn.isPending || signIn.isSuccess} onClick={() => signIn.mutate()}>
          {texts.signIn}
        </Button>
      </p>
    </section>
  );
}
