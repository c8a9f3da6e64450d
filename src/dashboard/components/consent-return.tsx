import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import type { ConnectionAnswer } from '../../api/schemas/connections.ts';
import type { ConsentAnswer } from '../../api/schemas/oauth.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { useTitle } from '../hooks/use-title.ts';
import { consentQuery } from '../queries.ts';
import { connectTexts, consentTexts as texts } from '../texts/en/connections.tsx';
import classes from './connect.module.css';
import { PageSkeleton } from './states.tsx';

/** Back from the consent page: a site to choose, or why nothing was connected. */
export function ConsentReturn({ consentId }: { consentId: string }) {
  const consent = useQuery(consentQuery(consentId));
  const client = useQueryClient();
  useTitle(connectTexts.title);
  const choose = useMutation({
    mutationFn: (cloudId: string) =>
      sendJson<ConnectionAnswer>('POST', `/connections/oauth/${encodeURIComponent(consentId)}/site`, { cloudId }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['connections'] }),
  });
  if (choose.data) return <ToConnection id={choose.data.id} />;
  if (consent.isPending) return <PageSkeleton />;
  const fault = choose.error ?? consent.error;
  if (fault) return <Nothing why={fault instanceof ApiProblem ? fault.detail : texts.noAnswer} />;
  if (consent.data?.state !== 'choosing') return <Ended consent={consent.data} />;
  return (
    <div data-page>
      <h1>{texts.whichSite}</h1>
      <p className="measure">{texts.severalSites}</p>
      <ul className={`plain-list ${classes.tools}`}>
        {consent.data.sites.map(({ cloudId, name, url }) => (
          <li key={cloudId}>
            <Button size="md" disabled={choose.isPending} onClick={() => choose.mutate(cloudId)}>
              {name}
            </Button>
            <span className="soft">{url}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Ended({ consent }: { consent: ConsentAnswer | undefined }) {
  if (consent?.state === 'failed') return <Nothing why={consent.message ?? texts.refused} />;
  if (!consent?.connectionId) return <PageSkeleton />;
  return <ToConnection id={consent.connectionId} />;
}

/** There it says what the tool answered, and asks what is read. */
function ToConnection({ id }: { id: string }) {
  return <Navigate to="/connections/$connectionId" params={{ connectionId: id }} replace />;
}

function Nothing({ why }: { why: string }) {
  return (
    <div data-page>
      <h1>{texts.nothingConnected}</h1>
      <p role="alert" className="measure">
        {why}
      </p>
      <p>
        <Link to="/connections/new" search={{}}>
          {texts.beginAgain}
        </Link>
      </p>
    </div>
  );
}
