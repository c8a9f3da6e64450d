import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import type { ConsentBegun } from '../../api/schemas/oauth.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { credentialsTexts as texts } from '../texts/en/connection.tsx';
import { consentTexts } from '../texts/en/connections.tsx';
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
      <h2 id="consent">{texts.consent}</h2>
      <p className="measure">
        {consent.refusal === null
          ? texts.readBy(
              TOOL_WORDS[tool],
              <TimeAgo at={consent.consentedAt} />,
              <TimeAgo at={consent.refreshedAt} />,
              consent.scopes.join(', '),
            )
          : texts.refused(consent.refusal)}
      </p>
      {isEditable && (
        <p>
          <Button
            variant={consent.refusal === null ? 'subtle' : 'filled'}
            loading={begin.isPending || begin.isSuccess}
            onClick={() => begin.mutate()}
          >
            {texts.consentAgain}
          </Button>
        </p>
      )}
      {begin.isError && (
        <p role="alert" className="small">
          {begin.error instanceof ApiProblem ? begin.error.detail : consentTexts.notOpened}
        </p>
      )}
    </section>
  );
}
