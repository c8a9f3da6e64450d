import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { SessionAnswer } from '../../api/schemas/organisation.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { Fault } from '../components/states.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { landingOf } from '../landing.ts';
import { sessionQuery } from '../queries.ts';
import { signInTexts as texts } from '../texts/en/sign-in.tsx';
import { LinkRefused } from './link-refused.tsx';
import { SignedOut } from './signed-out.tsx';

/** A link signs in once; React may mount a page twice. One try for each token. */
const tries = new Map<string, Promise<SessionAnswer>>();

function signInOnce(token: string): Promise<SessionAnswer> {
  const running = tries.get(token) ?? sendJson<SessionAnswer>('POST', '/session', { token });
  tries.set(token, running);
  return running;
}

/** Takes the token from the address's fragment, which no server ever sees, and trades it for a session. */
export function SignInPage() {
  const [token] = useState(() => decodeURIComponent(window.location.hash.slice(1)));
  const [error, setError] = useState<unknown>(null);
  const navigate = useNavigate();
  const client = useQueryClient();
  useTitle(texts.title);
  useEffect(() => {
    if (!token) return;
    let isLeft = false;
    signInOnce(token).then(
      (session) => {
        client.setQueryData(sessionQuery.queryKey, session);
        void landingOf(client, session).then((to) => {
          if (!isLeft) void navigate({ to, replace: true });
        });
      },
      (reason: unknown) => {
        // A used link in the history is of no use to anybody.
        window.history.replaceState(window.history.state, '', '/sign-in');
        setError(reason);
      },
    );
    return () => {
      isLeft = true;
    };
  }, [token, client, navigate]);

  if (!token) return <SignedOut />;
  if (!error) return <p role="status">{texts.signingIn}</p>;
  if (error instanceof ApiProblem && error.status >= 400 && error.status < 500) return <LinkRefused problem={error} />;
  return <Fault isPage error={error} what={texts.didNotWork} onRetry={() => window.location.reload()} />;
}
