import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionAnswer } from '../../api/schemas/connections.ts';
import type { SourceName } from '../../domain/task.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { sendJson } from '../api.ts';
import { ConnectForm, type Credentials } from '../components/connect-form.tsx';
import { ConnectTested } from '../components/connect-tested.tsx';
import { Steps } from '../components/steps.tsx';
import { ToolChoice } from '../components/tool-choice.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { sessionQuery } from '../queries.ts';

/** A path with visible steps; the last is the tool's own answer. */
export function NewConnectionPage() {
  const [tool, setTool] = useState<SourceName | null>(null);
  const client = useQueryClient();
  const session = useQuery(sessionQuery).data;
  useTitle('Connect a tool');
  const connect = useMutation({
    mutationFn: (credentials: Credentials) =>
      sendJson<ConnectionAnswer>('POST', '/connections', { tool, ...credentials }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['connections'] }),
  });
  if (session && session.person.role !== 'owner')
    return (
      <div data-page>
        <h1>Only the owner connects tools</h1>
        <p className="measure">A connection holds credentials. Ask the owner of this Plumbline to add it.</p>
      </div>
    );
  const at = connect.data ? 2 : tool ? 1 : 0;
  return (
    <div data-page>
      <h1>{connect.data ? `${TOOL_WORDS[connect.data.tool]} answers` : 'Connect a tool'}</h1>
      <Steps names={['Choose the tool', 'Address and credentials', 'Tested']} at={at} />
      {connect.data ? (
        <ConnectTested connection={connect.data} />
      ) : tool ? (
        <ConnectForm
          tool={tool}
          isTesting={connect.isPending}
          error={connect.error}
          onBack={() => {
            connect.reset();
            setTool(null);
          }}
          onSubmit={(credentials) => connect.mutate(credentials)}
        />
      ) : (
        <ToolChoice onChoose={setTool} />
      )}
    </div>
  );
}
