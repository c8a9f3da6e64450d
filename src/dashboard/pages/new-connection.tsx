import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { ConnectionAnswer } from '../../api/schemas/connections.ts';
import type { ToolAnswer } from '../../api/schemas/tools.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { sendJson } from '../api.ts';
import { ConnectByConsent } from '../components/connect-by-consent.tsx';
import { ConnectForm, type Credentials } from '../components/connect-form.tsx';
import { ConnectTested } from '../components/connect-tested.tsx';
import { type ConnectWay, ConnectWayChoice } from '../components/connect-way.tsx';
import { ConsentReturn } from '../components/consent-return.tsx';
import { Fault, RowsSkeleton } from '../components/states.tsx';
import { Steps } from '../components/steps.tsx';
import { ToolChoice } from '../components/tool-choice.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { sessionQuery, toolsQuery } from '../queries.ts';

const route = getRouteApi('/signed-in/connections/new');

/** A path with visible steps; the last is the tool's own answer. */
export function NewConnectionPage() {
  const [tool, setTool] = useState<ToolAnswer | null>(null);
  const [way, setWay] = useState<ConnectWay>('token');
  const { consent } = route.useSearch();
  const client = useQueryClient();
  const session = useQuery(sessionQuery).data;
  useTitle('Connect a tool');
  const connect = useMutation({
    mutationFn: (credentials: Credentials) =>
      sendJson<ConnectionAnswer>('POST', '/connections', { tool: tool?.tool, ...credentials }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['connections'] }),
  });
  if (session && session.person.role !== 'owner')
    return (
      <div data-page>
        <h1>Only the owner connects tools</h1>
        <p className="measure">A connection holds credentials. Ask the owner of this Plumbline to add it.</p>
      </div>
    );
  if (consent) return <ConsentReturn consentId={consent} />;
  const at = connect.data ? 2 : tool ? 1 : 0;
  const onBack = () => {
    connect.reset();
    setTool(null);
    setWay('token');
  };
  return (
    <div data-page>
      <h1>{connect.data ? `${TOOL_WORDS[connect.data.tool]} answers` : 'Connect a tool'}</h1>
      <Steps names={['Choose the tool', 'Address and credentials', 'Tested']} at={at} />
      {connect.data ? (
        <ConnectTested connection={connect.data} whenNothingIsSeen={tool?.whenNothingIsSeen ?? null} />
      ) : tool ? (
        <>
          {tool.consent && <ConnectWayChoice way={way} onChoose={setWay} />}
          {way === 'consent' && tool.consent ? (
            <ConnectByConsent tool={tool} consent={tool.consent} onBack={onBack} />
          ) : (
            <ConnectForm
              tool={tool}
              isTesting={connect.isPending}
              error={connect.error}
              onBack={onBack}
              onSubmit={(credentials) => connect.mutate(credentials)}
            />
          )}
        </>
      ) : (
        <Tools onChoose={setTool} />
      )}
    </div>
  );
}

function Tools({ onChoose }: { onChoose: (tool: ToolAnswer) => void }) {
  const tools = useQuery(toolsQuery);
  if (tools.isError) {
    return <Fault error={tools.error} what="The tools could not be listed" onRetry={() => void tools.refetch()} />;
  }
  return tools.data ? (
    <ToolChoice tools={tools.data.items} onChoose={onChoose} />
  ) : (
    <RowsSkeleton rows={5} height={72} />
  );
}
