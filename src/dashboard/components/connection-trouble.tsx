import { Link } from '@tanstack/react-router';
import type { ConnectionAnswer } from '../../api/schemas/connections.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import classes from './connection-summary.module.css';
import { Command } from './states.tsx';
import { TimeAgo } from './time-ago.tsx';

/** What went wrong, that nothing is lost, and what to do. */
export function ConnectionTrouble({ connection }: { connection: ConnectionAnswer }) {
  const { lastError, tool } = connection;
  if (!lastError) return null;
  return (
    <div className={classes.trouble}>
      <p>
        {lastError.message}{' '}
        <span className="soft small">
          (<TimeAgo at={lastError.at} />)
        </span>
      </p>
      <p className="small">
        What was read before is kept. <WhatToDo connection={connection} tool={TOOL_WORDS[tool]} />
        {lastError.retryAt && (
          <>
            {' '}
            Plumbline tries again <TimeAgo at={lastError.retryAt} />.
          </>
        )}
      </p>
    </div>
  );
}

function WhatToDo({ connection, tool }: { connection: ConnectionAnswer; tool: string }) {
  switch (connection.lastError?.kind) {
    case 'unauthorised':
      return (
        <>
          {connection.consent ? 'Consent again' : `Make a new token in ${tool}, then give it`} on{' '}
          <Link to="/connections/$connectionId" params={{ connectionId: connection.id }} hash="credentials">
            its page
          </Link>
          .
        </>
      );
    case 'not-visible':
      return (
        <>
          The account may no longer see this {connection.scopeNoun}: ask its admin in {tool}, or take it off the list.
        </>
      );
    case 'rate-limited':
      return <>{tool} asks us to slow down. Nothing to do.</>;
    case 'unavailable':
      return <>{tool} does not answer just now. Nothing to do unless it lasts.</>;
    case 'cursor-expired':
      return (
        <>
          The place where reading stopped is no longer known there; this {connection.scopeNoun} is read from its start.
        </>
      );
    default:
      return (
        <>
          If it stays so, run <Command>npx plumbline doctor</Command>
        </>
      );
  }
}
