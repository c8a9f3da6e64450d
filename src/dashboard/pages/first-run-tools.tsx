import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { ConnectionDetail } from '../../api/schemas/connections.ts';
import type { FirstRunAnswer } from '../../api/schemas/first-run.ts';
import type { SourceName } from '../../domain/task.ts';
import { BeginReading, isHeld } from '../components/begin-reading.tsx';
import { ConnectFlow } from '../components/connect-flow.tsx';
import { ConnectTested } from '../components/connect-tested.tsx';
import { ScopeTable } from '../components/scope-table.tsx';
import { RowsSkeleton } from '../components/states.tsx';
import classes from '../components/step-frame.module.css';
import { StepFrame } from '../components/step-frame.tsx';
import { connectionQuery, connectionsQuery } from '../queries.ts';
import { toolsStepTexts as texts } from '../texts/en/first-run.tsx';

const route = getRouteApi('/signed-in/start');

/** A tool connected and tested, and chosen what is read of it. */
export function ToolsStep({ tools }: { tools: FirstRunAnswer['tools'] }) {
  const connections = useQuery(connectionsQuery).data?.items;
  return (
    <StepFrame step="tools" title={texts.title} means={texts.means} isDone={tools.isDone} tested={null}>
      {connections ? (
        <>
          <ul className={`plain-list ${classes.connections}`}>
            {connections.map(({ id }) => (
              <li key={id}>
                <Connected id={id} />
              </li>
            ))}
          </ul>
          <Another hasOne={connections.length > 0} />
        </>
      ) : (
        <RowsSkeleton rows={3} height={72} />
      )}
    </StepFrame>
  );
}

function Connected({ id }: { id: string }) {
  const connection = useQuery(connectionQuery(id)).data;
  if (!connection) return <RowsSkeleton rows={2} />;
  if (isHeld(connection))
    return (
      <div className={classes.connection}>
        <BeginReading connection={connection} />
        <ScopeTable connection={connection} isEditable />
      </div>
    );
  return (
    <div className={classes.connection}>
      <h3>{connection.name}</h3>
      <ConnectTested connection={connection} />
      <p>
        <Selected connection={connection} />
      </p>
    </div>
  );
}

function Selected({ connection }: { connection: ConnectionDetail }) {
  const { id, name, state, scopes, selectedScopes, scopeNoun } = connection;
  const link = (hash: string) => (text: string) => (
    <Link to="/connections/$connectionId" params={{ connectionId: id }} hash={hash}>
      {text}
    </Link>
  );
  if (state === 'unauthorised') return texts.refused(link('credentials'));
  return (
    <>
      {texts.selected(selectedScopes, scopes, scopeNoun)} {texts.choose(link(''), name)}
    </>
  );
}

/** Which tool is being connected stands in the address. */
function Another({ hasOne }: { hasOne: boolean }) {
  const { tool } = route.useSearch();
  const navigate = useNavigate();
  const [isAsked, setAsked] = useState(false);
  const toTool = (chosen: SourceName | undefined) =>
    void navigate({
      to: '/start',
      search: { step: 'tools', ...(chosen ? { tool: chosen } : {}) },
      resetScroll: false,
    });
  const close = () => {
    setAsked(false);
    toTool(undefined);
  };
  if (hasOne && !isAsked && !tool)
    return (
      <p>
        <Button variant="default" onClick={() => setAsked(true)}>
          {texts.another}
        </Button>
      </p>
    );
  return (
    <>
      <ConnectFlow tool={tool} onTool={toTool} onConnected={close} />
      {hasOne && (
        <p>
          <Button variant="subtle" onClick={close}>
            {texts.notAnother}
          </Button>
        </p>
      )}
    </>
  );
}
