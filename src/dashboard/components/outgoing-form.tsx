import { Button, Checkbox, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { OUTGOING_EVENTS, type OutgoingEvent } from '../../domain/outgoing.ts';
import { ApiProblem } from '../api.ts';
import { useAddOutgoing } from '../hooks/use-outgoing.ts';
import { commonTexts } from '../texts/en/common.ts';
import { webhooksTexts as texts } from '../texts/en/webhooks.tsx';
import classes from './outgoing.module.css';
import { OutgoingSecret } from './outgoing-secret.tsx';

/** Adds an address, and shows its secret this once. */
export function OutgoingForm() {
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<readonly OutgoingEvent[]>(['flag.changed']);
  const add = useAddOutgoing();
  const send = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ url, events: [...events] }, { onSuccess: () => setUrl('') });
  };
  if (add.data) return <OutgoingSecret secret={add.data.secret} onKept={() => add.reset()} />;
  return (
    <form aria-labelledby="add-outgoing" className={classes.form} onSubmit={send}>
      <h2 id="add-outgoing">{texts.addTitle}</h2>
      <TextInput
        label={texts.address}
        description={texts.addressHint}
        placeholder={texts.addressExample}
        type="url"
        required
        maxLength={2000}
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        error={add.isError ? sayFault(add.error) : null}
      />
      <EventChoice chosen={events} onChange={setEvents} />
      <div>
        <Button type="submit" loading={add.isPending} disabled={events.length === 0}>
          {texts.add}
        </Button>
      </div>
    </form>
  );
}

/** What a program is told of; at least one. */
export function EventChoice(props: {
  chosen: readonly OutgoingEvent[];
  onChange: (events: readonly OutgoingEvent[]) => void;
  isDisabled?: boolean;
}) {
  const { chosen, onChange, isDisabled = false } = props;
  return (
    <fieldset className={classes.events} disabled={isDisabled}>
      <legend>{texts.toldOf}</legend>
      {OUTGOING_EVENTS.map((event) => (
        <Checkbox
          key={event}
          label={texts.events[event]}
          checked={chosen.includes(event)}
          disabled={isDisabled || (chosen.length === 1 && chosen[0] === event)}
          onChange={() => onChange(chosen.includes(event) ? chosen.filter((one) => one !== event) : [...chosen, event])}
        />
      ))}
    </fieldset>
  );
}

function sayFault(error: unknown): string {
  return error instanceof ApiProblem ? error.detail : commonTexts.notDone;
}
