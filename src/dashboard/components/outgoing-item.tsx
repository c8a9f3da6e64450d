import { Button } from '@mantine/core';
import { useState } from 'react';
import type { OutgoingWebhooksAnswer } from '../../api/schemas/outgoing-webhooks.ts';
import {
  hostOf,
  useCallOutgoing,
  useChangeOutgoing,
  useRemoveOutgoing,
  useRotateOutgoing,
} from '../hooks/use-outgoing.ts';
import { commonTexts } from '../texts/en/common.ts';
import { webhooksTexts as texts } from '../texts/en/webhooks.tsx';
import { Dialog } from './dialog.tsx';
import classes from './outgoing.module.css';
import { OutgoingDeliveries } from './outgoing-deliveries.tsx';
import { EventChoice } from './outgoing-form.tsx';
import { OutgoingSecret } from './outgoing-secret.tsx';
import { TimeAgo } from './time-ago.tsx';

type Webhook = OutgoingWebhooksAnswer['items'][number];

/** One program: how it stands, what it is told of, and what can be done about it. */
export function OutgoingItem({ webhook }: { webhook: Webhook }) {
  const change = useChangeOutgoing(webhook);
  const isGone = webhook.state === 'gone';
  const heading = `webhook-${webhook.id}`;
  return (
    <section aria-labelledby={heading} className={classes.item}>
      <h2 id={heading}>{hostOf(webhook)}</h2>
      <p>
        <code className={classes.address}>{webhook.url}</code>
      </p>
      <p>{texts.state(webhook, webhook.failingSince && <TimeAgo at={webhook.failingSince} />)}</p>
      <p className="soft small">
        {texts.facts(
          webhook,
          <TimeAgo at={webhook.madeAt} />,
          webhook.deliveredAt && <TimeAgo at={webhook.deliveredAt} />,
        )}
      </p>
      {!isGone && (
        <EventChoice
          chosen={webhook.events}
          isDisabled={change.isPending}
          onChange={(events) => change.mutate({ events })}
        />
      )}
      <Doings webhook={webhook} />
      <Calls webhook={webhook} />
    </section>
  );
}

function Doings({ webhook }: { webhook: Webhook }) {
  const change = useChangeOutgoing(webhook);
  const call = useCallOutgoing(webhook);
  const isActive = webhook.state === 'active';
  const isGone = webhook.state === 'gone';
  return (
    <div className={classes.doings}>
      {!isGone && (
        <>
          <Button variant="default" loading={call.isPending} onClick={() => call.mutate(null)}>
            {texts.test}
          </Button>
          <Button variant="default" loading={change.isPending} onClick={() => change.mutate({ isPaused: isActive })}>
            {isActive ? texts.pause : texts.goOn}
          </Button>
          <Rotate webhook={webhook} />
        </>
      )}
      <Remove webhook={webhook} />
    </div>
  );
}

function Rotate({ webhook }: { webhook: Webhook }) {
  const [isAsked, setIsAsked] = useState(false);
  const rotate = useRotateOutgoing(webhook);
  if (rotate.data) return <OutgoingSecret secret={rotate.data.secret} onKept={() => rotate.reset()} />;
  return (
    <>
      <Button variant="subtle" onClick={() => setIsAsked(true)}>
        {texts.rotate}
      </Button>
      <Dialog title={texts.rotateTitle} isOpen={isAsked} onClose={() => setIsAsked(false)}>
        <p>{texts.rotateSays}</p>
        <div className={classes.doings}>
          <Button
            loading={rotate.isPending}
            onClick={() => rotate.mutate(undefined, { onSettled: () => setIsAsked(false) })}
          >
            {texts.rotate}
          </Button>
          <Button variant="subtle" onClick={() => setIsAsked(false)}>
            {commonTexts.cancel}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

function Remove({ webhook }: { webhook: Webhook }) {
  const [isAsked, setIsAsked] = useState(false);
  const remove = useRemoveOutgoing(webhook);
  return (
    <>
      <Button variant="subtle" onClick={() => setIsAsked(true)}>
        {texts.remove}
      </Button>
      <Dialog title={texts.removeTitle(hostOf(webhook))} isOpen={isAsked} onClose={() => setIsAsked(false)}>
        <p>{texts.removeSays}</p>
        <div className={classes.doings}>
          <Button loading={remove.isPending} onClick={() => remove.mutate()}>
            {texts.remove}
          </Button>
          <Button variant="subtle" onClick={() => setIsAsked(false)}>
            {commonTexts.cancel}
          </Button>
        </div>
      </Dialog>
    </>
  );
}

function Calls({ webhook }: { webhook: Webhook }) {
  const [isShown, setIsShown] = useState(true);
  return (
    <div>
      <Button variant="subtle" aria-expanded={isShown} onClick={() => setIsShown(!isShown)}>
        {isShown ? texts.hideCalls : texts.showCalls}
      </Button>
      {isShown && <OutgoingDeliveries webhook={webhook} />}
    </div>
  );
}
