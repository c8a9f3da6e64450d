import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ConnectionAnswer } from '../../api/schemas/connections.ts';
import type { ConsentAnswer } from '../../api/schemas/oauth.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { ApiProblem, sendJson } from '../api.ts';
import { useTitle } from '../hooks/use-title.ts';
import { consentQuery } from '../queries.ts';
import classes from './connect.module.css';
import { ConnectTested } from './connect-tested.tsx';
import { PageSkeleton } from './states.tsx';

/** Back from the consent page: a site to choose, or why nothing was connected. */
export function ConsentReturn({ consentId }: { consentId: string }) {
  const consent = useQuery(consentQuery(consentId));
  const client = useQueryClient();
  useTitle('Connect a tool');
  const choose = useMutation({
    mutationFn: (cloudId: string) =>
      sendJson<ConnectionAnswer>('POST', `/connections/oauth/${encodeURIComponent(consentId)}/site`, { cloudId }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['connections'] }),
  });
  if (choose.data)
    return (
      <div data-page>
        <h1>{TOOL_WORDS[choose.data.tool]} answers</h1>
        <ConnectTested connection={choose.data} whenNothingIsSeen={null} />
      </div>
    );
  if (consent.isPending) return <PageSkeleton />;
  const fault = choose.error ?? consent.error;
  if (fault) return <Nothing why={fault instanceof ApiProblem ? fault.detail : 'The service did not answer.'} />;
  if (consent.data?.state !== 'choosing') return <Ended consent={consent.data} />;
  return (
    <div data-page>
      <h1>Which site?</h1>
      <p className="measure">Your consent covers several sites. Plumbline reads the one you choose.</p>
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
  if (consent?.state === 'failed') return <Nothing why={consent.message ?? 'The consent was refused.'} />;
  if (!consent?.connectionId) return <PageSkeleton />;
  return (
    <div data-page>
      <h1>{TOOL_WORDS[consent.tool]} answers</h1>
      <p>
        <Link to="/connections/$connectionId" params={{ connectionId: consent.connectionId }}>
          Choose what is read
        </Link>
      </p>
    </div>
  );
}

function Nothing({ why }: { why: string }) {
  return (
    <div data-page>
      <h1>Nothing was connected</h1>
      <p role="alert" className="measure">
        {why}
      </p>
      <p>
        <Link to="/connections/new" search={{}}>
          Begin again
        </Link>
      </p>
    </div>
  );
}
