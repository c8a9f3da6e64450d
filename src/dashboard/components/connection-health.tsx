import type { ReactNode } from 'react';
import type { ConnectionAnswer } from '../../api/schemas/connections.ts';
import { formatCount } from '../format.ts';
import classes from './connection-health.module.css';
import { TimeAgo } from './time-ago.tsx';

/** Whether its numbers can be believed: how fresh, how complete, what it cannot see. */
export function ConnectionHealth({ connection }: { connection: ConnectionAnswer }) {
  const { health, webhooks, lastCompleteAt, setAside } = connection;
  return (
    <section aria-labelledby="health">
      <h2 id="health">Can its numbers be believed?</h2>
      <dl className={classes.facts}>
        <Fact name="Up to date as of">
          {health.freshAt ? <TimeAgo at={health.freshAt} /> : 'nothing was read yet'}
          {health.isLate && <span className={classes.late}> ✕ later than it should be</span>}
        </Fact>
        <Fact name="Everything read">{lastCompleteAt ? <TimeAgo at={lastCompleteAt} /> : 'not yet'}</Fact>
        <Fact name="Changes come">
          {webhooks.mode === 'webhooks' ? 'as they happen' : 'by asking every few minutes'}
        </Fact>
        {webhooks.lastDeliveryAt && (
          <Fact name="Last delivery">
            <TimeAgo at={webhooks.lastDeliveryAt} />
          </Fact>
        )}
        {webhooks.expiresAt && (
          <Fact name="Webhook ends">
            <TimeAgo at={webhooks.expiresAt} />, prolonged before
          </Fact>
        )}
        {health.breaker && (
          <Fact name="Put off">
            {health.breaker.because} It is asked again <TimeAgo at={health.breaker.retryAt} />.
          </Fact>
        )}
        {health.budgets.length > 0 && (
          <Fact name="Left to ask">
            <ul className={classes.sentences}>
              {health.budgets.map((budget) => (
                <li key={budget.name}>
                  {formatCount(budget.remaining)} of {formatCount(budget.limit)} {budget.name}
                  {budget.pausedUntil && (
                    <>
                      ; {budget.reason ?? 'it waits'}, and goes on <TimeAgo at={budget.pausedUntil} />
                    </>
                  )}
                </li>
              ))}
            </ul>
          </Fact>
        )}
        <Fact name="Set aside">{setAside === 0 ? 'nothing' : `${formatCount(setAside)}, listed below`}</Fact>
        <Fact name="Cannot be seen">
          {health.unseen.length === 0 ? 'nothing that we know of' : <Sentences of={health.unseen} />}
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

function Sentences({ of }: { of: readonly string[] }) {
  return (
    <ul className={classes.sentences}>
      {of.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
