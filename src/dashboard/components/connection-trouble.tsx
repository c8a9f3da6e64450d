import { Link } from '@tanstack/react-router';
import type { ConnectionAnswer } from '../../api/schemas/connections.ts';
import { TOOL_WORDS } from '../../domain/wording.ts';
import { troubleTexts as texts } from '../texts/en/connection.tsx';
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
        {texts.kept} <WhatToDo connection={connection} tool={TOOL_WORDS[tool]} />
        {lastError.retryAt && <> {texts.again(<TimeAgo at={lastError.retryAt} />)}</>}
      </p>
    </div>
  );
}

function WhatToDo({ connection, tool }: { connection: ConnectionAnswer; tool: string }) {
  const { id, consent, scopeNoun } = connection;
  const toPage = (text: string) => (
    <Link to="/connections/$connectionId" params={{ connectionId: id }} hash="credentials">
      {text}
    </Link>
  );
  switch (connection.lastError?.kind) {
    case 'unauthorised':
      return consent ? texts.consentAgain(toPage) : texts.newToken(tool, toPage);
    case 'not-visible':
      return texts.notVisible(scopeNoun, tool);
    case 'rate-limited':
      return texts.slowDown(tool);
    case 'unavailable':
      return texts.away(tool);
    case 'cursor-expired':
      return texts.forgotten(scopeNoun);
    default:
      return texts.doctor((text) => <Command>{text}</Command>);
  }
}
