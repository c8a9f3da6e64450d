import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionAnswer } from '../../api/schemas/connections.ts';
import type { ToolAnswer } from '../../api/schemas/tools.ts';
import type { SourceName } from '../../domain/task.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { sendJson } from '../api.ts';
import { toolsQuery } from '../queries.ts';
import { connectTexts as texts } from '../texts/en/connections.tsx';
import classes from './connect.module.css';
import { ConnectByConsent } from './connect-by-consent.tsx';
import { ConnectForm, type Credentials } from './connect-form.tsx';
import { ConnectSteps } from './connect-steps.tsx';
import { type ConnectWay, ConnectWayChoice } from './connect-way.tsx';
import { Fault, RowsSkeleton } from './states.tsx';
import { ToolChoice } from './tool-choice.tsx';

interface FlowProps {
  /** Stands in the address, so that who loads the page again is where they were. */
  readonly tool: SourceName | undefined;
  readonly onTool: (tool: SourceName | undefined) => void;
  readonly onConnected: (connection: ConnectionAnswer) => void;
}

/** Which tool, then what to do there and what to give here; the tool's own answer ends it. */
export function ConnectFlow({ tool, onTool, onConnected }: FlowProps) {
  const tools = useQuery(toolsQuery);
  if (tools.isError) return <Fault error={tools.error} what={texts.toolsFault} onRetry={() => void tools.refetch()} />;
  if (!tools.data) return <RowsSkeleton rows={5} height={72} />;
  const chosen = tools.data.items.find((one) => one.tool === tool);
  if (!chosen) return <ToolChoice tools={tools.data.items} onChoose={(one) => onTool(one.tool)} />;
  return <Given key={chosen.tool} tool={chosen} onBack={() => onTool(undefined)} onConnected={onConnected} />;
}

interface GivenProps {
  readonly tool: ToolAnswer;
  readonly onBack: () => void;
  readonly onConnected: (connection: ConnectionAnswer) => void;
}

function Given({ tool, onBack, onConnected }: GivenProps) {
  const [way, setWay] = useState<ConnectWay>('token');
  const client = useQueryClient();
  const connect = useMutation({
    // Nothing is read before its scopes are chosen.
    mutationFn: (credentials: Credentials) =>
      sendJson<ConnectionAnswer>('POST', '/connections', { tool: tool.tool, waits: true, ...credentials }),
    onSuccess: async (connection) => {
      for (const queryKey of [['connections'], ['first-run']]) await client.invalidateQueries({ queryKey });
      onConnected(connection);
    },
  });
  return (
    <div className={classes.flow}>
      <h2>{TOOL_WORDS[tool.tool]}</h2>
      {tool.consent && <ConnectWayChoice way={way} onChoose={setWay} />}
      {way === 'consent' && tool.consent ? (
        <ConnectByConsent tool={tool} consent={tool.consent} onBack={onBack} />
      ) : (
        <div className={classes.beside}>
          <ConnectSteps tool={tool.tool} />
          <ConnectForm
            tool={tool}
            isTesting={connect.isPending}
            error={connect.error}
            onBack={onBack}
            onSubmit={(credentials) => connect.mutate(credentials)}
          />
        </div>
      )}
    </div>
  );
}
