import type { ReactNode } from 'react';
import type { ConnectionAnswer } from '../../api/schemas/connections.ts';
import { formatCount } from '../format.ts';
import { healthTexts as texts } from '../texts/en/connection.tsx';
import classes from './connection-health.module.css';
import { TimeAgo } from './time-ago.tsx';

/** Whether its numbers can be believed: how fresh, how complete, what it cannot see. */
export function ConnectionHealth({ connection }: { connection: ConnectionAnswer }) {
  const { health, webhooks, lastCompleteAt, setAside } = connection;
  return (
    <section aria-labelledby="health">
      <h2 id="health">{texts.title}</h2>
      <dl className={classes.facts}>
        <Fact name={texts.upToDate}>
          {health.freshAt ? <TimeAgo at={health.freshAt} /> : texts.nothingRead}
          {health.isLate && <span className={classes.late}>{texts.late}</span>}
        </Fact>
        <Fact name={texts.everything}>{lastCompleteAt ? <TimeAgo at={lastCompleteAt} /> : texts.notYet}</Fact>
        <Fact name={texts.changes}>{webhooks.mode === 'webhooks' ? texts.asTheyHappen : texts.byAsking}</Fact>
        {webhooks.lastDeliveryAt && (
          <Fact name={texts.lastDelivery}>
            <TimeAgo at={webhooks.lastDeliveryAt} />
          </Fact>
        )}
        {webhooks.expiresAt && (
          <Fact name={texts.webhookEnds}>{texts.prolonged(<TimeAgo at={webhooks.expiresAt} />)}</Fact>
        )}
        {health.breaker && (
          <Fact name={texts.putOff}>
            {texts.askedAgain(health.breaker.because, <TimeAgo at={health.breaker.retryAt} />)}
          </Fact>
        )}
        {health.budgets.length > 0 && (
          <Fact name={texts.leftToAsk}>
            <ul className={classes.sentences}>
              {health.budgets.map((budget) => (
                <li key={budget.name}>
                  {texts.budget(formatCount(budget.remaining), formatCount(budget.limit), budget.name)}
                  {budget.pausedUntil &&
                    texts.goesOn(budget.reason ?? texts.waits, <TimeAgo at={budget.pausedUntil} />)}
                </li>
              ))}
            </ul>
          </Fact>
        )}
        <Fact name={texts.setAside}>{setAside === 0 ? texts.nothing : texts.listed(formatCount(setAside))}</Fact>
        <Fact name={texts.unseen}>
          {health.unseen.length === 0 ? texts.noneUnseen : <Sentences of={health.unseen} />}
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
