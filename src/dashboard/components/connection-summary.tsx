import { Link } from '@tanstack/react-router';
import type { ConnectionAnswer } from '../../api/schemas/connections.ts';
import { recordNoun, TOOL_WORDS } from '../../domain/wording.ts';
import { formatCount, plural } from '../format.ts';
import { summaryTexts as texts } from '../texts/en/connection.tsx';
import { beginTexts } from '../texts/en/connections.tsx';
import { isHeld } from './begin-reading.tsx';
import classes from './connection-summary.module.css';
import { ConnectionTrouble } from './connection-trouble.tsx';
import { RunProgress } from './run-progress.tsx';
import { SyncButtons } from './sync-buttons.tsx';
import { TimeAgo } from './time-ago.tsx';
import { WebhookState } from './webhook-state.tsx';

/** One connection: how it stands, what it reads now, when it last read everything, and what is wrong. */
export function ConnectionSummary({ connection, isPage = false }: { connection: ConnectionAnswer; isPage?: boolean }) {
  const place = sayPlace(connection);
  return (
    <article className={classes.summary} aria-labelledby={`connection-${connection.id}`}>
      <div className={classes.head}>
        {isPage ? (
          <h1 id={`connection-${connection.id}`}>{connection.name}</h1>
        ) : (
          <h2 id={`connection-${connection.id}`}>
            <Link to="/connections/$connectionId" params={{ connectionId: connection.id }}>
              {connection.name}
            </Link>
          </h2>
        )}
        {place && <span className="soft">{place}</span>}
        <ConnectionState connection={connection} />
      </div>
      <p>
        {texts.counts(
          plural(connection.tasks, recordNoun(connection.tool)),
          formatCount(connection.selectedScopes),
          plural(connection.scopes, connection.scopeNoun),
        )}
        {connection.setAside > 0 && texts.setAside(formatCount(connection.setAside))}
        {connection.unmatchedPeople > 0 && texts.unmatched(plural(connection.unmatchedPeople, texts.account))}.{' '}
        <span className="soft">
          {connection.lastCompleteAt
            ? texts.readCompletely(<TimeAgo at={connection.lastCompleteAt} />)
            : texts.notCompletely}
          {connection.health.freshAt && <> {texts.upToDate(<TimeAgo at={connection.health.freshAt} />)}</>}
          {connection.account && texts.as(connection.account.name.replace(/\.$/, ''))}
        </span>
      </p>
      {connection.heldRemovals > 0 && !isPage && (
        <p className="small">
          {texts.held(plural(connection.heldRemovals, connection.scopeNoun))}{' '}
          <Link to="/connections/$connectionId" params={{ connectionId: connection.id }}>
            {texts.sayWhat}
          </Link>
        </p>
      )}
      {!isHeld(connection) && <WebhookState connection={connection} />}
      <ConnectionTrouble connection={connection} />
      {connection.currentRun && <RunProgress run={connection.currentRun} tool={connection.tool} />}
      {!isHeld(connection) && <SyncButtons connection={connection} />}
    </article>
  );
}

function ConnectionState({ connection }: { connection: ConnectionAnswer }) {
  const { state } = connection;
  return (
    <span className={`small ${state === 'unauthorised' ? classes.refused : 'soft'}`}>
      <span aria-hidden="true">{state === 'active' ? '● ' : state === 'paused' ? '◌ ' : '✕ '}</span>
      {isHeld(connection) ? beginTexts.waits : texts.states[state]}
    </span>
  );
}

/** The tool and its site, each only where the name does not already say it. */
function sayPlace({ tool, name, account, baseUrl }: ConnectionAnswer): string {
  return [TOOL_WORDS[tool], account?.site ?? baseUrl].filter((part) => part !== name).join(' · ');
}
