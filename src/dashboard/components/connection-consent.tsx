import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import type { ConsentBegun } from '../../api/schemas/oauth.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { TimeAgo } from './time-ago.tsx';

/** How the consent stands that it is read by, and the way to give it again. */
export function ConnectionConsent({ connection, isEditable }: { connection: ConnectionDetail; isEditable: boolean }) {
  const { id: connectionId, consent, tool } = connection;
  const begin = useMutation({
    mutationFn: () => sendJson<ConsentBegun>('POST', '/connections/oauth', { connectionId }),
    onSuccess: ({ authorizeUrl }) => window.location.assign(authorizeUrl),
  });
  if (!consent) return null;
  return (
    <section id="credentials" aria-labelledby="consent">
      <h2 id="consent">Consent</h2>
      <p className="measure">
        {consent.refusal === null ? (
          <>
            {TOOL_WORDS[tool]} is read by a person’s consent, given <TimeAgo at={consent.consentedAt} /> and renewed{' '}
            <TimeAgo at={consent.refreshedAt} />, for {consent.scopes.join(', ')}.
          </>
        ) : (
          <>Nothing is read until somebody consents again: {consent.refusal}.</>
        )}
      </p>
      {isEditable && (
        <p>
          <Button
            variant={consent.refusal === null ? 'subtle' : 'filled'}
            loading={begin.isPending || begin.isSuccess}
            onClick={() => begin.mutate()}
          >
            Consent again
          </Button>
        </p>
      )}
      {begin.isError && (
        <p role="alert" className="small">
          {begin.error instanceof ApiProblem ? begin.error.detail : 'The consent page could not be opened. Try again.'}
        </p>
      )}
    </section>
  );
}
